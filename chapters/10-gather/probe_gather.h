/* SPDX-License-Identifier: MIT */
/* probe_gather.h: a scene for tests of a gathering.
 *
 *      Test(probe_gather, outcomes_in_their_places)
 *      {
 *          struct probe_scene s;
 *
 *          probe_open(&s);
 *          s.job[0].takes = 30;
 *          probe_run(&s);
 *          cr_assert_eq(s.rc, 0);
 *          cr_assert_eq(s.job[2].outcome, 3);
 *      }
 *
 * A task gathers three others, its jobs.  Each of them sleeps, and returns its
 * result.  All times are milliseconds of a virtual clock that begins at 0; -1
 * stands for "not at all".
 * The tests that you write include nothing but this file. */
#ifndef PROBE_GATHER_H
#define PROBE_GATHER_H

#include <criterion/criterion.h>

#include "aw/cancel.h"
#include "aw/gather.h"

enum { PROBE_JOBS = 3 };

struct probe_scene;

struct probe_job {
    struct probe_scene *scene;
    struct aw_task *task, *other;
    struct aw_timer asks;
    /* To be set. */
    int takes;    /* how long it sleeps */
    int result;   /* what it returns; below 0: it fails */
    int cleans;   /* how long it goes on when it is asked to end */
    bool ignores; /* and whether it returns its result all the same */
    int asked_at; /* a request to this job alone; -1 */
    bool awaited; /* another task awaits it, too */
    /* What has come of it. */
    int outcome;  /* aw_member_result, when the gathering had returned */
    int awaits;   /* of its future, then; -1 when it had ended */
    int returned; /* what it has returned in the end */
    int ended_at; /* and when */
    unsigned requests;
};

struct probe_scene {
    struct aw_loop loop;
    struct aw_clock_virtual clock;
    struct aw_task *task;
    struct aw_timer asks;
    struct probe_job job[PROBE_JOBS];
    /* To be set. */
    enum aw_gather_mode mode;
    int asked_at; /* a request to the task that gathers; -1 */
    /* What has come of it. */
    int rc;       /* what aw_gather has returned */
    int ended_at; /* and when */
    int reports;  /* errors that nobody has retrieved, when all is over */
};

static inline int probe_now(const struct probe_scene *s)
{
    return (int)(aw_loop_now(&s->loop) / AW_MS);
}

static inline int probe_job(void *arg)
{
    struct probe_job *job = arg;
    int rc = aw_sleep(job->takes * AW_MS);

    if (rc < 0 && job->cleans > 0)
        aw_sleep(job->cleans * AW_MS);
    job->ended_at = probe_now(job->scene);
    job->returned = rc < 0 && !job->ignores ? rc : job->result;
    return job->returned;
}

static inline int probe_other(void *arg)
{
    struct probe_job *job = arg;

    aw_await(&job->task->future, NULL);
    return 0;
}

static inline int probe_ask(struct aw_handle *handle)
{
    struct probe_scene *s =
        aw_container_of(handle, struct probe_scene, asks.handle);

    aw_task_cancel(s->task, "from outside");
    return 0;
}

static inline int probe_ask_job(struct aw_handle *handle)
{
    struct probe_job *job =
        aw_container_of(handle, struct probe_job, asks.handle);

    aw_task_cancel(job->task, "from outside");
    return 0;
}

static inline int probe_body(void *arg)
{
    struct probe_scene *s = arg;
    struct aw_member member[PROBE_JOBS];

    for (int i = 0; i < PROBE_JOBS; i++)
        member[i].future = &s->job[i].task->future;
    s->rc = aw_gather(member, PROBE_JOBS, s->mode);
    s->ended_at = probe_now(s);
    for (int i = 0; i < PROBE_JOBS; i++) {
        struct aw_future *future = member[i].future;

        s->job[i].outcome = aw_member_result(&member[i], NULL);
        s->job[i].awaits = aw_future_done(future) ? -1 : (int)future->awaits;
    }
    return 0;
}

static inline void probe_report(struct aw_loop *loop,
                                const struct aw_report *report)
{
    (void)report;
    aw_container_of(loop, struct probe_scene, loop)->reports++;
}

/* A loop, and three jobs that take 10, 20 and 30 ms, and return 1, 2 and 3. */
static inline void probe_open(struct probe_scene *s)
{
    *s = (struct probe_scene){.mode = AW_FAIL_FAST, .asked_at = -1};
    for (int i = 0; i < PROBE_JOBS; i++)
        s->job[i] = (struct probe_job){
            .scene = s, .takes = 10 * (i + 1), .result = i + 1, .asked_at = -1};
    aw_clock_virtual_init(&s->clock, 0);
    AW_ASSERT(
        aw_loop_init(&s->loop,
                     &(struct aw_loop_options){.clock = &s->clock.clock}) == 0,
        "the scene of a probe could not be set");
    s->loop.on_error = probe_report;
}

static inline void probe_start_job(struct probe_scene *s, struct probe_job *job)
{
    job->task = aw_spawn(&s->loop, probe_job, job, NULL);
    if (job->awaited)
        aw_task_drop(aw_spawn(&s->loop, probe_other, job, NULL));
    aw_timer_init(&job->asks, probe_ask_job);
    if (job->asked_at >= 0)
        aw_call_at(&s->loop, &job->asks, job->asked_at * AW_MS);
}

/* Let all of them run to their end. */
static inline void probe_run(struct probe_scene *s)
{
    for (int i = 0; i < PROBE_JOBS; i++)
        probe_start_job(s, &s->job[i]);
    s->task = aw_spawn(&s->loop, probe_body, s, NULL);
    aw_timer_init(&s->asks, probe_ask);
    if (s->asked_at >= 0)
        aw_call_at(&s->loop, &s->asks, s->asked_at * AW_MS);
    aw_loop_run(&s->loop);
    AW_ASSERT(aw_future_done(&s->task->future),
              "the task of a probe waits for what never comes");
    for (int i = 0; i < PROBE_JOBS; i++) {
        s->job[i].requests = aw_cancelling(s->job[i].task);
        aw_task_drop(s->job[i].task);
    }
}

#endif
