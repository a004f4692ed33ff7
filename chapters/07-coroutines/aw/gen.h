/* SPDX-License-Identifier: MIT */
/* aw/gen.h: generators without a stack of their own.
 *
 * A generator is a function that stops in the middle, hands out a value, and
 * goes on from there when it is asked for the next one.  A function of C
 * cannot do that: when it returns, its variables are gone, and so is the place
 * where it was.  So both are put where they survive: the variables into a
 * struct, the place into a number.
 *
 *                    send              send, throw
 *      created  -----------> running <-------------> suspended
 *         |                     |         yields
 *         | throw, close        | returns, fails
 *         +-----------------> finished
 *
 * This is what a compiler makes of `async def` and `yield`; here it is made by
 * hand, once, to see what there is to it.
 *
 * Source: PEP 342; CPython's generators. */
#ifndef AW_GEN_H
#define AW_GEN_H

#include "aw/base.h"

enum aw_gen_state {
    AW_GEN_CREATED,   /* nothing of it has run */
    AW_GEN_SUSPENDED, /* it stands at a yield */
    AW_GEN_RUNNING,   /* it runs now */
    AW_GEN_FINISHED,  /* it has returned or failed */
};

/* What a call that lets a generator run returns when it has yielded. */
#define AW_YIELDED 1

struct aw_gen;

/* The function of a generator: runs from the place `gen->at` to the next yield
 * or to the end.
 *
 * sent    what the yield at which it stands gives; 0 the first time
 * thrown  0, or a negative error code with which that yield fails
 *
 * Returns AW_YIELDED, with what it yields in `gen->value`; 0 at the end, with
 * its result in `gen->value`; or a negative error code when it fails. */
typedef int (*aw_gen_fn)(struct aw_gen *gen, intptr_t sent, int thrown);

/* A generator.  Embed it in the struct of its variables.
 *
 * Owns:  the caller's memory; nothing else is held, so that a generator which
 *        is not running may be forgotten at any time. */
struct aw_gen {
    aw_gen_fn fn;
    int at;             /* fn's own: where it goes on; 0 the first time */
    uint8_t state;      /* enum aw_gen_state */
    intptr_t value;     /* what was yielded or returned last */
    uintptr_t spare[2]; /* yours, if you need room; otherwise leave it */
};

/* Make `gen` a generator of `fn` that is created and stands at 0, with value
 * 0.  Nothing of it runs. */
void aw_gen_init(struct aw_gen *gen, aw_gen_fn fn);

/* Let `gen` run to its next yield or to its end; the yield at which it stands
 * gives `value`.
 *
 * Sending anything but 0 to a generator that is created is misuse, for it
 * stands at no yield.  Letting a generator run that runs already is misuse, in
 * this call and in the next two.
 *
 * Returns
 *   AW_YIELDED  it stands at a yield; what it yielded is in `gen->value`
 *   0           it has finished; its result is in `gen->value`
 *   negative    it has failed with this error, and is finished; `gen->value`
 *               is 0
 *
 * A generator that is finished is not run again: the call returns 0, and
 * `gen->value` is 0. */
int aw_gen_send(struct aw_gen *gen, intptr_t value);

/* Let `gen` run as aw_gen_send does, but the yield at which it stands fails
 * with `error`.
 *
 * error  a negative code; anything else is misuse
 *
 * A generator that is created is finished without being run.
 *
 * Returns what aw_gen_send does.  Of a generator that was created or finished
 * it returns `error`, and `gen->value` is 0. */
int aw_gen_throw(struct aw_gen *gen, int error);

/* Ask `gen` to clean up and to end: throw -ECANCELED where it stands.
 *
 * It is finished afterwards.  One that was created is not run, and one that
 * was finished is left alone.  A generator that yields instead of ending is
 * misuse.
 *
 * Returns 0 when it returned or failed with -ECANCELED, and its error when it
 * failed with another one. */
int aw_gen_close(struct aw_gen *gen);

/* ---- A generator --------------------------------------------------------*/

/* The numbers from `next` to `last`.  In Python:
 *
 *      def count(next, last, open):
 *          open[0] += 1
 *          try:
 *              given = 0
 *              while next <= last:
 *                  skip = yield next
 *                  given += 1
 *                  next += 1 + skip
 *              return given
 *          finally:
 *              open[0] -= 1
 */
struct aw_count {
    struct aw_gen gen; /* drive it through this */
    long next, last;
    long given;
    int *open;          /* how many are between their first run and their end */
    uintptr_t spare[2]; /* yours, if you need room; otherwise leave it */
};

/* Make `count` a generator as above.  Nothing of it runs yet.
 *
 * Sending k skips k numbers.  Its result is how many numbers were taken: those
 * behind whose yield it has gone on.  An error thrown in is not caught, so it
 * comes out again; but `*open` is counted down first, whatever ends it.
 *
 * Owns:  borrows `open` until it is finished. */
void aw_count_init(struct aw_count *count, long next, long last, int *open);

#endif
