/* SPDX-License-Identifier: MIT */
/* Cleaning up: the one thing that has to be done although nobody waits for it.
 *
 *      this task                     the clean-up's task
 *        waits  <------ watch -------- runs
 *        requests are kept             asked to end by a timer
 *
 * A task that cleans up after it was asked to end waits again, and the next
 * request would break that off in the middle.  So the work is done by a task
 * of its own, which nobody else knows, and this one keeps what it hears until
 * the end.  [kept]
 *
 * The hard thing is to keep it, and neither to lose it nor to obey it. */
#include <stdio.h>

#include "aw/cancel.h"

struct clean_up {
    struct aw_task *task;
    struct aw_timer timer;
    struct aw_watch watch;
    struct aw_future over; /* what this task awaits, again and again */
    bool late, done;
};

static int takes_too_long(struct aw_handle *handle)
{
    struct clean_up *c = aw_container_of(handle, struct clean_up, timer.handle);

    c->late = true;
    aw_task_cancel(c->task, "its time to clean up is over");
    return 0;
}

static int is_done(struct aw_handle *handle)
{
    struct clean_up *c = aw_container_of(handle, struct clean_up, watch.handle);

    c->done = true;
    aw_future_settle(&c->over, 0, NULL);
    return 0;
}

/* Returns whether this task was asked to end meanwhile. */
static bool wait_until_done(struct clean_up *c, struct aw_loop *loop)
{
    bool asked = false;

    while (!c->done) {
        aw_future_init(&c->over, loop, NULL);
        asked |= aw_await(&c->over, NULL) < 0;
        aw_future_deinit(&c->over);
    }
    return asked;
}

static struct aw_task *spawn(aw_body fn, void *arg, const struct aw_task *self)
{
    char name[64];

    snprintf(name, sizeof(name), "clean-up of %s", self->name);
    return aw_spawn(self->future.loop, fn, arg, AW_NAMED(name));
}

static void begin(struct clean_up *c, struct aw_loop *loop, aw_time bound)
{
    aw_watch_init(&c->watch, is_done, true);
    aw_watch_start(&c->watch, &c->task->future);
    aw_timer_init(&c->timer, takes_too_long);
    if (bound <= 0)
        takes_too_long(&c->timer.handle);
    else
        aw_call_later(loop, &c->timer, bound);
}

int aw_clean_up(aw_body fn, void *arg, aw_time bound)
{
    struct aw_task *self = aw_task_self();
    struct clean_up c = {.task = NULL};
    struct aw_loop *loop;
    bool asked;

    AW_ASSERT(self, "aw_clean_up was called outside of a task");
    loop = self->future.loop;
    c.task = spawn(fn, arg, self);
    if (!c.task)
        return -ENOMEM;
    begin(&c, loop, bound);
    /* One that was pending is among them: the first wait hears of it. */
    asked = wait_until_done(&c, loop);
    aw_timer_stop(&loop->timers, &c.timer);
    aw_task_drop(c.task);
    /* [kept] Unless it was taken back meanwhile.  Wrong turn: aw_task_cancel.
     * It is the same request, and would count twice;
     * a_request_meanwhile_is_kept catches it. */
    if (asked && aw_cancelling(self) > 0)
        self->must_cancel = true;
    return c.late && c.watch.state == AW_CANCELLED ? -ETIMEDOUT
                                                   : c.watch.result;
}
