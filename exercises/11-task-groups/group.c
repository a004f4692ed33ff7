/* SPDX-License-Identifier: MIT */
#include "aw/cancel.h"
#include "aw/group_parts.h"

/* Begin with aw__scope_begin, and end with aw__scope_end. */

void aw__group_begin(struct aw_group *group, const char *where)
{
    AW_TODO();
}

void aw_group_cancel(struct aw_group *group, const char *reason)
{
    AW_TODO();
}

bool aw_group_is_open(const struct aw_group *group)
{
    AW_TODO();
}

struct aw_task *aw__group_spawn(struct aw_group *group, aw_body fn, void *arg,
                                const struct aw_spawn_options *options,
                                const char *where)
{
    AW_TODO();
}

int aw_group_close(struct aw_group *group, int rc)
{
    /* What it awaits while children live. */
    static const struct aw_future_ops ops = {.kind = "group"};

    (void)ops;
    AW_TODO();
}
