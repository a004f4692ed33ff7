/* SPDX-License-Identifier: MIT */
/* A condition: to wait for a change, under a lock.
 *
 *      has the lock --> releases it --> in line --notified--> takes it --> has
 *
 * It has two waits, and may be asked to end in both; and it promises that the
 * caller has the lock when it returns.  So the second one is repeated until it
 * has succeeded, and the request kept until then. [in-any-case]
 *
 * The hard thing is the notification.  Whoever returns with -ECANCELED does not
 * look at what has changed, and perhaps it was he whom they had told. He cannot
 * know whether somebody else needs it more, so he tells one. [pass-on] */
#include "aw/sync_parts.h"

static const struct aw_future_ops cond_ops = AW_WAITER_OPS("condition");

void aw_cond_init(struct aw_cond *cond, struct aw_lock *lock, const char *name)
{
    aw_waiters_init(&cond->waiters, &cond_ops, name);
    cond->lock = lock;
}

void aw_cond_deinit(struct aw_cond *cond)
{
    aw_waiters_deinit(&cond->waiters);
}

static void check_lock(const struct aw_cond *cond)
{
    AW_ASSERT(cond->lock->owner && cond->lock->owner == aw_task_self(),
              "a condition was used by somebody who does not have its lock");
}

static void notify(struct aw_cond *cond, size_t n)
{
    while (n > 0 && aw_waiters_wake(&cond->waiters))
        n--;
}

int aw_cond_wait(struct aw_cond *cond)
{
    bool woken;
    int rc;

    check_lock(cond);
    aw_lock_release(cond->lock);
    rc = aw_waiters_wait(&cond->waiters, &woken);
    /* [in-any-case] Wrong turn: to give up with the first request.  The caller
     * unlocks what he does not have;
     * who_is_asked_twice_has_the_lock_all_the_same catches it. */
    while (aw__lock_take(cond->lock) < 0)
        rc = -ECANCELED;
    if (rc < 0)
        notify(cond, 1);
    return rc;
}

int aw_cond_wait_for(struct aw_cond *cond, bool (*is)(void *ctx), void *ctx)
{
    check_lock(cond);
    while (!is(ctx)) {
        int rc = aw_cond_wait(cond);

        if (rc < 0)
            return rc;
    }
    return 0;
}

void aw_cond_notify(struct aw_cond *cond, size_t n)
{
    check_lock(cond);
    notify(cond, n);
}

void aw_cond_notify_all(struct aw_cond *cond)
{
    aw_cond_notify(cond, SIZE_MAX);
}
