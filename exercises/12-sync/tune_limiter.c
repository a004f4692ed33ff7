/* SPDX-License-Identifier: MIT */
#include "tune_limiter.h"

void tune_limiter_init(struct tune_limiter *limiter, size_t width)
{
    aw_lock_init(&limiter->lock, "limiter");
    aw_cond_init(&limiter->left, &limiter->lock, "limiter");
    limiter->inside = 0;
    limiter->width = width;
}

void tune_limiter_deinit(struct tune_limiter *limiter)
{
    AW_ASSERT(limiter->inside == 0,
              "a limiter was deinitialised while somebody is inside");
    aw_cond_deinit(&limiter->left);
    aw_lock_deinit(&limiter->lock);
}

static bool has_room(void *arg)
{
    const struct tune_limiter *limiter = arg;

    return limiter->inside < limiter->width;
}

static int enter(struct tune_limiter *limiter)
{
    int rc = aw_lock_wait(&limiter->lock);

    if (rc < 0)
        return rc;
    rc = aw_cond_wait_for(&limiter->left, has_room, limiter);
    limiter->inside += rc == 0;
    aw_lock_release(&limiter->lock);
    return rc;
}

static int leave(struct tune_limiter *limiter, int rc)
{
    while (aw_lock_wait(&limiter->lock) < 0)
        rc = -ECANCELED; /* later: the place has to be given back first */
    limiter->inside--;
    aw_cond_notify_all(&limiter->left);
    aw_lock_release(&limiter->lock);
    return rc;
}

int tune_limiter_run(struct tune_limiter *limiter, aw_body fn, void *arg)
{
    int rc = enter(limiter);

    if (rc < 0)
        return rc;
    return leave(limiter, fn(arg));
}
