/* SPDX-License-Identifier: MIT */
/* predict_requests.h: who hears what?
 *
 * Read a program, write down what it says, and only then let the grader run
 * it.  asyncio would say the same, but for the fourth program, which has no
 * counterpart there.
 *
 * After a wait a task says what has come of it: "a+" when it went well, "a-"
 * when it was broken off, "a!" when its time was up.  In the last two programs
 * the next word is the time, in milliseconds from the start: "a+ 5". */
#ifndef PREDICT_REQUESTS_H
#define PREDICT_REQUESTS_H

#include "aw/cancel.h"

/* What all programs work on.  It is the grader's, and new for each program. */
struct predict {
    struct aw_loop loop; /* its clock is virtual, and shows 0 */
    struct aw_task *a, *b;
    int n; /* drawn anew: 2 to 9 */
};
extern struct predict p;

void predict_say(const char *word);
void predict_say_number(unsigned n);

/* "a+", "a-" or "a!" */
static inline int outcome(char who, int rc)
{
    predict_say((const char[]){who,
                               rc == -ECANCELED   ? '-'
                               : rc == -ETIMEDOUT ? '!'
                                                  : '+',
                               '\0'});
    return rc;
}

static inline int timed(char who, int rc)
{
    outcome(who, rc);
    predict_say_number((unsigned)(aw_loop_now(&p.loop) / AW_MS));
    return rc;
}

/* ---- 1: asked n times in one turn ---------------------------------------
 *
 * The last word tells how many requests there are: all of them, or one. */

static inline int predict_1_a(void *arg)
{
    (void)arg;
    outcome('a', aw_sleep(AW_SEC));
    outcome('a', aw_sleep(AW_MS));
    predict_say(aw_cancelling(p.a) == (unsigned)p.n ? "all" : "one");
    return 0;
}

static inline int predict_1_b(void *arg)
{
    (void)arg;
    for (int i = 0; i < p.n; i++)
        aw_task_cancel(p.a, NULL);
    return 0;
}

static inline void predict_program_1(void)
{
    p.a = aw_spawn(&p.loop, predict_1_a, NULL, NULL);
    p.b = aw_spawn(&p.loop, predict_1_b, NULL, NULL);
}

/* ---- 2: two limits ------------------------------------------------------*/

static inline int predict_2_inside(int outer_ms, int inner_ms)
{
    struct aw_timeout outer, inner;
    int rc;

    aw_timeout_begin(&outer, aw_from_now(outer_ms * AW_MS));
    aw_timeout_begin(&inner, aw_from_now(inner_ms * AW_MS));
    rc = aw_sleep(AW_SEC);
    rc = outcome('i', aw_timeout_end(&inner, rc));
    return outcome('o', aw_timeout_end(&outer, rc));
}

static inline int predict_2_a(void *arg)
{
    (void)arg;
    predict_2_inside(p.n + 1, p.n);
    predict_2_inside(p.n, p.n + 1);
    predict_2_inside(p.n, p.n);
    predict_say_number(aw_cancelling(p.a));
    return 0;
}

static inline void predict_program_2(void)
{
    p.a = aw_spawn(&p.loop, predict_2_a, NULL, NULL);
}

/* ---- 3: behind a shield -------------------------------------------------*/

static inline int predict_3_b(void *arg)
{
    (void)arg;
    return timed('b', aw_sleep(10 * AW_MS));
}

static inline int predict_3_a(void *arg)
{
    struct aw_timeout limit;
    int rc;

    (void)arg;
    aw_timeout_begin(&limit, aw_from_now(5 * AW_MS));
    rc = aw_await_shielded(&p.b->future, NULL);
    timed('a', aw_timeout_end(&limit, rc));
    timed('a', aw_wait_for(&p.b->future, 2 * AW_MS, NULL));
    return 0;
}

static inline void predict_program_3(void)
{
    p.b = aw_spawn(&p.loop, predict_3_b, NULL, NULL);
    p.a = aw_spawn(&p.loop, predict_3_a, NULL, NULL);
}

/* ---- 4: cleaning up -----------------------------------------------------*/

static inline int predict_4_tidy(void *arg)
{
    (void)arg;
    return timed('t', aw_sleep(4 * AW_MS));
}

static inline int predict_4_a(void *arg)
{
    (void)arg;
    timed('a', aw_sleep(AW_SEC));
    timed('a', aw_clean_up(predict_4_tidy, NULL, AW_SEC));
    timed('a', aw_clean_up(predict_4_tidy, NULL, 3 * AW_MS));
    timed('a', aw_sleep(AW_SEC));
    timed('a', aw_sleep(AW_MS));
    return 0;
}

static inline int predict_4_b(void *arg)
{
    (void)arg;
    aw_sleep(AW_MS);
    aw_task_cancel(p.a, NULL);
    aw_sleep(2 * AW_MS);
    for (int i = 0; i < p.n; i++)
        aw_task_cancel(p.a, NULL);
    return 0;
}

static inline void predict_program_4(void)
{
    p.a = aw_spawn(&p.loop, predict_4_a, NULL, NULL);
    p.b = aw_spawn(&p.loop, predict_4_b, NULL, NULL);
}

/* ---- Your predictions ---------------------------------------------------*/

extern const char *const predict_1, *const predict_2, *const predict_3,
                                                          *const predict_4;

#endif
