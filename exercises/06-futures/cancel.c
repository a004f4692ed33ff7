/* SPDX-License-Identifier: MIT */
#include "aw/future.h"

bool aw_future_cancel(struct aw_future *future)
{
    AW_TODO();
}

bool aw_watch_withdraw(struct aw_watch *watch)
{
    AW_TODO();
}
