/* SPDX-License-Identifier: MIT */
/* Children that have to begin first.
 *
 *      caller   spawn ... waits ........ goes on
 *      child      '-- listen -- started -- serve ...
 *
 * The hard thing is whose the child is.  Until it has started it is the
 * caller's, who waits for it and hears of its failure; from then on it is the
 * group's, like all others.  So what stands between them is on the caller's
 * stack, linked in the group as long as he waits. [whose-child] */
#include "aw/group_parts.h"

struct starting {
    struct aw_list link; /* in group->starting, until it is decided */
    struct aw_task *child;
    struct aw_future decided;
    int error; /* what the child has failed with; or 0 */
};

static const struct aw_future_ops starting_ops = {.kind = "start"};

/* Taken out of the list first: what is decided is looked for no more. */
static void decide(struct starting *starting, int result, void *value)
{
    aw_list_remove(&starting->link);
    aw_future_settle(&starting->decided, result, value);
}

/* Those who wait for a start at the same time are few, so they are walked. */
static struct starting *find(struct aw_group *group, struct aw_task *child)
{
    struct aw_list *node;

    for (node = group->starting.next; node != &group->starting;
         node = node->next) {
        struct starting *s = aw_container_of(node, struct starting, link);

        if (s->child == child)
            return s;
    }
    return NULL;
}

bool aw__starting_ended(struct aw_group *group, struct aw_task *child)
{
    struct starting *starting = find(group, child);
    int result;

    if (!starting)
        return false;
    result = aw_future_result(&child->future, NULL);
    if (result < 0 && result != -ECANCELED)
        starting->error = result;
    decide(starting, result < 0 ? result : -ECHILD, NULL);
    return true;
}

int aw_started(void *value)
{
    struct aw_task *task = aw_task_self();
    struct starting *starting;

    AW_ASSERT(task, "aw_started was called outside of a task");
    starting = task->owner ? find(task->owner, task) : NULL;
    if (!starting || aw_future_done(&starting->decided))
        return -EALREADY;
    decide(starting, 0, value);
    return 0;
}

/* Has its group asked it already?  Then it cleans up, and is left alone.  Why
 * not look at the group first: when the child has ended there may be none. */
static bool was_asked(const struct aw_task *child)
{
    const struct aw_group *group = child->owner;

    return aw_future_done(&child->future) || group->ending;
}

/* The caller was asked to end, or the child was. */
static int give_up(struct starting *starting)
{
    /* Why it may be there although the wait was given up: the caller has not
     * gone on yet when the child's end is heard.  Nobody else will tell it, and
     * the request can wait. */
    if (starting->error) {
        aw_task_self()->must_cancel = true;
        return starting->error;
    }
    /* [whose-child] What it does from now on, it does for the group.  Wrong
     * turn: to let it go on.  Nobody knows of it;
     * a_caller_who_gives_up_ends_the_child catches it. */
    if (!was_asked(starting->child))
        aw_task_cancel(starting->child, "its start was given up");
    return -ECANCELED;
}

/* The child's tree goes with it, so the caller gets a copy. */
static int take_over(int rc, const struct aw_future *child)
{
    if (rc == AW_EGROUP && aw_errors_adopt(child) == -ENOMEM)
        return aw__errors_first(aw_errors_of(child));
    return rc;
}

int aw__group_start(struct aw_group *group, void **value, aw_body fn, void *arg,
                    const struct aw_spawn_options *options, const char *where)
{
    struct starting starting;
    bool open = aw_group_is_open(group);
    int rc;

    if (value)
        *value = NULL;
    starting.child = aw__group_spawn(group, fn, arg, options, where);
    if (!starting.child)
        return open ? -ENOMEM : -ESHUTDOWN;
    starting.error = 0;
    aw_task_hold(starting.child);
    aw_list_init(&starting.link);
    aw_list_append(&group->starting, &starting.link);
    aw_future_init(&starting.decided, starting.child->future.loop,
                   &starting_ops);
    rc = aw_await(&starting.decided, value);
    if (rc == -ECANCELED)
        rc = give_up(&starting);
    rc = take_over(rc, &starting.child->future);
    aw_list_remove(&starting.link);
    aw_future_deinit(&starting.decided);
    aw_task_drop(starting.child);
    return rc;
}
