/* SPDX-License-Identifier: MIT */
/* A limiter without a herd.
 *
 * A condition suits those who wait for different things: each looks for
 * himself.  Here all wait for the same, and one place has become free: to wake
 * all means that all but one stand up, look, and stand in line again.  A
 * semaphore hands the place to the one whose turn it is. [herd] */
#include "tune_limiter.h"

void tune_limiter_init(struct tune_limiter *limiter, size_t width)
{
    aw_sem_init(&limiter->places, width, width, "limiter");
}

void tune_limiter_deinit(struct tune_limiter *limiter)
{
    AW_ASSERT(limiter->places.value == limiter->places.limit,
              "a limiter was deinitialised while somebody is inside");
    aw_sem_deinit(&limiter->places);
}

int tune_limiter_run(struct tune_limiter *limiter, aw_body fn, void *arg)
{
    int rc = aw_sem_wait(&limiter->places);

    if (rc < 0)
        return rc;
    rc = fn(arg);
    aw_sem_release(&limiter->places);
    return rc;
}
