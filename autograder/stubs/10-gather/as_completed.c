/* SPDX-License-Identifier: MIT */
#include "aw/cancel.h"
#include "aw/gather_parts.h"

void aw__as_completed_begin(struct aw_as_completed *each,
                            struct aw_member *member, size_t n, aw_time limit,
                            const char *where)
{
    AW_TODO();
}

void aw_as_completed_add(struct aw_as_completed *each, struct aw_member *member)
{
    AW_TODO();
}

int aw_as_completed_next(struct aw_as_completed *each,
                         struct aw_member **member)
{
    AW_TODO();
}

void aw_as_completed_end(struct aw_as_completed *each)
{
    AW_TODO();
}
