/* SPDX-License-Identifier: MIT */
#include "aw/sync_parts.h"

void aw_cond_init(struct aw_cond *cond, struct aw_lock *lock, const char *name)
{
    AW_TODO();
}

void aw_cond_deinit(struct aw_cond *cond)
{
    AW_TODO();
}

int aw_cond_wait(struct aw_cond *cond)
{
    AW_TODO();
}

int aw_cond_wait_for(struct aw_cond *cond, bool (*is)(void *ctx), void *ctx)
{
    AW_TODO();
}

void aw_cond_notify(struct aw_cond *cond, size_t n)
{
    AW_TODO();
}

void aw_cond_notify_all(struct aw_cond *cond)
{
    AW_TODO();
}
