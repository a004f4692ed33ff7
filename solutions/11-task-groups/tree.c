/* SPDX-License-Identifier: MIT */
/* Who lives, and under whom.
 *
 *      task --scope--> [ group ] --outer--> [ timeout ] --outer--> [ group ]
 *                          |                                           |
 *                      children                                    children
 *
 * The tree is there already: a child knows its group, a group its parent, and a
 * parent its scopes.  Here it is only walked, down, on, and up. [no-recursion] */
#include <stdio.h>
#include <string.h>

#include "aw/group_parts.h"

struct walk {
    void (*line)(const char *text, void *ctx);
    void *ctx;
};

static struct aw_group *group_of(struct aw_scope *scope)
{
    return aw_container_of(scope, struct aw_group, scope);
}

static struct aw_task *child_of(struct aw_list *node)
{
    return aw_container_of(node, struct aw_task, owner_link);
}

/* The group with children that `task` has begun next behind `scope`, or first
 * of all when that is NULL; scopes are linked from the innermost to the
 * outermost, and people read the other way round. */
static struct aw_group *next_group(const struct aw_task *task,
                                   const struct aw_scope *scope)
{
    struct aw_group *found = NULL;
    struct aw_scope *s;

    for (s = task->scope; s && s != scope; s = s->outer)
        if (strcmp(s->kind, "group") == 0 &&
            !aw_list_empty(&group_of(s)->children))
            found = group_of(s);
    return found;
}

/* ---- Lines --------------------------------------------------------------*/

static int depth_of(const struct aw_task *task)
{
    int depth = 0;

    for (; task->owner; task = ((struct aw_group *)task->owner)->scope.task)
        depth++;
    return depth;
}

static void print_task(const struct walk *walk, const struct aw_task *task)
{
    char what[160], text[160];

    aw_task_describe(task, what, sizeof(what));
    snprintf(text, sizeof(text), "%*s%.150s", 4 * depth_of(task), "", what);
    walk->line(text, walk->ctx);
}

static void print_group(const struct walk *walk, const struct aw_group *group)
{
    char text[160];

    snprintf(text, sizeof(text), "%*sgroup at %.140s",
             4 * depth_of(group->scope.task) + 2, "", group->scope.where);
    walk->line(text, walk->ctx);
}

/* ---- The walk -----------------------------------------------------------*/

static struct aw_task *enter(const struct walk *walk, struct aw_group *group)
{
    print_group(walk, group);
    return child_of(group->children.next);
}

/* The task that comes behind `task`, below the same root; or NULL. */
static struct aw_task *next_task(const struct walk *walk, struct aw_task *task)
{
    struct aw_group *group = next_group(task, NULL);

    while (!group) {
        struct aw_group *owner = task->owner;

        if (!owner)
            return NULL;
        if (task->owner_link.next != &owner->children)
            return child_of(task->owner_link.next);
        task = owner->scope.task;
        group = next_group(task, &owner->scope);
    }
    return enter(walk, group);
}

static void print_below(struct aw_task *root, void *ctx)
{
    struct aw_task *task = root->owner ? NULL : root;

    for (; task; task = next_task(ctx, task))
        print_task(ctx, task);
}

void aw_tree_print(struct aw_loop *loop,
                   void (*line)(const char *text, void *ctx), void *ctx)
{
    aw_tasks_each(loop, print_below, &(struct walk){line, ctx});
}
