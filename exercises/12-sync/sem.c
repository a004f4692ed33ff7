/* SPDX-License-Identifier: MIT */
#include "aw/sync_parts.h"

void aw_sem_init(struct aw_sem *sem, size_t value, size_t limit,
                 const char *name)
{
    AW_TODO();
}

void aw_sem_deinit(struct aw_sem *sem)
{
    AW_TODO();
}

bool aw_sem_try(struct aw_sem *sem)
{
    AW_TODO();
}

int aw_sem_wait(struct aw_sem *sem)
{
    AW_TODO();
}

void aw_sem_release(struct aw_sem *sem)
{
    AW_TODO();
}

void aw_sem_set_limit(struct aw_sem *sem, size_t limit)
{
    AW_TODO();
}
