/* SPDX-License-Identifier: MIT */
/* probe_limit.h: a scene for tests of limits in time.
 *
 *      Test(probe_limit, who_is_late_is_told)
 *      {
 *          struct probe_scene s;
 *
 *          probe_open(&s);
 *          s.limit = 10;
 *          s.takes = 50;
 *          probe_run(&s);
 *          cr_assert_eq(s.rc, -ETIMEDOUT);
 *      }
 *
 * A task begins a limit, sleeps, and ends the limit, as the numbers of the
 * scene say.  All of them are milliseconds of a virtual clock that begins at
 * 0; -1 stands for "not at all".
 * The tests that you write include nothing but this file. */
#ifndef PROBE_LIMIT_H
#define PROBE_LIMIT_H

#include <criterion/criterion.h>

#include "aw/cancel.h"

struct probe_scene {
    struct aw_loop loop;
    struct aw_clock_virtual clock;
    struct aw_task *task;
    struct aw_timer asks, moves;
    struct aw_timeout *open; /* the limit of the task, while it is open */
    /* To be set. */
    int limit;   /* from its begin; 0 and less: past */
    int outer;   /* another limit, begun before and ended behind; -1 */
    int takes;   /* how long the sleep inside takes */
    int answers; /* what the body answers in place of the sleep's; 1: that */
    int asked_before;       /* so many requests before the begin, delivered */
    int pending;            /* and so many that are not */
    int asked_at;           /* a request from outside; -1 */
    int asked_first;        /* 1: its timer is started before the limit's */
    int moved_at, moved_to; /* aw_timeout_move; -1 */
    /* What has come of it. */
    int rc;            /* what aw_timeout_end has returned */
    int outer_rc;      /* and of the outer one */
    int move_rc;       /* what aw_timeout_move has returned */
    bool expired;      /* of the limit, behind its end */
    unsigned requests; /* behind the end of all limits */
    long timers;       /* started timers, behind the end of all limits */
    int ended_at;      /* when the limit was ended */
    int next_rc;       /* of a sleep of 1 ms behind all limits */
};

static inline int probe_ask(struct aw_handle *handle)
{
    struct probe_scene *s =
        aw_container_of(handle, struct probe_scene, asks.handle);

    aw_task_cancel(s->task, "from outside");
    return 0;
}

static inline int probe_move(struct aw_handle *handle)
{
    struct probe_scene *s =
        aw_container_of(handle, struct probe_scene, moves.handle);

    if (s->open)
        s->move_rc = aw_timeout_move(s->open, s->moved_to * AW_MS);
    return 0;
}

static inline void probe_start(struct probe_scene *s, struct aw_timer *timer,
                               aw_fn fn, int at)
{
    aw_timer_init(timer, fn);
    if (at >= 0)
        aw_call_at(&s->loop, timer, at * AW_MS);
}

static inline int probe_inside(struct probe_scene *s)
{
    struct aw_timeout limit;
    int rc;

    aw_timeout_begin(&limit, aw_from_now(s->limit * AW_MS));
    s->open = &limit;
    if (!s->asked_first)
        probe_start(s, &s->asks, probe_ask, s->asked_at);
    probe_start(s, &s->moves, probe_move, s->moved_at);
    rc = aw_sleep(s->takes * AW_MS);
    s->open = NULL;
    s->rc = aw_timeout_end(&limit, s->answers == 1 ? rc : s->answers);
    s->expired = aw_timeout_expired(&limit);
    s->ended_at = (int)(aw_loop_now(&s->loop) / AW_MS);
    return s->rc;
}

static inline int probe_body(void *arg)
{
    struct probe_scene *s = arg;
    struct aw_timeout outer;

    if (s->asked_first)
        probe_start(s, &s->asks, probe_ask, s->asked_at);
    for (int i = 0; i < s->asked_before + s->pending; i++)
        aw_task_cancel(s->task, "before");
    if (s->asked_before > 0 && s->pending == 0)
        aw_yield();
    if (s->outer >= 0)
        aw_timeout_begin(&outer, aw_from_now(s->outer * AW_MS));
    s->outer_rc = probe_inside(s);
    if (s->outer >= 0)
        s->outer_rc = aw_timeout_end(&outer, s->rc);
    aw_timer_stop(&s->loop.timers, &s->asks);
    aw_timer_stop(&s->loop.timers, &s->moves);
    s->requests = aw_cancelling(s->task);
    s->timers = (long)s->loop.timers.live;
    s->next_rc = aw_sleep(AW_MS);
    return 0;
}

/* A loop, and numbers for a sleep of 5 ms within a limit of 10. */
static inline void probe_open(struct probe_scene *s)
{
    *s = (struct probe_scene){.limit = 10,
                              .outer = -1,
                              .takes = 5,
                              .answers = 1,
                              .asked_at = -1,
                              .moved_at = -1};
    aw_clock_virtual_init(&s->clock, 0);
    AW_ASSERT(
        aw_loop_init(&s->loop,
                     &(struct aw_loop_options){.clock = &s->clock.clock}) == 0,
        "the scene of a probe could not be set");
}

/* Let the task run to its end. */
static inline void probe_run(struct probe_scene *s)
{
    s->task = aw_spawn(&s->loop, probe_body, s, NULL);
    aw_loop_run(&s->loop);
    AW_ASSERT(aw_future_done(&s->task->future),
              "the task of a probe waits for what never comes");
}

#endif
