/* SPDX-License-Identifier: MIT */
#include "aw/task_parts.h"

struct aw__tasks *aw__tasks_of(struct aw_loop *loop)
{
    AW_TODO();
}

void aw_tasks_each(struct aw_loop *loop,
                   void (*fn)(struct aw_task *task, void *ctx), void *ctx)
{
    AW_TODO();
}

void aw__task_note(struct aw_task *task)
{
    AW_TODO();
}

const char *aw_task_state_name(enum aw_task_state state)
{
    AW_TODO();
}

const char *aw_task_describe(const struct aw_task *task, char *text,
                             size_t size)
{
    AW_TODO();
}
