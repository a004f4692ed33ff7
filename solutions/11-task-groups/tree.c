/* SPDX-License-Identifier: MIT */
/* Who lives, and under whom.
 *
 *      task --scope--> [ group ] --outer--> [ timeout ] --outer--> [ group ]
 *                          |                                           |
 *                      children                                    children
 *
 * The tree is there already: a child knows its group, a group its parent, and a
 * parent its scopes.  [links]  Here it is only walked, down, on, and up.
 * [no-recursion] */
#include <stdio.h>
#include <string.h>

#include "aw/group_parts.h"

struct walk {
    void (*line)(const char *text, void *ctx);
    void *ctx;
};

/* Only of scopes whose kind is "group": others have nothing round them. */
static struct aw_group *group_of(struct aw_scope *scope)
{
    return aw_container_of(scope, struct aw_group, scope);
}

/* The first child that lives, from `node` on; or NULL.  A group hears of an end
 * a turn later, and until then who has ended stands there, too. */
static struct aw_task *live_from(struct aw_list *node, struct aw_group *group)
{
    for (; node != &group->children; node = node->next) {
        struct aw_task *t = aw_container_of(node, struct aw_task, owner_link);

        if (t->state != AW_TASK_ENDED)
            return t;
    }
    return NULL;
}

static struct aw_task *first_child(struct aw_group *group)
{
    return live_from(group->children.next, group);
}

/* The group with live children that `task` has begun next behind `scope`, or
 * first of all when that is NULL; scopes are linked from the innermost to the
 * outermost, and people read the other way round. */
static struct aw_group *next_group(const struct aw_task *task,
                                   const struct aw_scope *scope)
{
    struct aw_group *found = NULL;
    struct aw_scope *s;

    for (s = task->scope; s && s != scope; s = s->outer)
        if (strcmp(s->kind, "group") == 0 && first_child(group_of(s)))
            found = group_of(s);
    return found;
}

/* ---- Lines --------------------------------------------------------------*/

/* How many groups the task is below.  Counted anew for each line, for the tree
 * may look different the next time. */
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
    /* Why .150: the compiler knows how long `what` may be, and warns of a line
     * that does not fit.  No description is as long as that. */
    snprintf(text, sizeof(text), "%*s%.150s", 4 * depth_of(task), "", what);
    walk->line(text, walk->ctx);
}

static void print_group(const struct walk *walk, const struct aw_group *group)
{
    char text[160];

    snprintf(text, sizeof(text), "%*sgroup at %s",
             4 * depth_of(group->scope.task) + 2, "", group->scope.where);
    walk->line(text, walk->ctx);
}

/* ---- The walk -----------------------------------------------------------*/

static struct aw_task *enter(const struct walk *walk, struct aw_group *group)
{
    print_group(walk, group);
    return first_child(group);
}

/* The task that comes behind `task`, below the same root; or NULL. */
static struct aw_task *next_task(const struct walk *walk, struct aw_task *task)
{
    struct aw_group *group = next_group(task, NULL);

    while (!group) {
        struct aw_group *owner = task->owner;
        struct aw_task *sibling;

        if (!owner)
            return NULL;
        sibling = live_from(task->owner_link.next, owner);
        if (sibling)
            return sibling;
        task = owner->scope.task;
        group = next_group(task, &owner->scope);
    }
    return enter(walk, group);
}

/* Why only those without an owner: all others stand below one of them, and
 * would be printed twice. */
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
