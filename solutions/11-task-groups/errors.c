/* SPDX-License-Identifier: MIT */
/* Several errors: a walk through a tree, and errors that are taken out of it,
 * those of one kind at a time. [by-kind]
 *
 *      root --first--> a --next--> b --next--> e
 *                                  |
 *                                first
 *                                  v
 *                                  c --next--> d          root, a, b, c, d, e
 *
 * Every node knows the group that it is in.  So the walk needs no recursion and
 * no stack: down if there is something below, else on, else up until one can go
 * on. [no-recursion]
 *
 * The hard thing is to take errors out: a group that has lost its last member
 * has to go as well, and the one that it is in, perhaps. [prune] */
#include <stdio.h>

#include "aw/group_parts.h"

struct aw_error *aw_errors(void)
{
    const struct aw_task *task = aw_task_self();

    return task ? task->future.detail : NULL;
}

struct aw_error *aw_errors_of(const struct aw_future *future)
{
    return future->result == AW_EGROUP ? future->detail : NULL;
}

/* ---- Walking ------------------------------------------------------------*/

/* The next one below `tree`, or NULL.
 *
 * Wrong turn: to go up until there is no group any more.  A walk through a part
 * leaves it then; a_part_is_walked_and_no_more catches it. */
static const struct aw_error *next(const struct aw_error *tree,
                                   const struct aw_error *error)
{
    if (error->first)
        return error->first;
    while (error != tree && !error->next)
        error = error->group;
    return error == tree ? NULL : error->next;
}

void aw_errors_each(const struct aw_error *tree,
                    void (*fn)(const struct aw_error *error, void *ctx),
                    void *ctx)
{
    const struct aw_error *error;

    for (error = tree; error; error = next(tree, error))
        if (!error->first)
            fn(error, ctx);
}

static void count_one(const struct aw_error *error, void *ctx)
{
    (void)error;
    ++*(size_t *)ctx;
}

size_t aw_errors_count(const struct aw_error *tree)
{
    size_t n = 0;

    aw_errors_each(tree, count_one, &n);
    return n;
}

/* Why counted anew for each line: what is printed is read by people, and a
 * field for it would have to be right in each copy. */
static int depth_of(const struct aw_error *tree, const struct aw_error *error)
{
    int depth = 0;

    for (; error != tree; error = error->group)
        depth++;
    return depth;
}

void aw_errors_print(const struct aw_error *tree,
                     void (*line)(const char *text, void *ctx), void *ctx)
{
    const struct aw_error *error;
    char text[160];

    for (error = tree; error; error = next(tree, error)) {
        snprintf(text, sizeof(text), "%*s%s in %s, %s",
                 2 * depth_of(tree, error), "", aw_error_name(error->code),
                 error->name, error->where);
        line(text, ctx);
    }
}

/* ---- Handling -----------------------------------------------------------*/

/* Both ways to say which errors are meant come down to this. */
struct kind {
    bool (*is)(int code); /* NULL: this one */
    int code;
    void (*fn)(const struct aw_error *error, void *ctx);
    void *ctx;
};

static bool matches(const struct kind *kind, int code)
{
    if (code >= 0 || code == AW_EGROUP || code == -ECANCELED)
        return false;
    return kind->is ? kind->is(code) : kind->code == code;
}

/* Hand over those that match, and mark them with the code 0.  A group's first
 * member becomes the group itself, which stands for "none yet". */
static void hand_over(struct aw__tree *tree, const struct kind *kind)
{
    for (size_t i = 0; i < tree->n; i++) {
        struct aw_error *error = &tree->error[i];

        if (error->first) {
            error->first = error;
        } else if (matches(kind, error->code)) {
            if (kind->fn)
                kind->fn(error, kind->ctx);
            error->code = 0;
        }
    }
}

/* [prune] Backwards, for then the members of a group come before it, the last
 * one first: each puts itself at the front of its group, and when it is the
 * group's turn it knows whether there is anybody. */
static void link_the_rest(struct aw__tree *tree)
{
    for (size_t i = tree->n; i-- > 0;) {
        struct aw_error *error = &tree->error[i], *group = error->group;

        if (error->first == error) {
            error->first = NULL;
            error->code = 0;
        }
        if (error->code == 0 || !group)
            continue;
        error->next = group->first == group ? NULL : group->first;
        group->first = error;
    }
}

static int take_out(struct aw_task *task, const struct kind *kind)
{
    struct aw__tree *tree =
        aw_container_of(task->future.detail, struct aw__tree, error[0]);

    hand_over(tree, kind);
    link_the_rest(tree);
    if (tree->error->code != 0)
        return AW_EGROUP;
    aw__errors_free(task);
    return 0;
}

static int handle(int rc, const struct kind *kind)
{
    struct aw_task *task = aw_task_self();
    struct aw_error single = {.code = rc, .where = ""};

    /* Why rc as well: the tree may be an older one, of a group whose errors
     * were never handled. */
    if (rc == AW_EGROUP && aw_errors())
        return take_out(task, kind);
    if (!matches(kind, rc))
        return rc;
    if (task)
        snprintf(single.name, sizeof(single.name), "%s", task->name);
    if (kind->fn)
        kind->fn(&single, kind->ctx);
    return 0;
}

int aw_except(int rc, int code,
              void (*fn)(const struct aw_error *error, void *ctx), void *ctx)
{
    AW_ASSERT(code < 0 && code != -ECANCELED && code != AW_EGROUP,
              "aw_except was given %d, which is no kind of error", code);
    return handle(rc, &(struct kind){.code = code, .fn = fn, .ctx = ctx});
}

int aw_except_if(int rc, bool (*is)(int code),
                 void (*fn)(const struct aw_error *error, void *ctx), void *ctx)
{
    return handle(rc, &(struct kind){.is = is, .fn = fn, .ctx = ctx});
}
