/* SPDX-License-Identifier: MIT */
/* For `make twin`: a demo that asks for the clock on the wall is given one that
 * jumps, so that what it prints depends on no machine's speed.  Its twin gets
 * the same from virtual_time.py.  Linked with --wrap=aw_clock_monotonic. */
#include "aw/timer.h"

struct aw_clock *__wrap_aw_clock_monotonic(void);

struct aw_clock *__wrap_aw_clock_monotonic(void)
{
    static struct aw_clock_virtual clock;

    if (!clock.clock.now)
        aw_clock_virtual_init(&clock, 0);
    return &clock.clock;
}
