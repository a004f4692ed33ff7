/* SPDX-License-Identifier: MIT */
/* aw/sync_parts.h: what the files of chapter 12 share among themselves.
 *
 *      cond.c, barrier.c --take--> lock.c --would it end?--> deadlock.c  */
#ifndef AW_SYNC_PARTS_H
#define AW_SYNC_PARTS_H

#include "aw/sync.h"

/* ---- lock.c -------------------------------------------------------------*/

/* aw_lock_wait, without looking for rings: for those who have to wait, because
 * they must not return without the lock. */
int aw__lock_take(struct aw_lock *lock);

/* ---- deadlock.c ---------------------------------------------------------*/

/* If `task` waited for `lock`, which somebody else has: would that never end?
 * Then the ring is reported.
 *
 * Misuse when the task that has `lock` has ended.  Who has ended with another
 * lock on the way ends the search. */
bool aw__lock_would_deadlock(const struct aw_lock *lock,
                             const struct aw_task *task);

/* ---- Given code ---------------------------------------------------------*/

/* The task that runs; misuse when none does: for what waits. */
static inline struct aw_task *aw__sync_self(void)
{
    struct aw_task *self = aw_task_self();

    AW_ASSERT(self, "something that waits was called outside of a task: the "
                    "loop itself cannot wait; spawn a task for it");
    return self;
}

#endif
