/* SPDX-License-Identifier: MIT */
/* Sleeping: a future that time settles.
 *
 *      aw_sleep's frame:   [ future | timer ]
 *
 *      timer is due --> its handle settles the future --> the task goes on
 *                       (one turn)                        (the next one)
 *
 * Both stand on the stack of the task that sleeps, which is there for exactly
 * as long as they are needed.  So sleeping asks for no memory and cannot fail,
 * and this is the model of everything that waits from here on. [on-the-stack]
 *
 * The one thing to take care of is the task that is asked to end: the timer
 * must not fire into a frame that is gone. */
#include "aw/task.h"

struct nap {
    struct aw_future future;
    struct aw_timer timer;
};

/* [two-handles] Wrong turn: to push the task's own handle when the timer is
 * due.  It saves a turn, and wakes the task before others that asyncio wakes
 * earlier; who_sleeps_comes_behind_who_was_called. */
static int nap_over(struct aw_handle *handle)
{
    struct nap *nap = aw_container_of(handle, struct nap, timer.handle);

    aw_future_resolve(&nap->future, NULL);
    return 0;
}

static bool nap_cancelled(struct aw_future *future)
{
    struct nap *nap = aw_container_of(future, struct nap, future);

    /* It may be due already, and queued: that is stopped as well. */
    aw_timer_stop(&future->loop->timers, &nap->timer);
    return aw_future_settle(future, -ECANCELED, NULL);
}

static const struct aw_future_ops naps = {
    .kind = "sleep",
    .cancel = nap_cancelled,
};

static struct aw_loop *my_loop(void)
{
    struct aw_task *task = aw_task_self();

    AW_ASSERT(task, "a sleep was called outside of a task: the loop itself "
                    "cannot wait; start a timer");
    return task->future.loop;
}

int aw_sleep_until(aw_time when)
{
    struct aw_loop *loop = my_loop();
    struct nap nap;
    int rc;

    if (when <= aw_loop_now(loop))
        return aw_yield();
    aw_future_init(&nap.future, loop, &naps);
    aw_timer_init(&nap.timer, nap_over);
    aw_call_at(loop, &nap.timer, when);
    rc = aw_await(&nap.future, NULL);
    aw_future_deinit(&nap.future);
    return rc;
}

int aw_sleep(aw_time delay)
{
    if (delay <= 0)
        return aw_yield();
    return aw_sleep_until(aw_deadline(aw_loop_now(my_loop()), delay));
}
