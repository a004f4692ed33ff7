/* SPDX-License-Identifier: MIT */
#include "hunt_worker.h"

int hunt_worker(void *arg)
{
    struct hunt_worker *worker = arg;
    int job;

    for (;;) {
        job = worker->take(worker);
        if (job == -ENODATA)
            break;
        if (job < 0)
            continue; /* no luck: try again */
        if (worker->work(worker, job) < 0)
            worker->failed++;
        else
            worker->done++;
    }
    worker->flush(worker);
    return 0;
}
