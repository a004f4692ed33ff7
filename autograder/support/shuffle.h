/* SPDX-License-Identifier: MIT */
/* shuffle.h: another order among those tasks that are ready, and of nothing
 * else.
 *
 *      queued     task 1 | callback | task 2 | timer | task 3
 *      shuffled   task 3 | callback | task 1 | timer | task 2
 *
 * Order is promised, and most tests hold a program to it.  Some promises do
 * not depend on it: none is lost, none is left.  Those hold for any seed. */
#ifndef SHUFFLE_H
#define SHUFFLE_H

#include <stdlib.h>

#include "aw/task_parts.h"

struct shuffle {
    struct aw_ready *ready;
    uint64_t state, turn;
};

static inline bool shuffle_is_task(const struct aw_list *node)
{
    return aw_container_of(node, struct aw_handle, link)->fn == aw__task_step;
}

static inline size_t shuffle_draw(struct shuffle *s, size_t n)
{
    s->state ^= s->state >> 12;
    s->state ^= s->state << 25;
    s->state ^= s->state >> 27;
    return (size_t)(s->state * 0x2545F4914F6CDD1Dull >> 11) % n;
}

/* The tasks among `node` change places: each, from the last one on, with one
 * that stands in front of it, or with none. */
static inline void shuffle_nodes(struct shuffle *s, struct aw_list **node,
                                 size_t n)
{
    for (size_t i = n; i-- > 0;) {
        struct aw_list *here = node[i];
        size_t other;

        if (!shuffle_is_task(here))
            continue;
        /* One in front, or this one; callbacks are passed over. */
        do
            other = shuffle_draw(s, i + 1);
        while (!shuffle_is_task(node[other]));
        node[i] = node[other];
        node[other] = here;
    }
}

static inline size_t shuffle_pick(void *ctx, size_t n)
{
    struct shuffle *s = ctx;
    struct aw_list *batch = &s->ready->batch, *at = batch->next, **node;

    if (s->turn == s->ready->turns || n < 2)
        return 0;
    s->turn = s->ready->turns;
    node = malloc(n * sizeof(struct aw_list *));
    if (!node)
        return 0;
    for (size_t i = 0; i < n; i++, at = at->next)
        node[i] = at;
    shuffle_nodes(s, node, n);
    aw_list_init(batch);
    for (size_t i = 0; i < n; i++) {
        aw_list_init(node[i]);
        aw_list_append(batch, node[i]);
    }
    free(node);
    return 0;
}

/* From now on the tasks of that loop run in an order that `seed` decides; 0: in
 * their own. */
static inline void shuffle_init(struct shuffle *s, struct aw_loop *of,
                                uint64_t seed)
{
    *s = (struct shuffle){.ready = &of->ready, .state = 2 * seed + 1};
    of->ready.pick = seed ? shuffle_pick : NULL;
    of->ready.pick_ctx = s;
}

#endif
