/* SPDX-License-Identifier: MIT */
/* The worker, mended.
 *
 * A request to end looks like any other error, and is none: to try again is
 * not to listen.  It comes once, so whoever drops it has dropped it for good.
 * [not-an-error] */
#include "hunt_worker.h"

/* Returns why there are no more: 0, or -ECANCELED. */
static int work_until_end(struct hunt_worker *worker)
{
    for (;;) {
        int job = worker->take(worker), rc;

        if (job < 0)
            return job == -ENODATA ? 0 : job;
        rc = worker->work(worker, job);
        /* Was: counted as a job that has failed, and on to the next. */
        if (rc == -ECANCELED)
            return rc;
        worker->failed += rc < 0;
        worker->done += rc >= 0;
    }
}

static int flush(void *arg)
{
    struct hunt_worker *worker = arg;

    return worker->flush(worker);
}

int hunt_worker(void *arg)
{
    struct hunt_worker *worker = arg;
    int rc = work_until_end(worker);
    /* Was: called here.  It waits, and a second request would end that. */
    int flushed = aw_clean_up(flush, worker, worker->bound);

    /* Was: 0 in any case. */
    return rc < 0 ? rc : flushed;
}
