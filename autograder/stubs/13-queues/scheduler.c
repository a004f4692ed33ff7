/* SPDX-License-Identifier: MIT */
#include "aw/scheduler.h"
#include "aw/cancel.h"
#include "aw/task_parts.h"

/* Memory for a job is had and given back with aw__task_resize. */

void aw__scheduler_begin(struct aw_scheduler *scheduler,
                         const struct aw_scheduler_options *options,
                         const char *where)
{
    AW_TODO();
}

int aw_scheduler_submit(struct aw_scheduler *scheduler, aw_body fn, void *arg)
{
    AW_TODO();
}

int aw_scheduler_try_submit(struct aw_scheduler *scheduler, aw_body fn,
                            void *arg)
{
    AW_TODO();
}

void aw_scheduler_set_size(struct aw_scheduler *scheduler, size_t size)
{
    AW_TODO();
}

void aw_scheduler_each(const struct aw_scheduler *scheduler,
                       void (*fn)(void *arg, void *ctx), void *ctx)
{
    AW_TODO();
}

void aw_scheduler_cancel(struct aw_scheduler *scheduler)
{
    AW_TODO();
}

int aw_scheduler_end(struct aw_scheduler *scheduler, int rc)
{
    AW_TODO();
}
