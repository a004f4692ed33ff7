/* SPDX-License-Identifier: MIT */
/* A group: tasks, and one who waits for them. [scope]
 *
 *      spawn --> children --ended--> let go
 *                    |
 *                    '-----failed--> failed, until the tree is made
 *
 * That none is left is a loop that waits until the list is empty.  All else is
 * about who is asked to end, by whom, and how often: the children once, by
 * whoever fails first; the parent once, by the group, and that is taken back.
 * [once]
 *
 * The hard thing is that somebody else may ask the parent as well, before,
 * meanwhile, or in the same turn.  He means more than this group, and must not
 * be forgotten over its errors. [ask-again] */
#include "aw/cancel.h"
#include "aw/group_parts.h"

static struct aw_task *child_of(struct aw_list *node)
{
    return aw_container_of(node, struct aw_task, owner_link);
}

void aw__group_begin(struct aw_group *group, const char *where)
{
    const struct aw_task *parent;

    aw__scope_begin(&group->scope, "group", where);
    parent = group->scope.task;
    aw_list_init(&group->children);
    aw_list_init(&group->failed);
    aw_list_init(&group->starting);
    group->empty = NULL;
    /* [ask-again] One that is still to be delivered will be delivered in here,
     * and be nobody else's. */
    group->base = parent->ncancel - parent->must_cancel;
    group->closing = group->ending = group->asked = false;
}

/* ---- Ending -------------------------------------------------------------*/

/* [once] Who cleans up is left alone, whatever fails beside him. */
static void end_children(struct aw_group *group, const char *reason)
{
    struct aw_list *node;

    group->ending = true;
    for (node = group->children.next; node != &group->children;
         node = node->next)
        aw_task_cancel(child_of(node), reason);
}

static void ask_parent(struct aw_group *group, const char *reason)
{
    group->asked = true;
    aw_task_cancel(group->scope.task, reason);
}

void aw_group_cancel(struct aw_group *group, const char *reason)
{
    AW_ASSERT(group->scope.task, "a group was cancelled that is closed");
    if (group->ending)
        return;
    end_children(group, reason);
    if (!group->closing && group->scope.task != aw_task_self())
        ask_parent(group, reason);
}

static void child_failed(struct aw_group *group, struct aw_task *child)
{
    /* Its error will be in the tree, so it is retrieved. */
    aw_future_result(&child->future, NULL);
    aw_list_append(&group->failed, &child->owner_link);
    if (group->ending)
        return;
    end_children(group, "a task of its group has failed");
    ask_parent(group, "a task of its group has failed");
}

static int child_ended(struct aw_handle *handle)
{
    struct aw_task *child =
        aw_container_of(handle, struct aw_task, owner_watch.handle);
    struct aw_group *group = child->owner;
    int result = child->owner_watch.result;

    aw_list_remove(&child->owner_link);
    if (group->empty && aw_list_empty(&group->children))
        aw_future_settle(group->empty, 0, NULL);
    /* Why not every negative one: a child that was cancelled alone is nobody
     * else's business. */
    if (!aw__starting_ended(group, child) && result < 0 && result != -ECANCELED)
        child_failed(group, child);
    else
        aw_task_drop(child);
    return 0;
}

/* ---- Children -----------------------------------------------------------*/

bool aw_group_is_open(const struct aw_group *group)
{
    return !group->ending &&
           !(group->closing && aw_list_empty(&group->children));
}

struct aw_task *aw__group_spawn(struct aw_group *group, aw_body fn, void *arg,
                                const struct aw_spawn_options *options,
                                const char *where)
{
    struct aw_spawn_options o = {0};
    struct aw_task *child;

    if (options)
        o = *options;
    o.lazy = false; /* or nobody would start it, and the end would never come */
    if (!aw_group_is_open(group)) {
        /* [refused] What was handed over is ours to release. */
        if (o.drop)
            o.drop(arg);
        return NULL;
    }
    child = aw__spawn(group->scope.task->future.loop, fn, arg, &o, where);
    if (!child)
        return NULL;
    child->owner = group;
    aw_list_append(&group->children, &child->owner_link);
    /* [looks-on] Wrong turn: a watch that awaits.  Whoever awaits a child as
     * well could not end it any more, for the group would still want it;
     * whoever_awaits_a_child_can_give_it_up catches it. */
    aw_watch_init(&child->owner_watch, child_ended, false);
    aw_watch_start(&child->owner_watch, &child->future);
    return child;
}

/* ---- Closing ------------------------------------------------------------*/

/* Returns true when the parent was asked to end meanwhile. */
static bool wait_for_children(struct aw_group *group)
{
    static const struct aw_future_ops ops = {.kind = "group"};
    struct aw_task *parent = group->scope.task;
    struct aw_future empty;
    bool asked = false;
    int rc;

    while (!aw_list_empty(&group->children)) {
        aw_future_init(&empty, parent->future.loop, &ops);
        group->empty = &empty;
        rc = aw_await(&empty, NULL);
        group->empty = NULL;
        aw_future_deinit(&empty);
        asked |= rc == -ECANCELED;
        if (asked && !group->ending)
            end_children(group, parent->reason);
    }
    return asked;
}

/* The group's own request is over.  Returns whether somebody else has asked.
 *
 * Wrong turn: aw_uncancel alone.  It forgets what is undelivered only with the
 * last request, and one from before the group may be left;
 * a_request_that_came_too_late_is_forgotten catches it. */
static bool others_have_asked(struct aw_group *group)
{
    struct aw_task *parent = group->scope.task;

    if (group->asked && aw_uncancel(parent) <= group->base)
        parent->must_cancel = false;
    return parent->ncancel > group->base;
}

int aw_group_close(struct aw_group *group, int rc)
{
    struct aw_task *parent = aw_task_self();
    bool asked = rc == -ECANCELED, others;

    /* Only to be told what is wrong. */
    if (!parent || parent->scope != &group->scope)
        aw__scope_end(&group->scope);
    group->closing = true;
    if (rc < 0 && !group->ending)
        end_children(group, rc == -ECANCELED
                                ? parent->reason
                                : "the body of its group has failed");
    asked |= wait_for_children(group);
    others = others_have_asked(group);
    if (!aw_list_empty(&group->failed) || (rc < 0 && rc != -ECANCELED)) {
        rc = aw__errors_collect(group, rc);
        /* [ask-again] The tree goes out in place of the request, which the
         * next call that suspends has to hear of, then. */
        parent->must_cancel |= others;
    } else if (asked && (others || !group->asked)) {
        rc = -ECANCELED;
    } else if (rc < 0) {
        rc = 0;
    }
    aw__scope_end(&group->scope);
    return rc;
}
