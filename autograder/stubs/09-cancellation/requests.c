/* SPDX-License-Identifier: MIT */
#include "aw/cancel.h"

unsigned aw_cancelling(const struct aw_task *task)
{
    AW_TODO();
}

unsigned aw_uncancel(struct aw_task *task)
{
    AW_TODO();
}

aw_time aw_from_now(aw_time delay)
{
    AW_TODO();
}
