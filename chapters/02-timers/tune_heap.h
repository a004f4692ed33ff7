/* SPDX-License-Identifier: MIT */
/* tune_heap.h: a queue that gives out the item with the smallest key first.
 *
 * What you are given is correct: a binary heap of pointers, as most books
 * draw it.  With a few hundred items nothing is wrong with it.  With a hundred
 * thousand, each comparison follows two pointers to two places in memory, and
 * waits for both.  Make it fast.
 *
 * The array behind `entries` is yours to shape.  The fields of the items are
 * not: their size stands for what a real program keeps there. */
#ifndef TUNE_HEAP_H
#define TUNE_HEAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is queued.  The key must not change while the item is in a queue.
 *
 * Owns:  the caller's memory; it must stay until it is popped. */
struct tune_item {
    int64_t key;
    uint64_t rest[15];
};

struct tune_heap {
    void *entries;
    size_t len, cap;    /* items queued; room for so many */
    uintptr_t spare[2]; /* yours, if you need room */
};

/* Make `heap` an empty queue.  Allocates nothing. */
void tune_heap_init(struct tune_heap *heap);

/* Give its memory back.  The queue is empty afterwards.  Items that are still
 * queued are the caller's again. */
void tune_heap_deinit(struct tune_heap *heap);

/* Queue `item`.  Items with equal keys may come out in any order.
 *
 * Returns 0, or -ENOMEM when there is no memory: then nothing has changed. */
int tune_heap_push(struct tune_heap *heap, struct tune_item *item);

/* Take out the item with the smallest key.
 *
 * Returns the item, or NULL when the queue is empty. */
struct tune_item *tune_heap_pop(struct tune_heap *heap);

#endif
