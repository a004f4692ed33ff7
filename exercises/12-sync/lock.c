/* SPDX-License-Identifier: MIT */
#include "aw/sync_parts.h"

const struct aw_future_ops aw_lock_ops = AW_WAITER_OPS("lock");

void aw_lock_init(struct aw_lock *lock, const char *name)
{
    AW_TODO();
}

void aw_lock_deinit(struct aw_lock *lock)
{
    AW_TODO();
}

int aw__lock_take(struct aw_lock *lock)
{
    AW_TODO();
}

int aw_lock_wait(struct aw_lock *lock)
{
    AW_TODO();
}

bool aw_lock_try(struct aw_lock *lock)
{
    AW_TODO();
}

void aw_lock_release(struct aw_lock *lock)
{
    AW_TODO();
}

int aw_lock_with(struct aw_lock *lock, aw_body fn, void *arg)
{
    AW_TODO();
}
