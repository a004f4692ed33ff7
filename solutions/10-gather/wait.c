/* SPDX-License-Identifier: MIT */
/* Waiting until enough members are settled.
 *
 * What makes this one simple is what it does not do: it cancels nothing,
 * retrieves nothing, and keeps nothing.  It looks on, and looks away. [look-on]
 *
 * The hard thing is the moment in which to count.  Between the member that was
 * enough and the turn in which this task goes on others may be settled, and
 * whoever is told that they are not would wait for them again. [late-count] */
#include "aw/cancel.h"
#include "aw/gather_parts.h"

struct wait {
    struct aw_future enough;
    struct aw_timer timer;
    size_t left; /* not heard of yet */
    enum aw_until until;
};

static const struct aw_future_ops wait_ops = {.kind = "member"};

static int time_is_up(struct aw_handle *handle)
{
    struct wait *wait = aw_container_of(handle, struct wait, timer.handle);

    aw_future_settle(&wait->enough, 0, NULL);
    return 0;
}

static bool is_enough(const struct wait *wait, const struct aw_watch *watch)
{
    return wait->left == 0 || wait->until == AW_FIRST_SETTLED ||
           (wait->until == AW_FIRST_FAILED && watch->state == AW_FAILED);
}

static int member_settled(struct aw_handle *handle)
{
    struct aw_member *member =
        aw_container_of(handle, struct aw_member, watch.handle);
    struct wait *wait = member->of;

    wait->left--;
    if (is_enough(wait, &member->watch))
        aw_future_settle(&wait->enough, 0, NULL);
    return 0;
}

static size_t start(struct wait *wait, struct aw_member *member, size_t n)
{
    size_t there = 0;

    for (size_t i = 0; i < n; i++) {
        aw__member_init(&member[i], member_settled, wait);
        if (!member[i].future)
            continue;
        AW_ASSERT(member[i].future->loop == wait->enough.loop,
                  "a future of another loop was waited for");
        aw__member_look_on(&member[i]);
        there++;
    }
    return there;
}

/* [late-count] Wrong turn: to count in member_settled.  Who was settled in the
 * turn in which this task was woken would be missing;
 * who_is_settled_in_the_last_turn_counts catches it. */
static int count(const struct aw_member *member, size_t n)
{
    int settled = 0;

    for (size_t i = 0; i < n; i++)
        settled += member[i].watch.state != AW_PENDING;
    return settled;
}

int aw_wait(struct aw_member *member, size_t n, enum aw_until until,
            aw_time limit)
{
    struct aw_task *task = aw_task_self();
    struct aw_loop *loop;
    struct wait wait = {.until = until};
    int rc = -EINVAL;

    AW_ASSERT(task, "something that waits was called outside of a task: the "
                    "loop itself cannot wait; spawn a task for it");
    loop = task->future.loop;
    aw_future_init(&wait.enough, loop, &wait_ops);
    aw_timer_init(&wait.timer, time_is_up);
    wait.left = start(&wait, member, n);
    if (wait.left > 0) {
        if (limit != AW_NEVER)
            aw_timer_start(&loop->timers, &wait.timer, aw_from_now(limit));
        rc = aw_await(&wait.enough, NULL);
    }
    aw_timer_stop(&loop->timers, &wait.timer);
    for (size_t i = 0; i < n; i++)
        aw__member_look_away(&member[i]);
    aw_future_deinit(&wait.enough);
    return rc < 0 ? rc : count(member, n);
}
