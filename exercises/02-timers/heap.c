/* SPDX-License-Identifier: MIT */
#include "aw/heap.h"

#include <stdlib.h>

bool aw__heap_room(struct aw_timers *timers)
{
    AW_TODO();
}

void aw__heap_push(struct aw_timers *timers, struct aw_timer *timer)
{
    AW_TODO();
}

struct aw_timer *aw__heap_first(const struct aw_timers *timers)
{
    AW_TODO();
}

struct aw_timer *aw__heap_at(const struct aw_timers *timers, size_t slot)
{
    AW_TODO();
}

void aw__heap_remove(struct aw_timers *timers, struct aw_timer *timer)
{
    AW_TODO();
}

void aw__heap_clear(struct aw_timers *timers)
{
    AW_TODO();
}
