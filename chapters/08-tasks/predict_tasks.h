/* SPDX-License-Identifier: MIT */
/* predict_tasks.h: who runs when, and what comes of it?
 *
 * Read a program, write down what it says, and only then let the grader run
 * it.  What stands here is what runs, one turn after the other, and asyncio
 * would say the same.
 *
 * There are up to four tasks, a to d, and a future f.  They say words.  After a
 * wait they say what has come of it:
 *
 *      a+      0 or more
 *      a-      -ECANCELED
 *
 * A bar is said at the end of every turn in which somebody has said something.
 * All words have one blank between: "a1 b+ | a- |". */
#ifndef PREDICT_TASKS_H
#define PREDICT_TASKS_H

#include "aw/task.h"

/* What all programs work on.  It is the grader's, and new for each program. */
struct predict {
    struct aw_loop loop; /* its clock is virtual */
    struct aw_task *a, *b, *c, *d;
    struct aw_future f; /* plain, and pending */
    aw_time d1, d2;     /* drawn anew: 0 < d1 < d2 */
    int n;              /* drawn anew: 2 to 9 */
};
extern struct predict p;

void predict_say(const char *word);

/* Spawn a task that is held, so that it may be looked at later. */
static inline struct aw_task *spawn(aw_body fn)
{
    return aw_spawn(&p.loop, fn, NULL, NULL);
}

/* Wait, and say whether it went well. */
static inline int await(struct aw_future *future, const char *name)
{
    int rc = aw_await(future, NULL);

    predict_say(rc == -ECANCELED ? (const char[]){name[0], '-', '\0'}
                                 : (const char[]){name[0], '+', '\0'});
    return rc;
}

/* ---- 1: beginning and yielding ------------------------------------------*/

static inline int predict_1_c(void *arg)
{
    (void)arg;
    predict_say("c1");
    aw_yield();
    predict_say("c2");
    return 0;
}

static inline int predict_1_a(void *arg)
{
    (void)arg;
    predict_say("a1");
    p.c = spawn(predict_1_c);
    predict_say("a2");
    aw_yield();
    predict_say("a3");
    return 0;
}

static inline int predict_1_b(void *arg)
{
    (void)arg;
    predict_say("b1");
    aw_yield();
    predict_say("b2");
    return 0;
}

static inline void predict_program_1(void)
{
    p.a = spawn(predict_1_a);
    p.b = spawn(predict_1_b);
}

extern const char *const predict_1;

/* ---- 2: waiting for each other ------------------------------------------*/

static inline int predict_2_d(void *arg)
{
    (void)arg;
    return await(&p.b->future, "d");
}

static inline int predict_2_b(void *arg)
{
    (void)arg;
    predict_say("b1");
    aw_yield();
    predict_say("b2");
    p.d = spawn(predict_2_d);
    return 0;
}

static inline int predict_2_a(void *arg)
{
    (void)arg;
    await(&p.b->future, "a");
    return 0;
}

static inline int predict_2_c(void *arg)
{
    (void)arg;
    predict_say("c1");
    await(&p.b->future, "c");
    predict_say("c2");
    await(&p.b->future, "c");
    return 0;
}

static inline void predict_program_2(void)
{
    p.a = spawn(predict_2_a);
    p.b = spawn(predict_2_b);
    p.c = spawn(predict_2_c);
}

extern const char *const predict_2;

/* ---- 3: time ------------------------------------------------------------
 *
 * All that is known of d1 and d2 is that 0 < d1 < d2. */

static inline int predict_3_a(void *arg)
{
    (void)arg;
    aw_sleep(p.d2);
    predict_say("a1");
    return 0;
}

static inline int predict_3_b(void *arg)
{
    (void)arg;
    aw_sleep(p.d1);
    predict_say("b1");
    aw_sleep(p.d2 - p.d1);
    predict_say("b2");
    return 0;
}

static inline int predict_3_c(void *arg)
{
    (void)arg;
    aw_sleep(p.d1);
    predict_say("c1");
    aw_sleep(0);
    predict_say("c2");
    return 0;
}

