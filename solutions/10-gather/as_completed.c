/* SPDX-License-Identifier: MIT */
/* One after the other: a list of those that are not settled, and a queue of
 * those that are.
 *
 *      pending --heard--> settled --next--> the caller
 *         |
 *         +--the time is up--> left alone, and counted
 *
 * The order is right by itself: members are heard in the order in which they
 * were settled, and taken from the front.
 *
 * The hard thing is to lose none.  A member is handed over in the moment in
 * which `next` returns it and not before; whoever is asked to end on the way
 * there finds it at the front the next time. [not-lost] */
#include "aw/cancel.h"
#include "aw/gather_parts.h"

static const struct aw_future_ops next_ops = {.kind = "member"};

static struct aw_loop *loop_of(const struct aw_as_completed *each)
{
    return each->scope.task->future.loop;
}

static void wake(struct aw_as_completed *each)
{
    if (each->next)
        aw_future_settle(each->next, 0, NULL);
}

static int member_settled(struct aw_handle *handle)
{
    struct aw_member *member =
        aw_container_of(handle, struct aw_member, watch.handle);
    struct aw_as_completed *each = member->of;

    aw_list_remove(&member->link);
    aw_list_append(&each->settled, &member->link);
    /* Wrong turn: to stop the timer when this was the last one, as asyncio
     * does.  Here others may be added, and they would have no limit;
     * one_that_is_added_has_the_same_limit catches it. */
    wake(each);
    return 0;
}

static void leave_pending(struct aw_as_completed *each)
{
    struct aw_list *node;

    while ((node = aw_list_pop(&each->pending)))
        aw__member_look_away(aw_container_of(node, struct aw_member, link));
}

static int time_is_up(struct aw_handle *handle)
{
    struct aw_as_completed *each =
        aw_container_of(handle, struct aw_as_completed, timer.handle);

    /* Those that are settled and not heard of are late, too: what is heard is
     * what counts, here and in asyncio. */
    each->late = true;
    leave_pending(each);
    wake(each);
    return 0;
}

void aw__as_completed_begin(struct aw_as_completed *each,
                            struct aw_member *member, size_t n, aw_time limit,
                            const char *where)
{
    aw__scope_begin(&each->scope, "as completed", where);
    aw_timer_init(&each->timer, time_is_up);
    aw_list_init(&each->pending);
    aw_list_init(&each->settled);
    each->next = NULL;
    each->left = 0;
    each->late = false;
    for (size_t i = 0; i < n; i++)
        aw_as_completed_add(each, &member[i]);
    if (limit != AW_NEVER)
        aw_timer_start(&loop_of(each)->timers, &each->timer,
                       aw_from_now(limit));
}

void aw_as_completed_add(struct aw_as_completed *each, struct aw_member *member)
{
    AW_ASSERT(each->scope.task, "a member was added to what has ended, or has "
                                "never begun");
    aw__member_init(member, member_settled, each);
    if (!member->future)
        return;
    AW_ASSERT(member->future->loop == loop_of(each),
              "a future of another loop was waited for");
    each->left++;
    if (each->late)
        return;
    aw_list_append(&each->pending, &member->link);
    aw__member_look_on(member);
}

/* Why a new future each time: one is settled once, and this one is there only
 * while somebody waits. */
static int wait_for_one(struct aw_as_completed *each)
{
    struct aw_future next;
    int rc;

    aw_future_init(&next, loop_of(each), &next_ops);
    each->next = &next;
    rc = aw_await(&next, NULL);
    each->next = NULL;
    aw_future_deinit(&next);
    return rc;
}

int aw_as_completed_next(struct aw_as_completed *each,
                         struct aw_member **member)
{
    struct aw_list *node;
    int rc;

    AW_ASSERT(each->scope.task && each->scope.task == aw_task_self(),
              "the next member was asked for outside of its begin and end");
    *member = NULL;
    if (each->left == 0)
        return 0;
    if (aw_list_empty(&each->settled) && !aw_list_empty(&each->pending)) {
        rc = wait_for_one(each);
        if (rc < 0)
            return rc;
    }
    /* [not-lost] Wrong turn: to count this one down before the wait, as
     * asyncio does.  Whoever is asked to end and goes on all the same has one
     * less then; a_request_loses_no_member catches it. */
    each->left--;
    node = aw_list_pop(&each->settled);
    if (!node)
        return -ETIMEDOUT;
    *member = aw_container_of(node, struct aw_member, link);
    return 1;
}

void aw_as_completed_end(struct aw_as_completed *each)
{
    struct aw_loop *loop;

    AW_ASSERT(each->scope.task, "what was not begun has no end");
    loop = loop_of(each);
    aw__scope_end(&each->scope);
    aw_timer_stop(&loop->timers, &each->timer);
    /* The others are idle: their watches have run. */
    leave_pending(each);
}
