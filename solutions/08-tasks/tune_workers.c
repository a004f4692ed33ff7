/* SPDX-License-Identifier: MIT */
/* A few workers, in place of a crowd.
 *
 * A task is cheap, and a hundred thousand of them that wait for their turn are
 * not: they cost a stack each, and one that asks "is it my turn?" costs a turn
 * whenever it asks.  How many run at a time is how many tasks there are, and
 * what is to be done next is a number. [few-tasks] */
#include "tune_workers.h"

static int worker(void *arg)
{
    struct tune_work *work = arg;

    /* No two workers take the same job: nothing here waits between the look
     * and the step. [no-lock] */
    while (work->next < work->n)
        work->good += work->job(work, work->next++) >= 0;
    return 0;
}

int tune_workers(struct tune_work *work)
{
    struct aw_task *task[TUNE_WIDEST];
    int width = work->width < work->n ? work->width : work->n;

    work->next = work->good = 0;
    for (int i = 0; i < width; i++)
        task[i] = aw_spawn(aw_loop_current(), worker, work, AW_NAMED("worker"));
    for (int i = 0; i < width; i++)
        aw_join(task[i], NULL);
    return work->good;
}
