/* SPDX-License-Identifier: MIT */
/* A queue: items, and two lines of tasks.
 *
 *      putters --> [ items ] --> getters
 *
 * There are never tasks in both lines who could help each other: whoever puts
 * wakes one who gets, and the other way round. [backpressure]
 *
 * The hard thing is that a wake-up promises nothing.  Between it and its turn
 * somebody else may take the item, who did not wait; then the one who was woken
 * stands in line again, at its end.  And when he is asked to end instead, the
 * item lies there and nobody knows: so he wakes the next. [hint] */
#include <string.h>

#include "aw/queue.h"
#include "aw/task_parts.h"

static const struct aw_future_ops getter_ops = AW_WAITER_OPS("queue to fill");
static const struct aw_future_ops putter_ops = AW_WAITER_OPS("queue to drain");

void aw_queue_init(struct aw_queue *queue, struct aw_loop *loop,
                   const struct aw_queue_options *options)
{
    struct aw_queue_options *o = &queue->options;

    *queue = (struct aw_queue){.loop = loop};
    if (options)
        *o = *options;
    o->order = o->order ? o->order : &aw_queue_fifo;
    o->max = o->max ? o->max : AW_QUEUE_UNLIMITED;
    AW_ASSERT(!o->room || o->max != AW_QUEUE_UNLIMITED,
              "a queue was given room for an unlimited number of items");
    AW_ASSERT(o->order != &aw_queue_priority || o->before,
              "a priority queue was made, and not told which item is before "
              "which");
    if (o->room) {
        queue->slot = o->room;
        queue->cap = o->max;
    }
    aw_waiters_init(&queue->getters, &getter_ops, o->name);
    aw_waiters_init(&queue->putters, &putter_ops, o->name);
    aw_event_init(&queue->finished, o->name);
    aw_event_set(&queue->finished);
}

size_t aw_queue_len(const struct aw_queue *queue)
{
    return queue->len;
}

static bool is_full(const struct aw_queue *queue)
{
    return queue->len >= queue->options.max;
}

/* ---- Room ---------------------------------------------------------------*/

/* [ring] A ring that goes round the end is opened there: what lies behind the
 * head moves to the new end. */
static void open_ring(struct aw_queue *queue, size_t cap)
{
    size_t behind = queue->cap - queue->head;

    if (queue->options.order != &aw_queue_fifo || queue->head == 0)
        return;
    memmove(&queue->slot[cap - behind], &queue->slot[queue->head],
            behind * sizeof(struct aw_queue_slot));
    queue->head = cap - behind;
}

static int make_room(struct aw_queue *queue)
{
    size_t max = queue->options.max, cap = queue->cap ? 2 * queue->cap : 8;
    struct aw_queue_slot *slot;

    if (queue->len < queue->cap)
        return 0;
    if (queue->options.room || queue->cap >= SIZE_MAX / sizeof(*slot) / 2)
        return -ENOMEM;
    cap = cap < max ? cap : max;
    slot = aw__task_resize(queue->loop, queue->slot, queue->cap * sizeof(*slot),
                           cap * sizeof(*slot));
    if (!slot)
        return -ENOMEM;
    queue->slot = slot;
    open_ring(queue, cap);
    queue->cap = cap;
    return 0;
}

/* ---- Without waiting ----------------------------------------------------*/

int aw_queue_try_put(struct aw_queue *queue, void *item)
{
    int rc;

    if (queue->shut)
        return -ESHUTDOWN;
    if (is_full(queue))
        return -EAGAIN;
    rc = make_room(queue);
    if (rc < 0)
        return rc;
    queue->options.order->push(queue,
                               (struct aw_queue_slot){item, queue->seq++});
    queue->len++;
    queue->unfinished++;
    aw_event_clear(&queue->finished);
    aw_waiters_wake(&queue->getters);
    return 0;
}

static void *take(struct aw_queue *queue)
{
    struct aw_queue_slot slot = queue->options.order->pop(queue);

    queue->len--;
    return slot.item;
}

int aw_queue_try_get(struct aw_queue *queue, void **item)
{
    *item = NULL;
    if (queue->len == 0)
        return queue->shut ? -ESHUTDOWN : -EAGAIN;
    *item = take(queue);
    aw_waiters_wake(&queue->putters);
    return 0;
}

/* ---- Waiting ------------------------------------------------------------*/

static void check_task(void)
{
    AW_ASSERT(aw_task_self(), "something that waits was called outside of a "
                              "task: the loop itself cannot wait; spawn a task "
                              "for it");
}

int aw_queue_put(struct aw_queue *queue, void *item)
{
    bool woken;

    check_task();
    /* [hint] Wrong turn: `if`.  Somebody who did not wait may have filled the
     * place; who_was_woken_looks_again catches it. */
    while (is_full(queue) && !queue->shut) {
        int rc = aw_waiters_wait(&queue->putters, &woken);

        if (rc == 0)
            continue;
        if (woken && !is_full(queue))
            aw_waiters_wake(&queue->putters);
        return rc;
    }
    return aw_queue_try_put(queue, item);
}

int aw_queue_get(struct aw_queue *queue, void **item)
{
    bool woken;

    check_task();
    *item = NULL;
    while (queue->len == 0 && !queue->shut) {
        int rc = aw_waiters_wait(&queue->getters, &woken);

        if (rc == 0)
            continue;
        /* [hint] Wrong turn: to return and leave it at that.  The item lies
         * there, and the others sleep; an_item_is_not_left_lying catches it. */
        if (woken && queue->len > 0)
            aw_waiters_wake(&queue->getters);
        return rc;
    }
    return aw_queue_try_get(queue, item);
}

/* ---- Being done ---------------------------------------------------------*/

static void finish(struct aw_queue *queue)
{
    queue->unfinished--;
    if (queue->unfinished == 0)
        aw_event_set(&queue->finished);
}

void aw_queue_done(struct aw_queue *queue)
{
    AW_ASSERT(queue->unfinished > queue->len,
              "more items were said to be done than have been got");
    finish(queue);
}

int aw_queue_join(struct aw_queue *queue)
{
    return aw_event_wait(&queue->finished);
}

/* ---- Shutting -----------------------------------------------------------*/

void aw_queue_shutdown(struct aw_queue *queue)
{
    queue->shut = true;
    while (aw_waiters_wake(&queue->getters))
        continue;
    while (aw_waiters_wake(&queue->putters))
        continue;
}

static void drop(struct aw_queue *queue, void *item)
{
    if (queue->options.drop)
        queue->options.drop(item);
}

static void drop_all(struct aw_queue *queue)
{
    while (queue->len > 0) {
        void *item = take(queue);

        /* [counted-out] Wrong turn: to drop first.  An item that is out of the
         * queue and not finished looks as if somebody had it, so `drop` could
         * say that it is done; what_is_dropped_is_done_already catches it. */
        finish(queue);
        drop(queue, item);
    }
}

void aw_queue_shutdown_now(struct aw_queue *queue)
{
    queue->shut = true;
    drop_all(queue);
    aw_queue_shutdown(queue);
}

void aw_queue_deinit(struct aw_queue *queue)
{
    aw_waiters_deinit(&queue->getters);
    aw_waiters_deinit(&queue->putters);
    aw_event_deinit(&queue->finished);
    queue->shut = true; /* or `drop` could put, for ever */
    drop_all(queue);
    if (!queue->options.room && queue->slot)
        aw__task_resize(queue->loop, queue->slot,
                        queue->cap * sizeof(struct aw_queue_slot), 0);
    queue->slot = NULL;
    queue->cap = 0;
}
