/* SPDX-License-Identifier: MIT */
#include "aw/queue.h"

static void fifo_push(struct aw_queue *queue, struct aw_queue_slot slot)
{
    AW_TODO();
}

static struct aw_queue_slot fifo_pop(struct aw_queue *queue)
{
    AW_TODO();
}

const struct aw_queue_order aw_queue_fifo = {"fifo", fifo_push, fifo_pop};

static void lifo_push(struct aw_queue *queue, struct aw_queue_slot slot)
{
    AW_TODO();
}

static struct aw_queue_slot lifo_pop(struct aw_queue *queue)
{
    AW_TODO();
}

const struct aw_queue_order aw_queue_lifo = {"lifo", lifo_push, lifo_pop};

static void priority_push(struct aw_queue *queue, struct aw_queue_slot slot)
{
    AW_TODO();
}

static struct aw_queue_slot priority_pop(struct aw_queue *queue)
{
    AW_TODO();
}

const struct aw_queue_order aw_queue_priority = {"priority", priority_push,
                                                 priority_pop};
