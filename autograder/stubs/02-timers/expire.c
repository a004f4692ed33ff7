/* SPDX-License-Identifier: MIT */
#include "aw/heap.h"

aw_time aw_timers_next(struct aw_timers *timers)
{
    AW_TODO();
}

size_t aw_timers_expire(struct aw_timers *timers, aw_time now,
                        struct aw_ready *ready)
{
    AW_TODO();
}
