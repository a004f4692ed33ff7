/* SPDX-License-Identifier: MIT */
#include "aw/task_parts.h"

struct aw_task *aw_task_self(void)
{
    AW_TODO();
}

void aw_task_return(void *value)
{
    AW_TODO();
}

int aw__task_step(struct aw_handle *handle)
{
    AW_TODO();
}

int aw_yield(void)
{
    AW_TODO();
}

int aw_await_owned(struct aw_future *future, void **value,
                   void (*undelivered)(void *value))
{
    AW_TODO();
}

int aw_await(struct aw_future *future, void **value)
{
    AW_TODO();
}

int aw_join(struct aw_task *task, void **value)
{
    AW_TODO();
}
