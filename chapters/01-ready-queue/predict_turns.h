/* SPDX-License-Identifier: MIT */
/* predict_turns.h: in which order do these callbacks run?
 *
 * Read a program, write down what it says, and only then let the grader run
 * it.  What stands here is what runs, one turn after the other, until a turn
 * has called nothing.
 *
 * Each callback says its letter.  A bar is said at the end of every turn that
 * has called something: "ab|c|" is a turn with a and b, and one with c. */
#ifndef PREDICT_TURNS_H
#define PREDICT_TURNS_H

#include "aw/ready.h"

/* What all programs work on.  It is the grader's; a program begins with an
 * empty queue, and handles that are not queued. */
struct predict {
    struct aw_ready ready;
    struct aw_handle a, b, c, d, e;
    unsigned left_w, left_x, left_y, left_z;
};
extern struct predict p;

void predict_say(char letter);

static inline void push(struct aw_handle *handle)
{
    aw_ready_push(&p.ready, handle);
}

static inline void cancel(struct aw_handle *handle)
{
    aw_handle_cancel(handle);
}

/* ---- Pushes -------------------------------------------------------------*/

static inline int pushes_a(struct aw_handle *self)
{
    predict_say('a');
    if (p.ready.turns == 1) {
        push(&p.c);
        push(self);
    }
    return 0;
}

static inline int pushes_b(struct aw_handle *self)
{
    (void)self;
    predict_say('b');
    push(&p.d);
    return 0;
}

static inline int pushes_c(struct aw_handle *self)
{
    (void)self;
    predict_say('c');
    return 0;
}

static inline int pushes_d(struct aw_handle *self)
{
    (void)self;
    predict_say('d');
    if (!aw_handle_queued(&p.a))
        push(&p.b);
    return 0;
}

static inline void predict_program_pushes(void)
{
    aw_handle_init(&p.a, pushes_a);
    aw_handle_init(&p.b, pushes_b);
    aw_handle_init(&p.c, pushes_c);
    aw_handle_init(&p.d, pushes_d);
    push(&p.b);
    push(&p.a);
}

/* What predict_program_pushes says, bars included. */
extern const char *const predict_pushes;

/* ---- Cancels ------------------------------------------------------------*/

static inline int cancels_a(struct aw_handle *self)
{
    (void)self;
    predict_say('a');
    cancel(&p.c);
    push(&p.c);
    return 0;
}

static inline int cancels_b(struct aw_handle *self)
{
    cancel(self);
    predict_say('b');
    push(&p.e);
    cancel(&p.d);
    push(&p.a);
    return 0;
}

static inline int cancels_cd(struct aw_handle *self)
{
    predict_say(self == &p.c ? 'c' : 'd');
    return 0;
}

static inline int cancels_e(struct aw_handle *self)
{
    (void)self;
    predict_say('e');
    cancel(&p.a);
    push(&p.d);
    return 0;
}

static inline void predict_program_cancels(void)
{
    aw_handle_init(&p.a, cancels_a);
    aw_handle_init(&p.b, cancels_b);
    aw_handle_init(&p.c, cancels_cd);
    aw_handle_init(&p.d, cancels_cd);
    aw_handle_init(&p.e, cancels_e);
    push(&p.a);
    push(&p.b);
    push(&p.c);
    push(&p.d);
}

/* What predict_program_cancels says, bars included. */
extern const char *const predict_cancels;

/* ---- Chains -------------------------------------------------------------
 *
 * A chain pushes itself until its links are used up, and says its letter in
 * the last of them.  Two numbers, m and n, are drawn anew for every run; you
 * are told only that each is 1 or more. */
static inline int chain(struct aw_handle *self, unsigned *left, char letter)
{
    if (--*left > 0)
        push(self);
    else
        predict_say(letter);
    return 0;
}

static inline int chains_w(struct aw_handle *self)
{
    return chain(self, &p.left_w, 'w');
}

static inline int chains_x(struct aw_handle *self)
{
    chain(self, &p.left_x, 'x');
    if (p.left_x == 0)
        push(&p.d); /* z begins where x ends */
    return 0;
}

static inline int chains_y(struct aw_handle *self)
{
    return chain(self, &p.left_y, 'y');
}

static inline int chains_z(struct aw_handle *self)
{
    return chain(self, &p.left_z, 'z');
}

static inline void predict_program_chains(unsigned m, unsigned n)
{
    p.left_w = m + n + 1;
    p.left_x = m;
    p.left_y = m + n;
    p.left_z = n;
    aw_handle_init(&p.a, chains_w);
    aw_handle_init(&p.b, chains_x);
    aw_handle_init(&p.c, chains_y);
    aw_handle_init(&p.d, chains_z);
    push(&p.a);
    push(&p.b);
    push(&p.c);
}

/* What predict_program_chains says, without the bars. */
extern const char *const predict_chains;

/* ---- Errors -------------------------------------------------------------*/

static inline int errors_a(struct aw_handle *self)
{
    (void)self;
    predict_say('a');
    push(&p.b);
    return -EIO;
}

static inline int errors_bd(struct aw_handle *self)
{
    predict_say(self == &p.b ? 'b' : 'd');
    return 0;
}

static inline int errors_c(struct aw_handle *self)
{
    (void)self;
    predict_say('c');
    return -EIO;
}

static inline void errors_report(struct aw_ready *ready, aw_fn fn, int error)
{
    (void)ready, (void)fn, (void)error;
    predict_say('!');
    if (!aw_handle_queued(&p.d))
        push(&p.d);
}

static inline void predict_program_errors(void)
{
    p.ready.on_error = errors_report;
    aw_handle_init(&p.a, errors_a);
    aw_handle_init(&p.b, errors_bd);
    aw_handle_init(&p.c, errors_c);
    aw_handle_init(&p.d, errors_bd);
    push(&p.a);
    push(&p.c);
}

/* What predict_program_errors says, bars included. */
extern const char *const predict_errors;

#endif
