/* SPDX-License-Identifier: MIT */
/* Three changes, in the order of what they bring:
 *
 *   The keys stand in the array.  A comparison reads two neighbours instead
 *   of following two pointers.  [inline-keys]
 *   Four children to a node.  The tree is half as deep, and the children of
 *   a node share two cache lines.
 *   The hole sinks to the bottom, without asking at each level whether the
 *   last entry belongs there: it nearly never does.  [hole]
 *
 * The one hard thing was to find the first of them.  It is not a better
 * algorithm: the number of comparisons hardly changes.  What changes is how
 * long one of them takes. */
#include "tune_heap.h"

#include <errno.h>
#include <stdlib.h>

struct entry {
    int64_t key;
    struct tune_item *item;
};

enum { ARITY = 4, FETCH = ARITY * ARITY, FIRST_ROOM = 16 };

void tune_heap_init(struct tune_heap *heap)
{
    *heap = (struct tune_heap){0};
}

void tune_heap_deinit(struct tune_heap *heap)
{
    free(heap->entries);
    tune_heap_init(heap);
}

static int make_room(struct tune_heap *heap)
{
    size_t cap = heap->cap ? heap->cap * 2 : FIRST_ROOM;
    void *entries;

    if (heap->len < heap->cap)
        return 0;
    entries = realloc(heap->entries, cap * sizeof(struct entry));
    if (!entries)
        return -ENOMEM;
    heap->entries = entries;
    heap->cap = cap;
    return 0;
}

/* Put `entry` where the hole at `i` would rise to for it. */
static void rise(struct entry *entries, size_t i, struct entry entry)
{
    while (i > 0 && entry.key < entries[(i - 1) / ARITY].key) {
        entries[i] = entries[(i - 1) / ARITY];
        i = (i - 1) / ARITY;
    }
    entries[i] = entry;
}

/* [prefetch] The next level is on its way while this one is compared. */
static size_t least_child(const struct entry *entries, size_t child, size_t len)
{
    size_t end = child + ARITY < len ? child + ARITY : len;
    size_t below = child * ARITY + 1;
    size_t least = child;

    for (size_t i = below; i < below + FETCH && below < len; i += 4)
        __builtin_prefetch(&entries[i]);
    for (size_t i = child + 1; i < end; i++)
        if (entries[i].key < entries[least].key)
            least = i;
    return least;
}

int tune_heap_push(struct tune_heap *heap, struct tune_item *item)
{
    int error = make_room(heap);

    if (error < 0)
        return error;
    rise(heap->entries, heap->len++, (struct entry){item->key, item});
    return 0;
}

struct tune_item *tune_heap_pop(struct tune_heap *heap)
{
    struct entry *entries = heap->entries;
    struct tune_item *first;
    size_t hole = 0, child;

    if (heap->len == 0)
        return NULL;
    first = entries[0].item;
    heap->len--;
    while ((child = hole * ARITY + 1) < heap->len) {
        child = least_child(entries, child, heap->len);
        entries[hole] = entries[child];
        hole = child;
    }
    rise(entries, hole, entries[heap->len]);
    return first;
}
