/* SPDX-License-Identifier: MIT */
/* The queue: two lists, and a door between them that opens once in a turn.
 *
 *      push --> [ next ] --- turn opens: splice ---> [ batch ] --> take
 *
 * Everything that makes the queue fair is that door.  A callback can push as
 * much as it likes: it stands before the door until this turn is over, and
 * between two turns the loop looks at its timers and descriptors. [two-lists]
 *
 * The one hard thing is to count nothing.  Handles leave by themselves, from
 * the middle of either list, and no counter would hear of it. [no-count] */
#include "aw/ready.h"

void aw_ready_init(struct aw_ready *ready)
{
    *ready = (struct aw_ready){.turns = 0};
    aw_list_init(&ready->next);
    aw_list_init(&ready->batch);
}

void aw_ready_push(struct aw_ready *ready, struct aw_handle *handle)
{
    struct aw_list *node = &handle->link, *last = ready->next.prev;

    AW_ASSERT(node->next == node,
              "a handle was pushed that is queued already; ask "
              "aw_handle_queued first, or use one handle for each call");

    /* [by-hand] This is aw_list_append, written out: everything that ever
     * happens comes past here, and a call into another file costs more than
     * the four stores that it would make. */
    node->prev = last;
    node->next = &ready->next;
    last->next = node;
    ready->next.prev = node;
}

void aw_ready_turn(struct aw_ready *ready)
{
    /* Behind what is left, never in front: who took only a part of the last
     * turn finds the older handles first. */
    aw_list_splice(&ready->batch, &ready->next);
    ready->turns++;
}

/* Find the handle that `pick` wants.  Only fuzzed schedules come here, so
 * counting by walking costs nobody else anything. [no-count] */
static struct aw_list *picked(struct aw_ready *ready)
{
    struct aw_list *node;
    size_t n = 0, index;

    aw_list_each (node, &ready->batch)
        n++;
    index = ready->pick(ready->pick_ctx, n);
    AW_ASSERT(index < n,
              "`pick` chose number %zu of %zu handles; an index lies between "
              "0 and n - 1",
              index, n);

    for (node = ready->batch.next; index > 0; index--)
        node = node->next;
    return node;
}

struct aw_handle *aw_ready_take(struct aw_ready *ready)
{
    struct aw_list *node = ready->batch.next;

    if (node == &ready->batch)
        return NULL;
    if (ready->pick)
        node = picked(ready);

    /* Out of the list before the call, not after it: then the callback may
     * push its own handle again, or free it. [out-first] */
    aw_list_remove(node);
    return aw_container_of(node, struct aw_handle, link);
}
