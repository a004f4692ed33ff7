/* SPDX-License-Identifier: MIT */
#include "tune_workers.h"

static int do_job(void *arg)
{
    struct tune_work *work = arg;
    int i = work->next++, rc;

    while (work->running == work->width)
        aw_yield(); /* not yet: look again */
    work->running++;
    rc = work->job(work, i);
    work->running--;
    work->good += rc >= 0;
    work->done++;
    return 0;
}

int tune_workers(struct tune_work *work)
{
    work->next = work->running = work->good = work->done = 0;
    for (int i = 0; i < work->n; i++)
        aw_task_drop(
            aw_spawn(aw_loop_current(), do_job, work, AW_NAMED("job")));
    while (work->done < work->n)
        aw_yield();
    return work->good;
}
