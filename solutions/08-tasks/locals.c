/* SPDX-License-Identifier: MIT */
/* Locals: what a task carries with it, and hands on to those it spawns.
 *
 *      parent --+
 *               +--> [ 2 tasks | user = ann | trace = 7 ]
 *      child ---+
 *      other -----> [ 1 task  | user = ben | trace = 7 ]
 *
 * A table that never changes.  To inherit is to point to the same one, so
 * spawning copies a pointer.  To set is to make a table of one's own, with
 * the difference in it: so nobody sees what another one sets. [never-change]
 *
 * The one hard thing is who frees a table: the last task that lets go. */
#include <string.h>

#include "aw/task_parts.h"

struct local {
    const void *key;
    void *value;
};

struct aw_locals {
    size_t tasks; /* that point here */
    size_t n;
    struct local local[];
};

static size_t size_of(size_t n)
{
    return sizeof(struct aw_locals) + n * sizeof(struct local);
}

struct aw_locals *aw__locals_share(struct aw_locals *locals)
{
    if (locals)
        locals->tasks++;
    return locals;
}

void aw__locals_release(struct aw_loop *loop, struct aw_locals *locals)
{
    if (locals && --locals->tasks == 0)
        aw__task_resize(loop, locals, size_of(locals->n), 0);
}

/* Where `key` stands in the table, or its length. */
static size_t find(const struct aw_locals *locals, const void *key)
{
    size_t i = 0, n = locals ? locals->n : 0;

    while (i < n && locals->local[i].key != key)
        i++;
    return i;
}

int aw_local_set(const void *key, void *value)
{
    struct aw_task *task = aw_task_self();
    struct aw_locals *old, *own;
    size_t n, i;

    AW_ASSERT(task, "aw_local_set was called outside of a task");
    old = task->locals;
    n = old ? old->n : 0;
    i = find(old, key);
    /* [never-change] Wrong turn: to change the value where it stands when the
     * key is there already.  It may be the children's as well;
     * what_is_set_later_is_seen_by_nobody_else. */
    own = aw__task_resize(task->future.loop, NULL, 0, size_of(n + (i == n)));
    if (!own)
        return -ENOMEM;
    if (old)
        memcpy(own, old, size_of(n));
    own->tasks = 1;
    own->n = n + (i == n);
    own->local[i] = (struct local){key, value};
    task->locals = own;
    aw__locals_release(task->future.loop, old);
    return 0;
}

void *aw_local_get(const void *key)
{
    const struct aw_task *task = aw_task_self();
    const struct aw_locals *locals = task ? task->locals : NULL;
    size_t i = find(locals, key);

    return locals && i < locals->n ? locals->local[i].value : NULL;
}
