/* SPDX-License-Identifier: MIT */
#include "aw/task_parts.h"

struct aw_locals *aw__locals_share(struct aw_locals *locals)
{
    AW_TODO();
}

void aw__locals_release(struct aw_loop *loop, struct aw_locals *locals)
{
    AW_TODO();
}

int aw_local_set(const void *key, void *value)
{
    AW_TODO();
}

void *aw_local_get(const void *key)
{
    AW_TODO();
}
