/* SPDX-License-Identifier: MIT */
/* fixture.h: chapter 08's bodies, and some that are asked to end. */
#ifndef CANCEL_FIXTURE_H
#define CANCEL_FIXTURE_H

#define CENSUS_OWED true
#include "../08-tasks/fixture.h"
#include "aw/cancel.h"

static inline int now_ms(void)
{
    return (int)(aw_loop_now(&loop) / AW_MS);
}

/* Says "NAME=EIO@5" or "NAME+0@5": what, and when. */
static inline int say_when(int rc)
{
    if (rc < 0)
        say("%s=%s@%d", me(), aw_error_name(rc), now_ms());
    else
        say("%s+%d@%d", me(), rc, now_ms());
    return rc;
}

/* Sleeps for `arg` milliseconds; when it is asked to end it cleans up for
 * three more. */
static inline int cleans(void *arg)
{
    int rc = aw_sleep((intptr_t)arg * AW_MS);

    if (rc < 0) {
        say("%s-cleans@%d", me(), now_ms());
        aw_sleep(3 * AW_MS);
    }
    return say_when(rc);
}

/* Sleeps for `arg` milliseconds, and returns 7 in any case. */
static inline int ignores(void *arg)
{
    aw_sleep((intptr_t)arg * AW_MS);
    return say_when(7);
}

/* Wait until a moment of this task's own, at which nobody else goes on whose
 * name begins otherwise: for what may take one turn or two. */
static inline int wait_for_own_moment(void)
{
    aw_time ms = aw_loop_now(&loop) / AW_MS + 1;

    return aw_sleep_until(ms * AW_MS + (me()[0] - 'a' + 1) * AW_MS / 32);
}

/* A handle or a timer that asks `task` to end. */
struct asker {
    struct aw_timer timer;
    struct aw_task *task;
};

static inline int asks(struct aw_handle *handle)
{
    struct asker *asker = aw_container_of(handle, struct asker, timer.handle);

    aw_task_cancel(asker->task, "asked");
    return 0;
}

/* Ask `task` to end when the clock shows `ms`. */
static inline void ask_at(struct asker *asker, struct aw_task *task, int ms)
{
    asker->task = task;
    aw_timer_init(&asker->timer, asks);
    aw_call_at(&loop, &asker->timer, ms * AW_MS);
}

/* Everybody is gone, and nothing was left anywhere. */
static inline void close_clean(void)
{
    const struct graded_alloc *memory =
        aw_container_of(loop.alloc, struct graded_alloc, alloc);

    run_all();
    aw_future_deinit(&f);
    aw_future_deinit(&g);
    EXPECT_INT(loop.live[AW_TASKS], 0, "closed the loop: live tasks");
    EXPECT_INT(loop.live[AW_STACKS], 0, "closed the loop: tasks that are held");
    EXPECT_INT(loop.live[AW_FUTURES], 0, "closed the loop: live futures");
    EXPECT_INT(loop.live[AW_WAITERS], 0, "closed the loop: live waiters");
    EXPECT_INT(loop.timers.live, 0, "closed the loop: live timers");
    EXPECT_INT(loop.poller.nio, 0,
               "closed the loop: descriptors that are open "
               "in it");
    aw_loop_close(&loop);
    EXPECT_INT(memory->bytes, 0, "closed the loop: bytes that are left");
    graded_owe_census(false);
}

#endif
