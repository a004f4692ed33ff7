/* SPDX-License-Identifier: MIT */
/* Limits without watchdogs.
 *
 * A task that watches over another one costs a stack, two turns, and a cancel
 * for each request that is answered in time, which is nearly all of them.  And
 * it has to be raced with: who was first?  A timer in a scope knows.
 * [no-watchdog] */
#include "tune_limits.h"

static int answer_within(struct tune_service *service, int i)
{
    struct aw_timeout limit;
    int rc;

    aw_timeout_begin(&limit, aw_from_now(service->limit));
    rc = service->answer(service, i);
    return aw_timeout_end(&limit, rc);
}

int tune_limits(struct tune_service *service, int n)
{
    int rc;

    service->good = service->late = service->bad = 0;
    for (int i = 0; i < n; i++) {
        rc = answer_within(service, i);
        if (rc == -ECANCELED)
            return rc;
        service->late += rc == -ETIMEDOUT;
        service->bad += rc < 0 && rc != -ETIMEDOUT;
        service->good += rc >= 0;
    }
    return 0;
}
