/* SPDX-License-Identifier: MIT */
#include "aw/task_parts.h"

const struct aw_future_ops aw_task_ops = {.kind = "task"};

struct aw_task *aw__spawn(struct aw_loop *loop, aw_body fn, void *arg,
                          const struct aw_spawn_options *options,
                          const char *where)
{
    AW_TODO();
}

void aw_task_start(struct aw_task *task)
{
    AW_TODO();
}

void aw__task_body(void *arg)
{
    AW_TODO();
}

void aw__task_end(struct aw_task *task, int result, void *value)
{
    AW_TODO();
}

void aw__task_end_unbegun(struct aw_task *task)
{
    AW_TODO();
}

void aw_task_hold(struct aw_task *task)
{
    AW_TODO();
}

void aw_task_drop(struct aw_task *task)
{
    AW_TODO();
}
