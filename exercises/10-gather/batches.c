/* SPDX-License-Identifier: MIT */
#include "aw/cancel.h"
#include "aw/gather_parts.h"

int aw_in_batches(const struct aw_jobs *jobs, struct aw_member *room,
                  size_t size)
{
    AW_TODO();
}

int aw_at_most(const struct aw_jobs *jobs, struct aw_member *room, size_t size)
{
    AW_TODO();
}
