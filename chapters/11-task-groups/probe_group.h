/* SPDX-License-Identifier: MIT */
/* probe_group.h: a scene for tests of groups.
 *
 *      Test(probe_group, one_fails_and_all_end)
 *      {
 *          struct probe_scene s;
 *
 *          probe_open(&s);
 *          s.child[0].rc = -EIO;
 *          probe_run(&s);
 *          cr_assert_eq(s.rc, AW_EGROUP);
 *          cr_assert_eq(s.child[1].result, -ECANCELED);
 *      }
 *
 * A task begins a group, spawns children, sleeps, and closes the group, as the
 * numbers of the scene say.  All of them are milliseconds of a virtual clock
 * that begins at 0; -1 stands for "not at all".
 * The tests that you write include nothing but this file. */
#ifndef PROBE_GROUP_H
#define PROBE_GROUP_H

#include <criterion/criterion.h>

#include "aw/cancel.h"
#include "aw/group.h"

enum { PROBE_CHILDREN = 3 };

struct probe_scene;

struct probe_child {
    /* To be set. */
    int takes; /* how long it sleeps */
    int rc;    /* what it returns then */
    int clean; /* how long it cleans up when it is asked to end */
    int late;  /* what it returns then, if that is an error; else -ECANCELED */
    /* What has come of it. */
    int result;   /* what it has returned; 1: it has not */
    int ended_at; /* -1: it has not */
    struct probe_scene *scene;
};

struct probe_scene {
    struct aw_loop loop;
    struct aw_clock_virtual clock;
    struct aw_task *task;
    struct aw_group group;
    struct aw_timer asks, asks_again, cancels, cancels_one;
    /* To be set. */
    struct probe_child child[PROBE_CHILDREN];
    int children;     /* how many of them are spawned */
    int takes;        /* how long the body sleeps */
    int answers;      /* what it returns in place of the sleep's; 1: that */
    int asked_before; /* so many requests, delivered before the begin */
    int asked_at, asked_again_at; /* requests from outside; -1 */
    int cancelled_at;             /* somebody calls aw_group_cancel; -1 */
    int one_cancelled_at;         /* child 0 alone is cancelled; -1 */
    /* What has come of it. */
    int rc;            /* what aw_group_close has returned */
    int body_rc;       /* what the body's sleep has returned */
    int closed_at;     /* when that was */
    int left;          /* children that still lived then */
    size_t errors;     /* aw_errors_count */
    int first_error;   /* the code of the first one; 0: there is none */
    unsigned requests; /* that are counted behind the end of the group */
    int next_rc;       /* of a sleep of 1 ms behind it */
};

static inline int probe_now(const struct probe_scene *s)
{
    return (int)(aw_loop_now(&s->loop) / AW_MS);
}

static inline int probe_child_lives(void *arg)
{
    struct probe_child *c = arg;
    int rc = aw_sleep(c->takes * AW_MS);

    if (rc < 0) {
        if (c->clean > 0)
            aw_sleep(c->clean * AW_MS);
        c->result = c->late < 0 ? c->late : rc;
    } else {
        c->result = c->rc;
    }
    c->ended_at = probe_now(c->scene);
    return c->result;
}

static inline int probe_ask(struct aw_handle *handle)
{
    struct probe_scene *s =
        aw_container_of(handle, struct probe_scene, asks.handle);

    aw_task_cancel(s->task, "from outside");
    return 0;
}

static inline int probe_ask_again(struct aw_handle *handle)
{
    struct probe_scene *s =
        aw_container_of(handle, struct probe_scene, asks_again.handle);

    aw_task_cancel(s->task, "from outside, again");
    return 0;
}

static inline int probe_cancel(struct aw_handle *handle)
{
    struct probe_scene *s =
        aw_container_of(handle, struct probe_scene, cancels.handle);

    aw_group_cancel(&s->group, "enough");
    return 0;
}

static inline int probe_cancel_one(struct aw_handle *handle)
{
    struct probe_scene *s =
        aw_container_of(handle, struct probe_scene, cancels_one.handle);

    aw_task_cancel(
        aw_container_of(s->group.children.next, struct aw_task, owner_link),
        "alone");
    return 0;
}

static inline void probe_start(struct probe_scene *s, struct aw_timer *timer,
                               aw_fn fn, int at)
{
    aw_timer_init(timer, fn);
    if (at >= 0)
        aw_call_at(&s->loop, timer, at * AW_MS);
}

static inline void probe_note_error(const struct aw_error *error, void *ctx)
{
    struct probe_scene *s = ctx;

    if (s->first_error == 0)
        s->first_error = error->code;
}

static inline void probe_look(struct probe_scene *s)
{
    s->closed_at = probe_now(s);
    for (int i = 0; i < s->children; i++)
        s->left += s->child[i].ended_at < 0;
    if (s->rc == AW_EGROUP) {
        s->errors = aw_errors_count(aw_errors());
        aw_errors_each(aw_errors(), probe_note_error, s);
    }
    aw_timer_stop(&s->loop.timers, &s->asks);
    aw_timer_stop(&s->loop.timers, &s->asks_again);
    aw_timer_stop(&s->loop.timers, &s->cancels);
    aw_timer_stop(&s->loop.timers, &s->cancels_one);
    s->requests = aw_cancelling(s->task);
    s->next_rc = aw_sleep(AW_MS);
}

static inline int probe_parent(void *arg)
{
    struct probe_scene *s = arg;

    for (int i = 0; i < s->asked_before; i++)
        aw_task_cancel(s->task, "before");
    if (s->asked_before > 0)
        aw_yield();
    aw_group_begin(&s->group);
    for (int i = 0; i < s->children; i++) {
        s->child[i].scene = s;
        aw_group_spawn(&s->group, probe_child_lives, &s->child[i], NULL);
    }
    s->body_rc = aw_sleep(s->takes * AW_MS);
    s->rc =
        aw_group_close(&s->group, s->answers == 1 ? s->body_rc : s->answers);
    probe_look(s);
    return 0;
}

/* A loop, and numbers for two children of 10 and 20 ms, beside a body of 5. */
static inline void probe_open(struct probe_scene *s)
{
    *s = (struct probe_scene){.children = 2,
                              .takes = 5,
                              .answers = 1,
                              .asked_at = -1,
                              .asked_again_at = -1,
                              .cancelled_at = -1,
                              .one_cancelled_at = -1};
    for (int i = 0; i < PROBE_CHILDREN; i++)
        s->child[i] = (struct probe_child){
            .takes = 10 * (i + 1), .result = 1, .ended_at = -1};
    aw_clock_virtual_init(&s->clock, 0);
    AW_ASSERT(
        aw_loop_init(&s->loop,
                     &(struct aw_loop_options){.clock = &s->clock.clock}) == 0,
        "the scene of a probe could not be set");
}

/* Let the task run to its end. */
static inline void probe_run(struct probe_scene *s)
{
    s->task = aw_spawn(&s->loop, probe_parent, s, NULL);
    probe_start(s, &s->asks, probe_ask, s->asked_at);
    probe_start(s, &s->asks_again, probe_ask_again, s->asked_again_at);
    probe_start(s, &s->cancels, probe_cancel, s->cancelled_at);
    probe_start(s, &s->cancels_one, probe_cancel_one, s->one_cancelled_at);
    aw_loop_run(&s->loop);
    AW_ASSERT(aw_future_done(&s->task->future),
              "the task of a probe waits for what never comes");
}

#endif
