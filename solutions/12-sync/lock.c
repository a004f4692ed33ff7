/* SPDX-License-Identifier: MIT */
/* A lock: an owner, and a line.
 *
 *      release --> nobody has it, the first is woken --a turn--> he has it
 *
 * For that turn the lock looks free, and is promised.  Whoever would take it
 * now would overtake somebody who has waited, perhaps for ever: so all who come
 * look at the line first. [promised]
 *
 * The hard thing is the one who was woken and does not want it any more.  He
 * alone knows that nobody has it, so it is he who wakes the next. [pass-on] */
#include "aw/sync_parts.h"

const struct aw_future_ops aw_lock_ops = AW_WAITER_OPS("lock");

void aw_lock_init(struct aw_lock *lock, const char *name)
{
    aw_waiters_init(&lock->waiters, &aw_lock_ops, name);
    lock->owner = NULL;
}

void aw_lock_deinit(struct aw_lock *lock)
{
    AW_ASSERT(!lock->owner, "a lock was deinitialised that a task has");
    aw_waiters_deinit(&lock->waiters);
}

static bool is_free(const struct aw_lock *lock)
{
    return !lock->owner && lock->waiters.n == 0;
}

/* Why a reference: a task that ends without having released it would be gone,
 * and nobody could say who it was. */
static void own(struct aw_lock *lock, struct aw_task *task)
{
    aw_task_hold(task);
    lock->owner = task;
}

int aw__lock_take(struct aw_lock *lock)
{
    struct aw_task *self = aw__sync_self();
    bool woken;
    int rc;

    if (is_free(lock)) {
        own(lock, self);
        return 0;
    }
    rc = aw_waiters_wait(&lock->waiters, &woken);
    if (rc == 0) {
        own(lock, self);
        return 0;
    }
    /* [pass-on] Wrong turn: to ask whether this one was woken.  He may have
     * given up first, and have been passed over for that very reason;
     * a_release_to_one_who_has_given_up_is_not_lost catches it. */
    if (!lock->owner)
        aw_waiters_wake_first(&lock->waiters);
    return rc;
}

int aw_lock_wait(struct aw_lock *lock)
{
    if (lock->owner && aw__lock_would_deadlock(lock, aw_task_self()))
        return -EDEADLK;
    return aw__lock_take(lock);
}

bool aw_lock_try(struct aw_lock *lock)
{
    struct aw_task *self = aw_task_self();

    AW_ASSERT(self, "a lock was taken outside of a task: it needs an owner");
    if (!is_free(lock))
        return false;
    own(lock, self);
    return true;
}

void aw_lock_release(struct aw_lock *lock)
{
    struct aw_task *owner = lock->owner;

    AW_ASSERT(owner && owner == aw_task_self(),
              "a lock was released by somebody who does not have it");
    lock->owner = NULL;
    aw_waiters_wake_first(&lock->waiters);
    aw_task_drop(owner); /* it runs, so this is never the last one */
}

int aw_lock_with(struct aw_lock *lock, aw_body fn, void *arg)
{
    int rc = aw_lock_wait(lock);

    if (rc < 0)
        return rc;
    rc = fn(arg);
    aw_lock_release(lock);
    return rc;
}
