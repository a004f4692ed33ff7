/* SPDX-License-Identifier: MIT */
#include "aw/future_parts.h"

void aw_watch_init(struct aw_watch *watch, aw_fn fn, bool awaits)
{
    AW_TODO();
}

void aw__watches_tell(struct aw_future *future)
{
    AW_TODO();
}

void aw_watch_start(struct aw_watch *watch, struct aw_future *future)
{
    AW_TODO();
}

bool aw_watch_stop(struct aw_watch *watch)
{
    AW_TODO();
}
