/* SPDX-License-Identifier: MIT */
/* Members: a future, and somebody's watch in it.
 *
 * The hard thing is to want something without taking it.  A watch that awaits
 * does two things: it keeps the future alive when others give up, and it
 * retrieves the outcome.  Who only waits until something is settled wants the
 * first and not the second, or an error that nobody ever looks at would pass
 * in silence. [look-on] */
#include "aw/gather_parts.h"

int aw_member_result(const struct aw_member *member, void **value)
{
    const struct aw_watch *watch = &member->watch;

    if (watch->state == AW_PENDING)
        return -EINPROGRESS;
    if (value)
        *value = watch->value;
    return watch->result;
}

void aw__member_init(struct aw_member *member, aw_fn fn, void *of)
{
    aw_watch_init(&member->watch, fn, false);
    aw_list_init(&member->link);
    member->of = of;
}

void aw__member_look_on(struct aw_member *member)
{
    struct aw_future *future = member->future;

    if (future->ops == &aw_task_ops)
        aw_task_start(aw_container_of(future, struct aw_task, future));
    aw_watch_start(&member->watch, future);
    /* [look-on] The watch says that it does not await, so nothing is retrieved;
     * that somebody awaits is noted in the future alone.  Wrong turn: a watch
     * that awaits; an_error_is_not_retrieved_by_waiting catches it. */
    if (member->watch.future)
        future->awaits++;
}

void aw__member_look_away(struct aw_member *member)
{
    /* While it is linked the future is there; when queued, perhaps not. */
    if (member->watch.future)
        member->watch.future->awaits--;
    aw_watch_stop(&member->watch);
}
