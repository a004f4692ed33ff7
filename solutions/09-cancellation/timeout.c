/* SPDX-License-Identifier: MIT */
/* A limit in time: a request to end that is taken back.
 *
 *      begin      a timer, and a note of how many requests there were
 *      the time   aw_task_cancel
 *      end        aw_uncancel: is it as many as before?  Then it was ours.
 *
 * There is no task that watches over another one, and nothing to race with: a
 * timer that is not needed costs two list operations. [no-watchdog]
 *
 * The hard thing is whose request it was that has reached the body.  They all
 * look alike, and several are delivered as one. [whose] */
#include "aw/cancel.h"

static void expire(struct aw_timeout *limit)
{
    struct aw_task *task = limit->scope.task;

    limit->state = AW_TIMEOUT_EXPIRING;
    /* [already-asked] Whatever the body hears next was on its way before. */
    limit->late = limit->pending && limit->steps == task->steps;
    aw_task_cancel(task, "timeout");
}

static int time_is_up(struct aw_handle *handle)
{
    expire(aw_container_of(handle, struct aw_timeout, timer.handle));
    return 0;
}

static int time_was_up(struct aw_handle *handle)
{
    expire(aw_container_of(handle, struct aw_timeout, soon));
    return 0;
}

static void arm(struct aw_timeout *limit, aw_time deadline)
{
    struct aw_loop *loop = limit->scope.task->future.loop;

    limit->when = deadline;
    if (deadline == AW_NEVER)
        return;
    /* [past] Wrong turn: a timer.  It is due, and comes in the next turn all
     * the same, but behind all that is queued by then;
     * one_that_is_past_comes_in_its_place catches it. */
    if (deadline <= aw_loop_now(loop))
        aw_call_soon(loop, &limit->soon);
    else
        aw_call_at(loop, &limit->timer, deadline);
}

static void disarm(struct aw_timeout *limit, struct aw_loop *loop)
{
    aw_handle_cancel(&limit->soon);
    aw_timer_stop(&loop->timers, &limit->timer);
}

void aw__timeout_begin(struct aw_timeout *limit, aw_time deadline,
                       const char *where)
{
    const struct aw_task *task;

    aw__scope_begin(&limit->scope, "timeout", where);
    task = limit->scope.task;
    aw_timer_init(&limit->timer, time_is_up);
    aw_handle_init(&limit->soon, time_was_up);
    limit->base = task->ncancel;
    limit->steps = task->steps;
    limit->state = AW_TIMEOUT_OPEN;
    limit->pending = task->must_cancel;
    limit->late = false;
    arm(limit, deadline);
}

int aw_timeout_move(struct aw_timeout *limit, aw_time deadline)
{
    AW_ASSERT(limit->state == AW_TIMEOUT_OPEN ||
                  limit->state == AW_TIMEOUT_EXPIRING,
              "a limit was moved that has ended");
    if (limit->state == AW_TIMEOUT_EXPIRING)
        return -ETIMEDOUT;
    disarm(limit, limit->scope.task->future.loop);
    arm(limit, deadline);
    return 0;
}

int aw_timeout_end(struct aw_timeout *limit, int rc)
{
    struct aw_task *task = limit->scope.task;
    unsigned left;

    aw__scope_end(&limit->scope);
    disarm(limit, task->future.loop);
    if (limit->state == AW_TIMEOUT_OPEN) {
        limit->state = AW_TIMEOUT_ENDED;
        return rc;
    }
    limit->state = AW_TIMEOUT_EXPIRED;
    left = aw_uncancel(task);
    /* [whose] Wrong turn: `rc == -ECANCELED` alone.  Somebody else may have
     * asked in the same turn, and he means the whole task;
     * a_request_from_outside_counts_more catches it.
     *
     * An older request that came to the body with this one is the body's end,
     * if it is there still. */
    if (rc == -ECANCELED && left + limit->late <= limit->base)
        return -ETIMEDOUT;
    return rc;
}

bool aw_timeout_expired(const struct aw_timeout *limit)
{
    return limit->state == AW_TIMEOUT_EXPIRING ||
           limit->state == AW_TIMEOUT_EXPIRED;
}
