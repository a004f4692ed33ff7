/* SPDX-License-Identifier: MIT */
#include "aw/queue.h"
#include "aw/task_parts.h"

/* Memory is had and given back with aw__task_resize(queue->loop, ...). */

void aw_queue_init(struct aw_queue *queue, struct aw_loop *loop,
                   const struct aw_queue_options *options)
{
    AW_TODO();
}

size_t aw_queue_len(const struct aw_queue *queue)
{
    AW_TODO();
}

int aw_queue_try_put(struct aw_queue *queue, void *item)
{
    AW_TODO();
}

int aw_queue_try_get(struct aw_queue *queue, void **item)
{
    AW_TODO();
}

int aw_queue_put(struct aw_queue *queue, void *item)
{
    AW_TODO();
}

int aw_queue_get(struct aw_queue *queue, void **item)
{
    AW_TODO();
}

void aw_queue_done(struct aw_queue *queue)
{
    AW_TODO();
}

int aw_queue_join(struct aw_queue *queue)
{
    AW_TODO();
}

void aw_queue_shutdown(struct aw_queue *queue)
{
    AW_TODO();
}

void aw_queue_shutdown_now(struct aw_queue *queue)
{
    AW_TODO();
}

void aw_queue_deinit(struct aw_queue *queue)
{
    AW_TODO();
}
