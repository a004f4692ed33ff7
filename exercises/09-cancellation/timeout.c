/* SPDX-License-Identifier: MIT */
#include "aw/cancel.h"

/* Begin with aw__scope_begin, and end with aw__scope_end. */

void aw__timeout_begin(struct aw_timeout *limit, aw_time deadline,
                       const char *where)
{
    AW_TODO();
}

int aw_timeout_move(struct aw_timeout *limit, aw_time deadline)
{
    AW_TODO();
}

int aw_timeout_end(struct aw_timeout *limit, int rc)
{
    AW_TODO();
}

bool aw_timeout_expired(const struct aw_timeout *limit)
{
    AW_TODO();
}
