/* SPDX-License-Identifier: MIT */
#include "aw/group_parts.h"

bool aw__starting_ended(struct aw_group *group, struct aw_task *child)
{
    AW_TODO();
}

int aw_started(void *value)
{
    AW_TODO();
}

int aw__group_start(struct aw_group *group, void **value, aw_body fn, void *arg,
                    const struct aw_spawn_options *options, const char *where)
{
    AW_TODO();
}
