/* SPDX-License-Identifier: MIT */
#ifndef SCHEDULER_TESTS_H
#define SCHEDULER_TESTS_H

#include "../fixture.h"
#include "aw/scheduler.h"

static struct aw_scheduler s;

static inline void says_ended(struct aw_scheduler *scheduler, void *arg,
                              int result)
{
    say("%d=%s@%d/%zu", of(arg), result < 0 ? aw_error_name(result) : "OK",
        now_ms(), scheduler->running);
}

static struct aw_scheduler_options options;

/* Takes `arg` milliseconds; when asked to end it takes 3 more. */
static inline int job(void *arg)
{
    int rc = aw_sleep((intptr_t)arg * AW_MS);

    if (rc < 0)
        aw_sleep(3 * AW_MS);
    return rc;
}

/* What the main task does, between begin and end. */
static int (*program)(void);

static inline int runs_program(void *arg)
{
    int rc;

    (void)arg;
    aw_scheduler_begin(&s, &options);
    rc = program();
    return say_when(aw_scheduler_end(&s, rc));
}

static inline struct aw_task *begin(int (*fn)(void), size_t size, aw_time limit)
{
    open_loop();
    program = fn;
    options = (struct aw_scheduler_options){
        .size = size, .limit = limit, .ended = says_ended};
    return spawn("main", runs_program, NULL);
}

static inline void run(int (*fn)(void), size_t size, aw_time limit)
{
    aw_task_drop(begin(fn, size, limit));
    run_all();
}

static inline void expect_counts(size_t done, size_t failed, size_t late,
                                 size_t cancelled)
{
    EXPECT_INT(s.done, done, "counted what was done");
    EXPECT_INT(s.failed, failed, "counted what has failed");
    EXPECT_INT(s.late, late, "counted what was late");
    EXPECT_INT(s.cancelled, cancelled, "counted what was cancelled");
    EXPECT_INT(s.running, 0, "counted what runs still");
    EXPECT(aw_list_empty(&s.live), "looked at what lives still");
}

/* "OK@0": what came of submitting a job of so many ms, and when. */
static inline void submit(int ms)
{
    int rc = aw_scheduler_submit(&s, job, num(ms));

    say("%s@%d", aw_error_name(rc), now_ms());
}

/* Submits jobs of 10, 20, ... ms. */
static inline int submits(int n)
{
    for (int i = 1; i <= n; i++)
        submit(i * 10);
    return 0;
}

static inline int submits_one(void *arg)
{
    say_when(aw_scheduler_submit(&s, job, arg));
    return 0;
}

static inline int sleeps_long(void)
{
    return aw_sleep(100 * AW_MS);
}

static inline int cancels_at_once(void)
{
    submits(1);
    aw_scheduler_cancel(&s);
    return 0;
}

#endif
