/* SPDX-License-Identifier: MIT */
#include "aw/gather_parts.h"

int aw_member_result(const struct aw_member *member, void **value)
{
    AW_TODO();
}

void aw__member_init(struct aw_member *member, aw_fn fn, void *of)
{
    AW_TODO();
}

void aw__member_look_on(struct aw_member *member)
{
    AW_TODO();
}

void aw__member_look_away(struct aw_member *member)
{
    AW_TODO();
}
