/* SPDX-License-Identifier: MIT */
/* A line of tasks.
 *
 *      list --> [ woken ] --> [ gave up ] --> [ waits ] --> [ waits ] --> list
 *                                                 ^
 *                                               next
 *
 * Nobody leaves the line by being woken.  That he stands there is what tells
 * the others that something is promised to him. [promised]
 *
 * The hard thing is that those in front do not wait any more.  To look for the
 * first who does from the beginning each time makes a burst of n wake-ups cost
 * n * n; so the place is kept. [cursor] */
#include "aw/waiters.h"
#include "aw/sync_parts.h"

static struct aw_waiter *waiter_of(const struct aw_future *future)
{
    return aw_container_of(future, struct aw_waiter, future);
}

static struct aw_waiter *at(struct aw_list *link)
{
    return aw_container_of(link, struct aw_waiter, link);
}

bool aw_waiter_cancel(struct aw_future *future)
{
    waiter_of(future)->line->n--;
    return aw_future_settle(future, -ECANCELED, NULL);
}

const char *aw_waiter_name(const struct aw_future *future)
{
    return waiter_of(future)->line->name;
}

void aw_waiters_init(struct aw_waiters *line, const struct aw_future_ops *ops,
                     const char *name)
{
    aw_list_init(&line->list);
    line->next = &line->list;
    line->n = 0;
    line->ops = ops;
    line->name = name;
}

void aw_waiters_deinit(struct aw_waiters *line)
{
    AW_ASSERT(aw_list_empty(&line->list),
              "%s \"%s\" was deinitialised while a task waits for it",
              line->ops->kind, line->name ? line->name : "?");
}

/* ---- Waiting ------------------------------------------------------------*/

static void join(struct aw_waiters *line, struct aw_waiter *waiter)
{
    aw_list_init(&waiter->link);
    aw_list_append(&line->list, &waiter->link);
    /* [cursor] If nobody waited, this one is the first. */
    if (line->next == &line->list)
        line->next = &waiter->link;
    line->n++;
}

static void leave(struct aw_waiters *line, struct aw_waiter *waiter)
{
    if (line->next == &waiter->link)
        line->next = waiter->link.next;
    aw_list_remove(&waiter->link);
    /* Who has given up was counted out then. */
    line->n -= waiter->future.state != AW_CANCELLED;
}

int aw_waiters_wait(struct aw_waiters *line, bool *woken)
{
    struct aw_waiter waiter; /* field by field, as in chapter 06 */
    struct aw_loop *loop;
    int rc;

    waiter.line = line;
    waiter.task = aw__sync_self();
    loop = waiter.task->future.loop;
    aw_future_init(&waiter.future, loop, line->ops);
    join(line, &waiter);
    loop->live[AW_WAITERS]++;
    rc = aw_await(&waiter.future, NULL);
    loop->live[AW_WAITERS]--;
    /* [promised] Wrong turn: to take him out where he is woken.  Until he goes
     * on there is nobody in line then, and a newcomer takes what is his;
     * until_he_goes_on_nobody_else_can_take_it catches it. */
    leave(line, &waiter);
    *woken = waiter.future.state == AW_DONE;
    aw_future_deinit(&waiter.future);
    return rc;
}

/* ---- Waking -------------------------------------------------------------*/

bool aw_waiters_wake(struct aw_waiters *line)
{
    while (line->next != &line->list) {
        struct aw_waiter *waiter = at(line->next);

        line->next = line->next->next;
        /* Who has given up is passed over here, once. */
        if (aw_future_settle(&waiter->future, 0, NULL))
            return true;
    }
    return false;
}

bool aw_waiters_wake_first(struct aw_waiters *line)
{
    if (aw_list_empty(&line->list) || line->next != line->list.next)
        return false;
    if (aw_future_done(&at(line->next)->future))
        return false;
    return aw_waiters_wake(line);
}
