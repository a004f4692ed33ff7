/* SPDX-License-Identifier: MIT */
#include "aw/sync_parts.h"

void aw_barrier_init(struct aw_barrier *barrier, size_t parties,
                     const char *name)
{
    AW_TODO();
}

void aw_barrier_deinit(struct aw_barrier *barrier)
{
    AW_TODO();
}

int aw_barrier_wait(struct aw_barrier *barrier)
{
    AW_TODO();
}

int aw_barrier_reset(struct aw_barrier *barrier)
{
    AW_TODO();
}

int aw_barrier_abort(struct aw_barrier *barrier)
{
    AW_TODO();
}
