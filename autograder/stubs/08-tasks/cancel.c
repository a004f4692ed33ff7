/* SPDX-License-Identifier: MIT */
#include "aw/task_parts.h"

bool aw_task_cancel(struct aw_task *task, const char *reason)
{
    AW_TODO();
}