static inline int predict_3_d(void *arg)
{
    (void)arg;
    aw_sleep(p.d2);
    predict_say("d1");
    return 0;
}

static inline void predict_program_3(void)
{
    p.a = spawn(predict_3_a);
    p.b = spawn(predict_3_b);
    p.c = spawn(predict_3_c);
    p.d = spawn(predict_3_d);
}

extern const char *const predict_3;

/* ---- 4: an outcome and a request in one turn ----------------------------*/

static inline int predict_4_a(void *arg)
{
    (void)arg;
    await(&p.f, "a");
    return await(&p.f, "a");
}

static inline int predict_4_b(void *arg)
{
    (void)arg;
    return await(&p.f, "b");
}

static inline int predict_4_c(void *arg)
{
    (void)arg;
    predict_say("c1");
    aw_future_resolve(&p.f, NULL);
    aw_task_cancel(p.a, NULL);
    aw_task_cancel(aw_task_self(), NULL);
    predict_say("c2");
    await(&p.f, "c");
    predict_say(aw_yield() == 0 ? "c3" : "c4");
    return 0;
}

static inline void predict_program_4(void)
{
    p.a = spawn(predict_4_a);
    p.b = spawn(predict_4_b);
    p.c = spawn(predict_4_c);
}

extern const char *const predict_4;

/* ---- 5: a chain is asked to end -----------------------------------------*/

static inline int predict_5_a(void *arg)
{
    (void)arg;
    return await(&p.b->future, "a");
}

static inline int predict_5_b(void *arg)
{
    (void)arg;
    await(&p.c->future, "b");
    return 5;
}

static inline int predict_5_c(void *arg)
{
    (void)arg;
    predict_say(aw_sleep(p.d1) == 0 ? "c1" : "c2");
    aw_yield(); /* it cleans up */
    predict_say("c3");
    return -ECANCELED;
}

static inline int predict_5_d(void *arg)
{
    (void)arg;
    predict_say("d1");
    aw_task_cancel(p.a, NULL);
    aw_yield();
    predict_say("d2");
    aw_yield();
    predict_say("d3");
    return 0;
}

static inline void predict_program_5(void)
{
    p.a = spawn(predict_5_a);
    p.b = spawn(predict_5_b);
    p.c = spawn(predict_5_c);
    p.d = spawn(predict_5_d);
}

extern const char *const predict_5;

/* ---- 6: down and up again -----------------------------------------------
 *
 * p.n is drawn anew for every run, from 2 to 9.  There are n tasks, one inside
 * the other: each but the last spawns the next one and waits for it.  When the
 * first of them goes on it says "top".  Beside them run three that yield all
 * the time; each says its name when it is let run for the time that stands in
 * the program, the first time included. */

static inline int predict_6_nest(void *arg)
{
    intptr_t deeper = (intptr_t)arg - 1;

    if (deeper > 0)
        aw_join(aw_spawn(&p.loop, predict_6_nest, (void *)deeper, NULL), NULL);
    if (deeper == p.n - 1)
        predict_say("top");
    return 0;
}

static inline void predict_6_count(int times, const char *name)
{
    while (--times > 0)
        aw_yield();
    predict_say(name);
}

static inline int predict_6_b(void *arg)
{
    (void)arg;
    predict_6_count(2 * p.n - 1, "b");
    return 0;
}

static inline int predict_6_c(void *arg)
{
    (void)arg;
    predict_6_count(2 * p.n - 1, "c");
    return 0;
}

static inline int predict_6_d(void *arg)
{
    (void)arg;
    predict_6_count(2 * p.n - 2, "d");
    return 0;
}

static inline void predict_program_6(void)
{
    p.b = spawn(predict_6_b);
    p.a = aw_spawn(&p.loop, predict_6_nest, (void *)(intptr_t)p.n, NULL);
    p.c = spawn(predict_6_c);
    p.d = spawn(predict_6_d);
}

/* What it says, without the bars. */
extern const char *const predict_6;

#endif
