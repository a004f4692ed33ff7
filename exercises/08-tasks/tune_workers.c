/* SPDX-License-Identifier: MIT */
#include "tune_workers.h"

#include <stdlib.h>

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
    return 0;
}

int tune_workers(struct tune_work *work)
{
    struct aw_loop *loop = aw_loop_current();
    struct aw_task **task =
        calloc((size_t)work->n + 1, sizeof(struct aw_task *));

    work->next = work->running = work->good = 0;
    for (int i = 0; i < work->n; i++)
        task[i] = aw_spawn(loop, do_job, work, AW_NAMED("job"));
    for (int i = 0; i < work->n; i++)
        aw_join(task[i], NULL);
    free(task);
    return work->good;
}
