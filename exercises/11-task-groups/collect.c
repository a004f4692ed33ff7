/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "aw/group_parts.h"
#include "aw/task_parts.h"

/* Memory comes from aw__task_resize.  A task's tree is future.detail of it. */

void aw__errors_free(struct aw_task *task)
{
    AW_TODO();
}

int aw_errors_adopt(const struct aw_future *future)
{
    AW_TODO();
}

int aw__errors_first(const struct aw_error *root)
{
    AW_TODO();
}

int aw__errors_collect(struct aw_group *group, int rc)
{
    AW_TODO();
}
