/* SPDX-License-Identifier: MIT */
/* Three orders in one array.
 *
 *      fifo      a ring          [ 5 6 . . 1 2 3 4 ]   head: 4, len: 6
 *      lifo      a stack         [ 1 2 3 4 5 6 . . ]
 *      priority  a heap          [ 1 3 2 6 4 5 . . ]   each before its children
 *
 * What is equal leaves in the order in which it came: a heap alone does not
 * promise that, so each item has a number. [equal] */
#include "aw/queue.h"

/* ---- First in, first out ------------------------------------------------*/

static void fifo_push(struct aw_queue *queue, struct aw_queue_slot slot)
{
    size_t i = queue->head + queue->len;

    queue->slot[i < queue->cap ? i : i - queue->cap] = slot;
}

static struct aw_queue_slot fifo_pop(struct aw_queue *queue)
{
    struct aw_queue_slot slot = queue->slot[queue->head];

    queue->head = queue->head + 1 < queue->cap ? queue->head + 1 : 0;
    return slot;
}

const struct aw_queue_order aw_queue_fifo = {"fifo", fifo_push, fifo_pop};

/* ---- Last in, first out -------------------------------------------------*/

static void lifo_push(struct aw_queue *queue, struct aw_queue_slot slot)
{
    queue->slot[queue->len] = slot;
}

static struct aw_queue_slot lifo_pop(struct aw_queue *queue)
{
    return queue->slot[queue->len - 1];
}

const struct aw_queue_order aw_queue_lifo = {"lifo", lifo_push, lifo_pop};

/* ---- Priority -----------------------------------------------------------*/

static bool is_before(const struct aw_queue *queue,
                      const struct aw_queue_slot *a,
                      const struct aw_queue_slot *b)
{
    if (queue->options.before(a->item, b->item))
        return true;
    /* [equal] */
    return a->seq < b->seq && !queue->options.before(b->item, a->item);
}

static void priority_push(struct aw_queue *queue, struct aw_queue_slot slot)
{
    struct aw_queue_slot *heap = queue->slot;
    size_t i = queue->len;

    for (; i > 0 && is_before(queue, &slot, &heap[(i - 1) / 2]);
         i = (i - 1) / 2)
        heap[i] = heap[(i - 1) / 2];
    heap[i] = slot;
}

static struct aw_queue_slot priority_pop(struct aw_queue *queue)
{
    struct aw_queue_slot *heap = queue->slot, first = heap[0];
    size_t n = queue->len - 1, i = 0, child;
    struct aw_queue_slot last = heap[n];

    /* The last one looks for a place, from the top down. */
    while ((child = 2 * i + 1) < n) {
        if (child + 1 < n && is_before(queue, &heap[child + 1], &heap[child]))
            child++;
        if (is_before(queue, &last, &heap[child]))
            break;
        heap[i] = heap[child];
        i = child;
    }
    heap[i] = last;
    return first;
}

const struct aw_queue_order aw_queue_priority = {"priority", priority_push,
                                                 priority_pop};
