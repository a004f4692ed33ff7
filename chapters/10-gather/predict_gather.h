/* SPDX-License-Identifier: MIT */
/* predict_gather.h: who ends when, and who hears of it?
 *
 * Read a program, write down what it says, and only then let the grader run
 * it.  asyncio would say the same, but for the fourth program, in which it
 * loses one word.
 *
 * Tasks a, b and c say their letter when they end.  Task w is the one who
 * waits, and says what has come of a wait: "w+" when it went well, "w-" when it
 * was broken off, "w!" when something has failed or time was up.  All words and
 * numbers have one blank between: "b w+ 2". */
#ifndef PREDICT_GATHER_H
#define PREDICT_GATHER_H

#include "aw/cancel.h"
#include "aw/gather.h"

/* What all programs work on.  It is the grader's, and new for each program. */
struct predict {
    struct aw_loop loop; /* its clock is virtual, and shows 0 */
    struct aw_task *w, *task[3];
    struct aw_member member[3];
    int n; /* drawn anew: 2 to 9 */
};
extern struct predict p;

void predict_say(const char *word);
void predict_say_number(int n);

static inline void outcome(int rc)
{
    predict_say(rc >= 0 ? "w+" : rc == -ECANCELED ? "w-" : "w!");
}

struct predict_job {
    const char *name;
    int ms, result;
};

static inline int predict_job(void *arg)
{
    const struct predict_job *job = arg;

    aw_sleep(job->ms * AW_MS);
    predict_say(job->name);
    return job->result;
}

/* Tasks a, b and c take so many milliseconds each.  The results of a and c are
 * 1 and 3, that of b is `b_result`. */
static inline void predict_jobs(int a, int b, int c, int b_result)
{
    static struct predict_job job[3];

    job[0] = (struct predict_job){"a", a, 1};
    job[1] = (struct predict_job){"b", b, b_result};
    job[2] = (struct predict_job){"c", c, 3};
    for (int i = 0; i < 3; i++) {
        p.task[i] = aw_spawn(&p.loop, predict_job, &job[i], NULL);
        p.member[i] = (struct aw_member){.future = &p.task[i]->future};
    }
}

/* ---- 1: results in their places -----------------------------------------*/

static inline int predict_1_w(void *arg)
{
    (void)arg;
    outcome(aw_gather(p.member, 3, AW_FAIL_FAST));
    for (int i = 0; i < 3; i++)
        predict_say_number(aw_member_result(&p.member[i], NULL));
    return 0;
}

static inline void predict_program_1(void)
{
    predict_jobs(10 + p.n, 10, 20 + p.n, 2);
    p.w = aw_spawn(&p.loop, predict_1_w, NULL, NULL);
}

/* ---- 2: one that fails --------------------------------------------------*/

static inline int predict_2_w(void *arg)
{
    (void)arg;
    outcome(aw_gather(p.member, 3, AW_FAIL_FAST));
    outcome(aw_gather(p.member, 3, AW_FAIL_FAST));
    outcome(aw_gather(p.member, 3, AW_IN_PLACE));
    return 0;
}

static inline void predict_program_2(void)
{
    predict_jobs(30 + p.n, 10, 20 + p.n, -EIO);
    p.w = aw_spawn(&p.loop, predict_2_w, NULL, NULL);
}

/* ---- 3: enough of them --------------------------------------------------
 *
 * The number tells how many are settled. */

static inline int predict_3_w(void *arg)
{
    static const enum aw_until until[] = {AW_FIRST_FAILED, AW_FIRST_SETTLED,
                                          AW_ALL_SETTLED};

    (void)arg;
    for (int i = 0; i < 3; i++) {
        int rc = aw_wait(p.member, 3, until[i], p.n * 10 * AW_MS);

        outcome(rc);
        predict_say_number(rc);
    }
    return 0;
}

static inline void predict_program_3(void)
{
    predict_jobs(10, 13, 200, -EIO);
    p.w = aw_spawn(&p.loop, predict_3_w, NULL, NULL);
}

/* ---- 4: one after the other, and asked to end ---------------------------*/

static inline int predict_4_w(void *arg)
{
    struct aw_as_completed each;
    struct aw_member *member;
    int rc;

    (void)arg;
    aw_as_completed_begin(&each, p.member, 3, 25 * AW_MS);
    while ((rc = aw_as_completed_next(&each, &member)) != 0)
        outcome(rc);
    aw_as_completed_end(&each);
    predict_say("end");
    return 0;
}

static inline int predict_4_asks(void *arg)
{
    (void)arg;
    aw_sleep(15 * AW_MS);
    aw_task_cancel(p.w, NULL);
    return 0;
}

static inline void predict_program_4(void)
{
    predict_jobs(20, 10, 30 + p.n, 2);
    p.w = aw_spawn(&p.loop, predict_4_w, NULL, NULL);
    aw_task_drop(aw_spawn(&p.loop, predict_4_asks, NULL, NULL));
}

/* ---- Your predictions ---------------------------------------------------*/

extern const char *const predict_1, *const predict_2, *const predict_3,
                                                          *const predict_4;

#endif
