/* SPDX-License-Identifier: MIT */
/* aw/future.h: a result that is not there yet, and those who want it.
 *
 * A future is settled once: with a value, with an error, or as cancelled.
 * Whoever wants to know starts a watch.  When the future is settled, every
 * watch gets a copy of the outcome, and its handle is pushed: nobody is ever
 * called from inside the call that settles.
 *
 *      pending     [ future ] --watches--> [ watch ] <-> [ watch ]
 *
 *      settled     [ future : outcome ]    [ watch : outcome ] \   the ready
 *                                          [ watch : outcome ] /   queue
 *
 * The outcome is copied because the future may be gone before the watch runs:
 * most futures stand on the stack of a task that goes on at once.
 *
 * An outcome is a result and a value, and the result says it all:
 *
 *      result            state           value
 *      0 or more         AW_DONE         what was handed over
 *      -ECANCELED        AW_CANCELLED    NULL
 *      other negative    AW_FAILED       NULL
 *
 * Some watches await: a task, a gathering, a shield.  Others only want to
 * know.  The difference decides what happens when somebody gives up waiting;
 * see aw_watch_withdraw.
 *
 * Nothing here allocates.  A future and its watches belong to the thread of
 * the loop; other threads use aw/promise.h.
 *
 * Invariant: a watch is linked in a future, or queued, or idle.
 *
 * Source: asyncio's Future. */
#ifndef AW_FUTURE_H
#define AW_FUTURE_H

#include "aw/base.h"
#include "aw/loop.h"

struct aw_future;
struct aw_error; /* used from 11: the tree of an error group */

enum aw_state {
    AW_PENDING,
    AW_DONE,
    AW_FAILED,
    AW_CANCELLED,
};

/* What kind of future it is.  Static, shared by all of a kind. */
struct aw_future_ops {
    const char *kind; /* "future", "task", "sleep": for people */

    /* Somebody wants this pending future cancelled.  NULL stands for "settle
     * it as cancelled, at once".
     *
     * Returns true when it is cancelled, or was asked to be and will be
     * settled in time; false when it refuses. */
    bool (*cancel)(struct aw_future *future);

    /* What people call this very one, or NULL; for reports.  Used from 08;
     * may be NULL. */
    const char *(*name)(const struct aw_future *future);

    /* Used from 20: say more in up to `size` bytes.  May be NULL. */
    void (*describe)(const struct aw_future *future, char *text, size_t size);
};

/* Owns:  the caller's memory, from aw_future_init to aw_future_deinit.  The
 *        loop's memory must be there as long; it may be closed before. */
struct aw_future {
    const struct aw_future_ops *ops; /* never NULL */
    struct aw_list watches;  /* aw_watch, by `link`; in the order of starting */
    void *value;             /* NULL unless AW_DONE */
    struct aw_error *detail; /* used from 11: set before it is settled */
    const char *where;       /* "file:line" of aw_future_init */
    int result;              /* 0 while pending */
    uint32_t awaits;         /* linked watches that await */
    uint8_t state;           /* enum aw_state */
    bool retrieved;          /* somebody was given the outcome */
    bool quiet;              /* an error here needs no report; yours to set */
    uintptr_t spare[2];      /* yours, if you need room; otherwise leave it */
    struct aw_loop *loop;    /* last: a task's next fields are read with it */
};

/* Somebody who wants the outcome.
 *
 * Owns:  the caller's memory; it must stay until its handle has run, or
 *        aw_watch_stop has been called, or the loop is closed. */
struct aw_watch {
    struct aw_handle handle; /* pushed when the future is settled */
    struct aw_list link;
    struct aw_future *future; /* while linked; otherwise NULL */
    /* The outcome, copied in when the future is settled.  The state is
     * AW_PENDING from the start of the watch until then. */
    void *value;
    struct aw_error *detail;
    int result;
    uint8_t state;
    bool awaits; /* counts in the future's `awaits` while linked */
};

/* ---- A future -----------------------------------------------------------*/

/* Make `future` a pending future of `loop`, which nobody watches.
 *
 * ops  what kind of future; NULL: a plain one, of kind "future"
 *
 * It remembers where in the source it was called, for reports.  Counts in
 * live[AW_FUTURES] of the loop. */
#define aw_future_init(future, loop, ops)                                      \
    aw__future_init((future), (loop), (ops), AW_WHERE)
