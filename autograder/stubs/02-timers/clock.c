/* SPDX-License-Identifier: MIT */
#include <time.h>

#include "aw/timer.h"

struct aw_clock *aw_clock_monotonic(void)
{
    AW_TODO();
}

void aw_clock_virtual_init(struct aw_clock_virtual *clock, aw_time start)
{
    AW_TODO();
}

aw_time aw_deadline(aw_time now, aw_time delay)
{
    AW_TODO();
}
