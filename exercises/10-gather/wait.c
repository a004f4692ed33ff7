/* SPDX-License-Identifier: MIT */
#include "aw/cancel.h"
#include "aw/gather_parts.h"

int aw_wait(struct aw_member *member, size_t n, enum aw_until until,
            aw_time limit)
{
    AW_TODO();
}