#define AW_WHERE     __FILE__ ":" AW__TEXT(__LINE__)
#define AW__TEXT(n)  AW__TEXT2(n)
#define AW__TEXT2(n) #n
void aw__future_init(struct aw_future *future, struct aw_loop *loop,
                     const struct aw_future_ops *ops, const char *where);

/* Be done with `future`; its memory is the caller's again.
 *
 * An error that nobody has retrieved is reported to the loop, with `future`
 * as its subject, its name, and where it was made; unless it is `quiet`.  A
 * pending or cancelled future has no error.  Watches that are queued keep
 * their copy of the outcome.
 *
 * Calling it while a watch is linked is misuse.  Afterwards `loop` is NULL,
 * and settling, watching or deinitialising it again is misuse. */
void aw_future_deinit(struct aw_future *future);

/* Tell whether it is settled, in whatever way.  Retrieves nothing. */
bool aw_future_done(const struct aw_future *future);

/* Settle `future`, unless it is settled already.
 *
 * result  0 or more with a value, -ECANCELED as cancelled, any other negative
 *         code with that error
 * value   not looked at when `result` is negative
 *
 * Every linked watch is unlinked, gets a copy of the outcome, and its handle
 * is pushed, in the order in which they were started.  A watch that awaits
 * retrieves the outcome by that.  In a loop that is closed nothing is pushed:
 * its watches get their copy, and are idle.
 *
 * This is what completions use that may come late, such as a callback of
 * another library for a future that was cancelled meanwhile.  If the loop has
 * a probe it hears AW_PROBE_SETTLE: the subject is the future, the argument
 * its new state.
 *
 * Returns true, or false when it was settled already: then nothing changes. */
bool aw_future_settle(struct aw_future *future, int result, void *value);

/* Settle with a value, and the result 0.  Misuse when it is settled already. */
void aw_future_resolve(struct aw_future *future, void *value);

/* Settle with an error.  Misuse when it is settled already, when `error` is
 * not negative, and when it is -ECANCELED: that is aw_future_cancel.  Whoever
 * implements a kind has aw_future_settle for it. */
void aw_future_fail(struct aw_future *future, int error);

/* The outcome.  Retrieves it.
 *
 * value  where to put the value, NULL included; may be NULL
 *
 * Returns the result: 0 or more with a value, the negative code with an
 * error, -ECANCELED when it was cancelled.  While it is pending, returns
 * -EINPROGRESS, and retrieves nothing.  `*value` is left alone then. */
int aw_future_result(struct aw_future *future, void **value);

/* ---- Watches ------------------------------------------------------------*/

/* Make `watch` an idle watch whose handle calls `fn`.
 *
 * awaits  true for those who would have no use for going on without it */
void aw_watch_init(struct aw_watch *watch, aw_fn fn, bool awaits);

/* Link `watch` behind the other watches of `future`.  O(1).
 *
 * If the future is settled already, the watch gets its copy and is pushed,
 * as if it had been linked before, and not called.  Starting a watch that is
 * linked or queued is misuse. */
void aw_watch_start(struct aw_watch *watch, struct aw_future *future);

/* Forget the watch, linked or queued; it is not called.  O(1).  If it was
 * queued, its copy of the outcome stays in it until it is started again.
 *
 * The future is left alone, and need not exist any more when the watch is
 * queued.  The watch may be started again, with this future or another one.
 *
 * Returns true when it was linked or queued. */
bool aw_watch_stop(struct aw_watch *watch);

/* ---- Cancelling ---------------------------------------------------------*/

/* Ask for a pending future to be cancelled, in the way of its kind, for
 * everybody who watches it.
 *
 * Returns true when it is cancelled, or will be settled in time; false when
 * it is settled already, or its kind refuses. */
bool aw_future_cancel(struct aw_future *future);

/* Give up awaiting: "cancel it, as far as I am concerned".
 *
 * If other watches await the same future, this one alone is unlinked and
 * pushed, with the outcome of a cancelled future, and the future goes on for
 * them.  In a loop that is closed it is not pushed, and idle.  Otherwise the
 * future is cancelled as by aw_future_cancel, and this watch stays linked until
 * it is settled.
 *
 * Returns true when the watch was pushed, or will be: as cancelled, unless
 * the future's kind only asks and something else comes of it.  False when
 * nothing was given up: the watch is not linked, its outcome is on the way
 * already, or the future's kind refuses. */
bool aw_watch_withdraw(struct aw_watch *watch);

#endif
