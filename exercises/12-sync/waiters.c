/* SPDX-License-Identifier: MIT */
#include "aw/waiters.h"

bool aw_waiter_cancel(struct aw_future *future)
{
    AW_TODO();
}

const char *aw_waiter_name(const struct aw_future *future)
{
    AW_TODO();
}

void aw_waiters_init(struct aw_waiters *line, const struct aw_future_ops *ops,
                     const char *name)
{
    AW_TODO();
}

void aw_waiters_deinit(struct aw_waiters *line)
{
    AW_TODO();
}

int aw_waiters_wait(struct aw_waiters *line, bool *woken)
{
    AW_TODO();
}

bool aw_waiters_wake(struct aw_waiters *line)
{
    AW_TODO();
}

bool aw_waiters_wake_first(struct aw_waiters *line)
{
    AW_TODO();
}
