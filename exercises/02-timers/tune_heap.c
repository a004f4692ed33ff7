/* SPDX-License-Identifier: MIT */
#include "tune_heap.h"

#include <errno.h>
#include <stdlib.h>

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
    size_t cap = heap->cap ? heap->cap * 2 : 16;
    void *entries;

    if (heap->len < heap->cap)
        return 0;
    entries = realloc(heap->entries, cap * sizeof(struct tune_item *));
    if (!entries)
        return -ENOMEM;
    heap->entries = entries;
    heap->cap = cap;
    return 0;
}

static void swap(struct tune_item **a, struct tune_item **b)
{
    struct tune_item *item = *a;

    *a = *b;
    *b = item;
}

int tune_heap_push(struct tune_heap *heap, struct tune_item *item)
{
    struct tune_item **entry;
    size_t i = heap->len;
    int error = make_room(heap);

    if (error < 0)
        return error;
    entry = heap->entries;
    entry[heap->len++] = item;
    while (i > 0 && entry[i]->key < entry[(i - 1) / 2]->key) {
        swap(&entry[i], &entry[(i - 1) / 2]);
        i = (i - 1) / 2;
    }
    return 0;
}

struct tune_item *tune_heap_pop(struct tune_heap *heap)
{
    struct tune_item **entry = heap->entries, *first;
    size_t i = 0, child;

    if (heap->len == 0)
        return NULL;
    first = entry[0];
    entry[0] = entry[--heap->len];
    while ((child = 2 * i + 1) < heap->len) {
        if (child + 1 < heap->len && entry[child + 1]->key < entry[child]->key)
            child++;
        if (entry[i]->key <= entry[child]->key)
            break;
        swap(&entry[i], &entry[child]);
        i = child;
    }
    return first;
}
