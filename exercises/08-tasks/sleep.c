/* SPDX-License-Identifier: MIT */
#include "aw/task.h"

int aw_sleep_until(aw_time when)
{
    AW_TODO();
}

int aw_sleep(aw_time delay)
{
    AW_TODO();
}
