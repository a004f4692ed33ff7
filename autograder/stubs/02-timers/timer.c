/* SPDX-License-Identifier: MIT */
#include "aw/heap.h"

void aw_timers_init(struct aw_timers *timers, struct aw_alloc *alloc)
{
    AW_TODO();
}

void aw_timers_deinit(struct aw_timers *timers)
{
    AW_TODO();
}

void aw_timer_init(struct aw_timer *timer, aw_fn fn)
{
    AW_TODO();
}

void aw_timer_start(struct aw_timers *timers, struct aw_timer *timer,
                    aw_time when)
{
    AW_TODO();
}

bool aw_timer_stop(struct aw_timers *timers, struct aw_timer *timer)
{
    AW_TODO();
}

struct aw_timer *aw_timers_inside(const struct aw_timers *timers,
                                  const void *from, const void *to)
{
    AW_TODO();
}
