/* SPDX-License-Identifier: MIT */
/* The step: how a task goes on, and how it comes to a stop.
 *
 *      ready queue --> step --> resume .. body .. suspend --> step returns
 *           ^                               |
 *           +---- settled -- [ future ] <-- wake, when it awaits
 *
 * A task that waits has one thing in one place: its watch, which is linked in
 * a future, or queued with the outcome.  Waking it, cancelling it and looking
 * at it are questions to that watch. [one-watch]
 *
 * The hard thing is that to be woken and to be cancelled can meet in one turn.
 * Whoever comes first has the watch.  A request that finds it taken is kept in
 * `must_cancel`, and delivered where the task goes on. [must-cancel] */
#include "aw/task_parts.h"

struct aw_task *aw_task_self(void)
{
    return aw_here()->task;
}

void aw_task_return(void *value)
{
    struct aw_task *task = aw_task_self();

    AW_ASSERT(task, "aw_task_return was called outside of a task");
    aw_container_of(task, struct aw__task_block, task)->value = value;
}

/* ---- Going on -----------------------------------------------------------*/

static void resume(struct aw_task *task)
{
    struct aw_here *here = aw_here();
    const char *outer = here->name;

    here->task = task;
    here->name = task->name;
    aw__task_enter(task, AW_TASK_RUNNING);
    aw__task_tell(task, AW_PROBE_RESUME, task->steps);
    aw_coro_resume(&task->coro);
    aw__task_tell(task, AW_PROBE_SUSPEND, task->steps);
    /* Only the loop resumes tasks, so there is none outside of this one. */
    here->task = NULL;
    here->name = outer;
}

int aw__task_step(struct aw_handle *handle)
{
    struct aw_task *task = aw_container_of(handle, struct aw_task, wake.handle);
    struct aw__task_block *block =
        aw_container_of(task, struct aw__task_block, task);

    task->steps++;
    if (task->steps == 1 && task->must_cancel) {
        aw__task_end_unbegun(task);
        return 0;
    }
    resume(task);
    /* [last-reference] From the resumer's stack, for this may free the one on
     * which the body ran. */
    if (task->coro.state == AW_CORO_FINISHED) {
        aw__task_sweep(task); /* [sweep] before anybody else has the stack */
        aw__task_end(task, block->result, block->value);
    }
    /* Why 0: an error of the body is the outcome of its future, and whoever
     * awaits that is told.  The loop has nothing to report. */
    return 0;
}

/* ---- Coming to a stop ---------------------------------------------------*/

static struct aw_task *who_waits(void)
{
    const struct aw_here *here = aw_here();
    struct aw_task *task = here->task;

    AW_ASSERT(task, "something that waits was called outside of a task: the "
                    "loop itself cannot wait; spawn a task for it");
    AW_ASSERT(here->coro == &task->coro,
              "something that waits was called in a coroutine that the task "
              "runs: let that suspend, and wait in the task");
    return task;
}

/* [must-cancel] Take the request that is pending, if there is one. */
static bool take_cancel(struct aw_task *task)
{
    bool taken = task->must_cancel;

    task->must_cancel = false;
    return taken;
}

int aw_yield(void)
{
    struct aw_task *task = who_waits();

    aw_ready_push(&task->future.loop->ready, &task->wake.handle);
    aw__task_enter(task, AW_TASK_READY);
    aw_coro_suspend();
    return take_cancel(task) ? -ECANCELED : 0;
}

static void wait_for(struct aw_task *task, struct aw_future *future)
{
    aw_watch_start(&task->wake, future);
    /* [must-cancel] Wrong turn: to return -ECANCELED without waiting.  What is
     * awaited may have to clean up first, and all that comes behind would come
     * too early; a_pending_request_reaches_what_is_awaited. */
    if (task->must_cancel && aw_watch_withdraw(&task->wake))
        task->must_cancel = false;
    aw__task_enter(task, AW_TASK_WAITING);
    aw_coro_suspend();
}

/* A refusal costs a turn, in which a request to cancel is delivered. */
static int refuse(int error)
{
    int rc = aw_yield();

    return rc < 0 ? rc : error;
}

/* What `future` has become, seen from the task that has waited for it. */
static int outcome(struct aw_task *task, void **value,
                   void (*undelivered)(void *value))
{
    const struct aw_watch *wake = &task->wake;

    if (take_cancel(task)) {
        /* [undelivered] It was settled first, and cancelled afterwards: the
         * watch has the only trace of the value. */
        if (wake->state == AW_DONE && undelivered)
            undelivered(wake->value);
        return -ECANCELED;
    }
    if (value)
        *value = wake->value;
    return wake->result;
}

int aw_await_owned(struct aw_future *future, void **value,
                   void (*undelivered)(void *value))
{
    struct aw_task *task = who_waits();

    if (value)
        *value = NULL;
    if (aw_future_done(future))
        return aw_future_result(future, value);
    if (future == &task->future)
        return refuse(-EDEADLK);
    if (future->loop != task->future.loop)
        return refuse(-EINVAL);
    if (future->ops == &aw_task_ops)
        aw_task_start(aw_container_of(future, struct aw_task, future));
    wait_for(task, future);
    return outcome(task, value, undelivered);
}

int aw_await(struct aw_future *future, void **value)
{
    return aw_await_owned(future, value, NULL);
}

int aw_join(struct aw_task *task, void **value)
{
    int rc = aw_await(&task->future, value);

    aw_task_drop(task);
    return rc;
}
