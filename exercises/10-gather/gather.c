/* SPDX-License-Identifier: MIT */
#include "aw/gather_parts.h"

const struct aw_future_ops aw_gather_ops = {
    .kind = "gathering",
    /* What does it mean to cancel a gathering? */
};

void aw__gather_begin(struct aw_gather *gather, struct aw_member *member,
                      size_t n, enum aw_gather_mode mode, const char *where)
{
    AW_TODO();
}

void aw_gather_end(struct aw_gather *gather)
{
    AW_TODO();
}

int aw_gather(struct aw_member *member, size_t n, enum aw_gather_mode mode)
{
    AW_TODO();
}
