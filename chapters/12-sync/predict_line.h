/* SPDX-License-Identifier: MIT */
/* predict_line.h: who is next?
 *
 * Read a program, write down what it says, and only then let the grader run
 * it.  asyncio would say the same.
 *
 * After a wait a task says what has come of it: "a+" when it went well, "a-"
 * when it was asked to end, "a!" when its time was up.  In the last program the
 * next word is the time, in milliseconds from the start: "a+ 5".
 *
 * All words have one blank between: "a+ b+". */
#ifndef PREDICT_LINE_H
#define PREDICT_LINE_H

#include "aw/cancel.h"
#include "aw/sync.h"

/* What all programs work on.  It is the grader's, and new for each program. */
struct predict {
    struct aw_loop loop; /* its clock is virtual, and shows 0 */
    struct aw_lock lock;
    struct aw_sem sem; /* nothing is free, and there is no limit */
    struct aw_event event;
    struct aw_cond cond; /* of the lock */
    struct aw_task *a;
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

static inline struct aw_task *predict_start(aw_body fn)
{
    return aw_spawn(&p.loop, fn, NULL, NULL);
}

/* ---- 1: a lock that is wanted again -------------------------------------*/

static inline int predict_1_a(void *arg)
{
    (void)arg;
    outcome('a', aw_lock_wait(&p.lock));
    for (int i = 0; i < p.n; i++)
        aw_yield();
    aw_lock_release(&p.lock);
    outcome('a', aw_lock_wait(&p.lock));
    aw_lock_release(&p.lock);
    return 0;
}

static inline int predict_1_b(void *arg)
{
    (void)arg;
    outcome('b', aw_lock_wait(&p.lock));
    aw_lock_release(&p.lock);
    predict_say("b2");
    return 0;
}

static inline int predict_1_c(void *arg)
{
    (void)arg;
    for (int i = 0; i < p.n; i++)
        aw_yield();
    predict_say(aw_lock_try(&p.lock) ? "c1" : "c0");
    outcome('c', aw_lock_wait(&p.lock));
    aw_lock_release(&p.lock);
    return 0;
}

static inline void predict_program_1(void)
{
    aw_task_drop(predict_start(predict_1_a));
    aw_task_drop(predict_start(predict_1_b));
    aw_task_drop(predict_start(predict_1_c));
}

/* ---- 2: a semaphore that one gives up on --------------------------------*/

static inline int predict_2_a(void *arg)
{
    (void)arg;
    outcome('a', aw_sem_wait(&p.sem));
    return 0;
}

static inline int predict_2_b(void *arg)
{
    (void)arg;
    outcome('b', aw_sem_wait(&p.sem));
    return 0;
}

static inline int predict_2_c(void *arg)
{
    (void)arg;
    outcome('c', aw_sem_wait(&p.sem));
    return 0;
}

static inline int predict_2_d(void *arg)
{
    (void)arg;
    for (int i = 0; i < 3; i++)
        aw_sem_release(&p.sem);
    for (int i = 0; i < p.n; i++)
        aw_task_cancel(p.a, NULL);
    predict_say(aw_sem_try(&p.sem) ? "d1" : "d0");
    aw_yield();
    predict_say(aw_sem_try(&p.sem) ? "d1" : "d0");
    return 0;
}

/* a and b stand in line when d comes, and c comes behind d. */
static inline void predict_program_2(void)
{
    p.a = predict_start(predict_2_a);
    aw_task_drop(predict_start(predict_2_b));
    aw_task_drop(predict_start(predict_2_d));
    aw_task_drop(predict_start(predict_2_c));
}

/* ---- 3: an event that is cleared at once --------------------------------*/

static inline int predict_3_a(void *arg)
{
    (void)arg;
    outcome('a', aw_event_wait(&p.event));
    outcome('a', aw_event_wait(&p.event));
    return 0;
}

static inline int predict_3_b(void *arg)
{
    (void)arg;
    aw_event_set(&p.event);
    aw_event_clear(&p.event);
    predict_say("b1");
    aw_sleep(p.n * AW_MS);
    aw_event_set(&p.event);
    predict_say("b2");
    outcome('b', aw_event_wait(&p.event));
    return 0;
}

static inline int predict_3_c(void *arg)
{
    (void)arg;
    outcome('c', aw_event_wait(&p.event));
    aw_event_clear(&p.event);
    return 0;
}

static inline void predict_program_3(void)
{
    aw_task_drop(predict_start(predict_3_a));
    aw_task_drop(predict_start(predict_3_b));
    aw_task_drop(predict_start(predict_3_c));
}

/* ---- 4: a condition, and a lock that is not free ------------------------*/

static inline int predict_4_a(void *arg)
{
    (void)arg;
    aw_lock_wait(&p.lock);
    timed('a', aw_cond_wait(&p.cond));
    aw_lock_release(&p.lock);
    return 0;
}

static inline int predict_4_b(void *arg)
{
    (void)arg;
    aw_lock_wait(&p.lock);
    timed('b', aw_cond_wait(&p.cond));
    aw_lock_release(&p.lock);
    return 0;
}

/* Has a limit of 2 ms. */
static inline int predict_4_c(void *arg)
{
    struct aw_timeout limit;
    int rc;

    (void)arg;
    aw_lock_wait(&p.lock);
    aw_timeout_begin(&limit, aw_from_now(2 * AW_MS));
    rc = aw_cond_wait(&p.cond);
    timed('c', aw_timeout_end(&limit, rc));
    aw_lock_release(&p.lock);
    return 0;
}

/* Notifies one at 1 ms, and has the lock until 9 ms. */
static inline int predict_4_d(void *arg)
{
    (void)arg;
    aw_sleep(AW_MS);
    aw_lock_wait(&p.lock);
    aw_cond_notify(&p.cond, 1);
    aw_sleep(8 * AW_MS);
    aw_lock_release(&p.lock);
    return 0;
}

/* Asks a to end at 3 ms. */
static inline int predict_4_e(void *arg)
{
    (void)arg;
    aw_sleep(3 * AW_MS);
    for (int i = 0; i < p.n; i++)
        aw_task_cancel(p.a, NULL);
    return 0;
}

static inline void predict_program_4(void)
{
    p.a = predict_start(predict_4_a);
    aw_task_drop(predict_start(predict_4_b));
    aw_task_drop(predict_start(predict_4_c));
    aw_task_drop(predict_start(predict_4_d));
    aw_task_drop(predict_start(predict_4_e));
}

/* ---- Your predictions ---------------------------------------------------*/

extern const char *const predict_1, *const predict_2, *const predict_3,
                                                          *const predict_4;

#endif
