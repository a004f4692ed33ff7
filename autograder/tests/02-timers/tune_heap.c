/* SPDX-License-Identifier: MIT */
#include "tune_heap.h"
#include "graded.h"

enum { MANY = 2000 };

static struct tune_heap heap;
static struct tune_item item[MANY];

static void push(size_t i, int64_t key)
{
    item[i].key = key;
    EXPECT_INT(tune_heap_push(&heap, &item[i]), 0, "queued key %lld",
               (long long)key);
}

GRADED(tune_heap, an_empty_queue_gives_nothing,
       "or NULL when the queue is empty")
{
    tune_heap_init(&heap);
    EXPECT_PTR(tune_heap_pop(&heap), NULL, "popped from a new queue");
    push(0, 5);
    EXPECT_PTR(tune_heap_pop(&heap), &item[0], "queued one item");
    EXPECT_PTR(tune_heap_pop(&heap), NULL, "popped it");
    EXPECT_INT((long long)heap.len, 0, "popped it");
    tune_heap_deinit(&heap);
}

GRADED(tune_heap, the_smallest_key_comes_first,
       "Take out the item with the smallest key.")
{
    tune_heap_init(&heap);
    push(0, 30);
    push(1, INT64_MAX);
    push(2, -1);
    push(3, INT64_MIN);
    push(4, 20);
    push(5, 0);
    for (int i = 0; i < 6; i++)
        say("%d", (int)(tune_heap_pop(&heap) - item));
    EXPECT_SAID("3 2 5 4 0 1", "queued 30 MAX -1 MIN 20 0");
    tune_heap_deinit(&heap);
}

GRADED(tune_heap, every_item_comes_once,
       "Items with equal keys may come out in any order.")
{
    struct tune_item *got;
    int64_t last = -1;
    long wrong = 0, n = 0;

    tune_heap_init(&heap);
    for (size_t i = 0; i < MANY; i++)
        push(i, (int64_t)graded_random(500));
    EXPECT_INT((long long)heap.len, MANY, "queued 2000 items");
    while ((got = tune_heap_pop(&heap)) && n++ < MANY) {
        wrong += got->key < last || got->rest[0]++;
        last = got->key;
    }
    EXPECT_INT(n, MANY, "queued 2000 items, and popped them all");
    EXPECT_INT(wrong, 0, "so many came twice or out of order");
    tune_heap_deinit(&heap);
}

GRADED(tune_heap, pushing_and_popping_in_turns,
       "gives out the item with the smallest key first")
{
    int64_t key = 0;
    long wrong = 0;

    tune_heap_init(&heap);
    for (size_t i = 0; i < 300; i++)
        push(i, (int64_t)graded_random(100));
    for (int step = 0; step < 20000; step++) {
        struct tune_item *got = tune_heap_pop(&heap);

        wrong += got->key < key;
        key = got->key;
        got->key += (int64_t)graded_random(100);
        wrong += tune_heap_push(&heap, got) != 0;
    }
    EXPECT_INT(wrong, 0,
               "20000 times took the first one out, and queued it "
               "again with a larger key");
    EXPECT_INT((long long)heap.len, 300, "20000 times out and in");
    tune_heap_deinit(&heap);
}

GRADED(tune_heap, items_stay_the_callers,
       "Items that are still queued are the caller's again.")
{
    tune_heap_init(&heap);
    EXPECT_PTR(heap.entries, NULL, "made a queue, which allocates nothing");
    push(0, 1);
    push(1, 2);
    tune_heap_deinit(&heap);
    EXPECT_INT((long long)heap.len, 0, "gave the memory back");
    push(1, 2);
    EXPECT_PTR(tune_heap_pop(&heap), &item[1], "used the queue again");
    tune_heap_deinit(&heap);
}
