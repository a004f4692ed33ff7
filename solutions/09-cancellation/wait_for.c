/* SPDX-License-Identifier: MIT */
/* Waiting for so long: a limit in time round a wait.
 *
 * It would be three lines, if nothing ever happened in the same turn.  The
 * outcome may have arrived when the limit strikes, and the task not have gone
 * on; and somebody may ask the task to end just then.  Neither may be lost.
 * [outcome-in-the-watch] */
#include "aw/cancel.h"

struct wait {
    void **value;
    void (*undelivered)(void *value);
};

/* An outcome that arrived. */
static int hand_over(const struct wait *w, const struct aw_watch *watch)
{
    if (w->value)
        *w->value = watch->value;
    return watch->result;
}

/* This task was asked to end, and an outcome may have arrived before. */
static int asked_to_end(const struct wait *w, const struct aw_watch *watch)
{
    if (watch->state == AW_DONE && w->undelivered)
        w->undelivered(watch->value);
    return -ECANCELED;
}

/* ---- No time at all -----------------------------------------------------*/

struct ending {
    struct aw_watch watch;
    struct aw_future over;
};

static int has_ended(struct aw_handle *handle)
{
    struct ending *e = aw_container_of(handle, struct ending, watch.handle);

    aw_future_settle(&e->over, 0, NULL);
    return 0;
}

/* Give up `future`, and wait until that is done.
 *
 * Why not to await `future` itself: it costs another turn this way, and that is
 * what it costs in asyncio. */
static int give_up(struct aw_future *future, const struct wait *w)
{
    struct ending e;
    int rc;

    aw_future_init(&e.over, future->loop, NULL);
    aw_watch_init(&e.watch, has_ended, true);
    aw_watch_start(&e.watch, future);
    aw_watch_withdraw(&e.watch);
    rc = aw_await(&e.over, NULL);
    aw_watch_stop(&e.watch);
    aw_future_deinit(&e.over);
    if (rc < 0)
        return asked_to_end(w, &e.watch);
    return e.watch.state == AW_CANCELLED ? -ETIMEDOUT : hand_over(w, &e.watch);
}

/* ---- Some time ----------------------------------------------------------*/

static int wait_until(struct aw_future *future, aw_time deadline,
                      const struct wait *w)
{
    struct aw_watch *wake = &aw_task_self()->wake;
    struct aw_timeout limit;
    bool arrived;
    int rc;

    aw_timeout_begin(&limit, deadline);
    rc = aw_await(future, w->value);
    /* [outcome-in-the-watch] Asked to end, and yet the watch has an outcome:
     * that was first.  Wrong turn: to take what aw_await says for all there
     * is; an_outcome_of_the_last_turn_counts catches it. */
    arrived = rc == -ECANCELED &&
              (wake->state == AW_DONE || wake->state == AW_FAILED);
    rc = aw_timeout_end(&limit, rc);
    if (!arrived)
        return rc;
    return rc == -ETIMEDOUT ? hand_over(w, wake) : asked_to_end(w, wake);
}

int aw_wait_for_owned(struct aw_future *future, aw_time limit, void **value,
                      void (*undelivered)(void *value))
{
    const struct wait w = {.value = value, .undelivered = undelivered};
    struct aw_task *task = aw_task_self();

    AW_ASSERT(task, "something that waits was called outside of a task: the "
                    "loop itself cannot wait; spawn a task for it");
    if (value)
        *value = NULL;
    /* Settled already, or refused: that takes no time. */
    if (aw_future_done(future) || future == &task->future ||
        future->loop != task->future.loop)
        return aw_await(future, value);
    if (limit <= 0)
        return give_up(future, &w);
    return wait_until(future, aw_from_now(limit), &w);
}

int aw_wait_for(struct aw_future *future, aw_time limit, void **value)
{
    return aw_wait_for_owned(future, limit, value, NULL);
}
