/* SPDX-License-Identifier: MIT */
/* A tree of errors is made when a group is closed, and not before.
 *
 * Until then the tasks that have failed are held, and each of them is its own
 * note: its name, its place, its result, and the tree of its own group.  So a
 * failure needs no memory, and at the end it is known how much the tree needs:
 * one block. [one-block]
 *
 * The hard thing is a tree inside of a tree.  It belongs to a task that will be
 * gone, so it is copied, and all its pointers point into the old block.  They
 * all move by the same distance. [same-distance] */
#include <stdio.h>

#include "aw/group_parts.h"
#include "aw/task_parts.h"

/* The root is the first entry of its block, so from a root one gets to the
 * block, and everybody else needs to know nothing of blocks. */
static struct aw__tree *tree_of(const struct aw_error *root)
{
    return root ? aw_container_of(root, struct aw__tree, error[0]) : NULL;
}

static size_t size_of(size_t n)
{
    return sizeof(struct aw__tree) + n * sizeof(struct aw_error);
}

void aw__errors_free(struct aw_task *task)
{
    struct aw__tree *tree = tree_of(task->future.detail);

    if (tree)
        aw__task_resize(task->future.loop, tree, size_of(tree->n), 0);
    task->future.detail = NULL;
}

/* Invariant: whoever has a tree has a farewell, so it goes with him at last. */
static void own(struct aw_task *task, struct aw__tree *tree)
{
    aw__errors_free(task);
    task->future.detail = tree ? tree->error : NULL;
    task->farewell = aw__errors_free;
}

/* ---- Copying ------------------------------------------------------------*/

static struct aw_error *moved(struct aw_error *to, const struct aw_error *from,
                              const struct aw_error *error)
{
    return error ? to + (error - from) : NULL;
}

/* [same-distance] Returns how many were copied. */
static size_t copy(struct aw_error *to, const struct aw__tree *tree)
{
    const struct aw_error *from = tree->error;

    for (size_t i = 0; i < tree->n; i++) {
        to[i] = from[i];
        to[i].group = moved(to, from, from[i].group);
        to[i].first = moved(to, from, from[i].first);
        to[i].next = moved(to, from, from[i].next);
    }
    return tree->n;
}

int aw_errors_adopt(const struct aw_future *future)
{
    const struct aw__tree *tree = tree_of(aw_errors_of(future));
    struct aw_task *task = aw_task_self();
    struct aw__tree *ours;

    AW_ASSERT(task, "errors were adopted outside of a task");
    if (!tree)
        return -ENOENT;
    ours = aw__task_resize(task->future.loop, NULL, 0, size_of(tree->n));
    if (!ours)
        return -ENOMEM;
    ours->n = copy(ours->error, tree);
    own(task, ours);
    return 0;
}

/* ---- Collecting ---------------------------------------------------------*/

/* What goes into a tree: an error, or a whole tree. */
struct source {
    int code;
    const char *name, *where;
    const struct aw__tree *tree; /* or NULL */
};

/* Why the task's own words: it is held, so its name and its place are there,
 * and need no copy until the tree is filled in. */
static struct source of_child(struct aw_list *node)
{
    struct aw_task *child = aw_container_of(node, struct aw_task, owner_link);

    return (struct source){child->future.result, child->name,
                           child->future.where,
                           tree_of(aw_errors_of(&child->future))};
}

static struct source of_body(const struct aw_group *group, int rc)
{
    const struct aw_task *parent = group->scope.task;

    return (struct source){rc, parent->name, group->scope.where,
                           rc == AW_EGROUP ? tree_of(parent->future.detail)
                                           : NULL};
}

static bool is_error(int rc)
{
    return rc < 0 && rc != -ECANCELED;
}

/* [one-block] A tree inside is taken as it is, with what was taken out of it:
 * to leave that away would cost a pass over it, and gain little. */
static size_t room_for(const struct source *source)
{
    return source->tree ? source->tree->n : 1;
}

static void fill_in(struct aw_error *error, const struct source *source)
{
    *error = (struct aw_error){.code = source->code, .where = source->where};
    snprintf(error->name, sizeof(error->name), "%s", source->name);
}

/* Put it behind what is there, and at the end of the root's members. */
static void add(struct aw__tree *tree, struct aw_error **end,
                const struct source *source)
{
    struct aw_error *error = &tree->error[tree->n];

    if (source->tree) {
        tree->n += copy(error, source->tree);
    } else {
        fill_in(error, source);
        tree->n++;
    }
    error->group = tree->error;
    if (*end)
        (*end)->next = error;
    else
        tree->error->first = error;
    *end = error;
}

/* The root, the children in the order in which they were heard, the body. */
static struct aw__tree *make(const struct aw_group *group, int rc, size_t n)
{
    const struct source root = of_body(group, AW_EGROUP);
    const struct source body = of_body(group, rc);
    struct aw_error *end = NULL;
    struct aw__tree *tree;
    struct aw_list *node;

    tree = aw__task_resize(group->scope.task->future.loop, NULL, 0, size_of(n));
    if (!tree)
        return NULL;
    fill_in(tree->error, &root);
    tree->n = 1;
    for (node = group->failed.next; node != &group->failed; node = node->next) {
        struct source child = of_child(node);

        add(tree, &end, &child);
    }
    if (is_error(rc))
        add(tree, &end, &body);
    return tree;
}

static size_t room_for_all(const struct aw_group *group, int rc)
{
    const struct source body = of_body(group, rc);
    struct aw_list *node;
    size_t n = 1 + (is_error(rc) ? room_for(&body) : 0);

    for (node = group->failed.next; node != &group->failed; node = node->next) {
        struct source child = of_child(node);

        n += room_for(&child);
    }
    return n;
}

int aw__errors_first(const struct aw_error *root)
{
    while (root->first)
        root = root->first;
    return root->code;
}

static int first_of(const struct source *source)
{
    return source->tree ? aw__errors_first(source->tree->error) : source->code;
}

int aw__errors_collect(struct aw_group *group, int rc)
{
    struct aw__tree *tree = make(group, rc, room_for_all(group, rc));
    struct source source = of_body(group, rc);
    struct aw_list *node;
    int first;

    /* Before the tasks are let go, and before the body's tree is freed. */
    if (!aw_list_empty(&group->failed))
        source = of_child(group->failed.next);
    first = first_of(&source);
    /* Why not before: the body's error may be the tree that goes now. */
    own(group->scope.task, tree);
    while ((node = aw_list_pop(&group->failed)))
        aw_task_drop(aw_container_of(node, struct aw_task, owner_link));
    return tree ? AW_EGROUP : first;
}
