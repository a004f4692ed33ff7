/* SPDX-License-Identifier: MIT */
/* predict_done.h: who hears what, and in which turn?
 *
 * Read a program, write down what it says, and only then let the grader run
 * it.  What stands here is what runs, one turn after the other.
 *
 * There are two futures, f and g, and five watches.  a, b, c and d await; x
 * only wants to know.  When a watch runs it says its letter and what it has
 * heard:
 *
 *      a1      the value 1
 *      a-      it was cancelled
 *
 * and then does what the program has put into `after`, if anything.  A bar is
 * said at the end of every turn that has called something.  All words have one
 * blank between: "a1 b1 | c- |". */
#ifndef PREDICT_DONE_H
#define PREDICT_DONE_H

#include "aw/promise.h"

struct predict_watch {
    struct aw_watch watch;
    void (*after)(void); /* NULL: nothing */
    char name;
};

/* What all programs work on.  It is the grader's, and new for each program:
 * pending futures, idle watches. */
struct predict {
    struct aw_loop loop;
    struct aw_future f, g;
    struct predict_watch a, b, c, d, x;
    struct aw_promise promise;
    struct aw_future relay[12];
    struct predict_watch link[12];
    struct aw_handle handle;
    int n, left;
};
extern struct predict p;

void predict_say(const char *word);

static inline void start(struct predict_watch *who, struct aw_future *future)
{
    aw_watch_start(&who->watch, future);
}

static inline void stop(struct predict_watch *who)
{
    aw_watch_stop(&who->watch);
}

static inline void withdraw(struct predict_watch *who)
{
    aw_watch_withdraw(&who->watch);
}

/* Settle with the value 1, 2 or whatever is given, unless it is settled. */
static inline void settle(struct aw_future *future, intptr_t value)
{
    aw_future_settle(future, 0, (void *)value);
}

/* ---- 1: starting and stopping -------------------------------------------*/

static inline void predict_program_1(void)
{
    start(&p.b, &p.f);
    start(&p.a, &p.f);
    start(&p.x, &p.f);
    start(&p.c, &p.f);
    stop(&p.b);
    settle(&p.f, 1);
    start(&p.b, &p.f);
    stop(&p.a);
    start(&p.d, &p.g);
    start(&p.a, &p.f);
    settle(&p.g, 2);
}

extern const char *const predict_1;

/* ---- 2: in the middle of a callback -------------------------------------*/

static inline void predict_after_2(void)
{
    settle(&p.g, 2);
    start(&p.b, &p.f);
    stop(&p.x);
}

static inline void predict_program_2(void)
{
    p.a.after = predict_after_2;
    start(&p.c, &p.g);
    start(&p.a, &p.f);
    start(&p.x, &p.f);
    start(&p.d, &p.f);
    settle(&p.f, 1);
}

extern const char *const predict_2;

/* ---- 3: the same memory, another future ---------------------------------*/

static inline void predict_after_3(void)
{
    settle(&p.f, 3);
    start(&p.c, &p.f);
}

static inline void predict_program_3(void)
{
    p.a.after = predict_after_3;
    start(&p.a, &p.f);
    settle(&p.f, 1);
    start(&p.b, &p.f);
    aw_future_deinit(&p.f);
    aw_future_init(&p.f, &p.loop, NULL);
    start(&p.d, &p.f);
}

extern const char *const predict_3;

/* ---- 4: giving up -------------------------------------------------------*/

static inline void predict_after_4(void)
{
    withdraw(&p.a);
    withdraw(&p.c);
    settle(&p.f, 1);
}

static inline void predict_program_4(void)
{
    p.b.after = predict_after_4;
    start(&p.a, &p.f);
    start(&p.b, &p.f);
    start(&p.x, &p.f);
    start(&p.c, &p.f);
    withdraw(&p.b);
    withdraw(&p.b);
}

extern const char *const predict_4;

/* ---- 5: a promise -------------------------------------------------------
 *
 * It is settled by this very thread, which makes no difference: its outcome
 * is posted.  When it is over it says "taken" or "late". */

static inline void predict_over(struct aw_promise *promise, bool taken)
{
    (void)promise;
    predict_say(taken ? "taken" : "late");
}

static inline void predict_after_5(void)
{
    aw_future_cancel(&p.g);
}

static inline void predict_program_5(void)
{
    p.b.after = predict_after_5;
    start(&p.a, &p.f);
    start(&p.b, &p.f);
    start(&p.c, &p.g);
    aw_promise_init(&p.promise, &p.g, predict_over);
    aw_promise_settle(&p.promise, 0, (void *)(intptr_t)2);
    settle(&p.f, 1);
}

extern const char *const predict_5;

/* ---- 6: a chain ---------------------------------------------------------
 *
 * p.n is drawn anew for every run, from 2 to 9.  There are n futures in a
 * row, and each but the last has a link: a watch that settles the next one,
 * and says nothing.  Beside it runs a handle that pushes itself, and says "h"
 * when it is called for the nth time. */

static inline int predict_link(struct aw_handle *handle)
{
    struct aw_watch *w = aw_container_of(handle, struct aw_watch, handle);
    struct predict_watch *me = aw_container_of(w, struct predict_watch, watch);

    settle(&p.relay[me - p.link + 1], 5);
    return 0;
}

static inline int predict_handle(struct aw_handle *handle)
{
    if (--p.left > 0)
        aw_call_soon(&p.loop, handle);
    else
        predict_say("h");
    return 0;
}

static inline void predict_program_6(void)
{
    for (int i = 0; i < p.n; i++)
        aw_future_init(&p.relay[i], &p.loop, NULL);
    for (int i = 0; i < p.n - 1; i++) {
        aw_watch_init(&p.link[i].watch, predict_link, true);
        start(&p.link[i], &p.relay[i]);
    }
    start(&p.a, &p.relay[p.n - 1]);
    start(&p.b, &p.relay[p.n - 2]);
    start(&p.c, &p.relay[p.n - 1]);
    p.left = p.n;
    aw_handle_init(&p.handle, predict_handle);
    aw_call_soon(&p.loop, &p.handle);
    settle(&p.relay[0], 5);
}

/* What it says, without the bars. */
extern const char *const predict_6;

#endif
