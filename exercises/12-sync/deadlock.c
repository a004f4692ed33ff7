/* SPDX-License-Identifier: MIT */
#include "aw/sync_parts.h"

bool aw__lock_would_deadlock(const struct aw_lock *lock,
                             const struct aw_task *task)
{
    AW_TODO();
}
