/* SPDX-License-Identifier: MIT */
/* hunt_worker_pool.h: producers, workers, and a queue between them.
 *
 * This program is in use, and there are complaints:
 *
 *   "Since one job has failed the pool never ends."
 *   "With two producers and one worker, the slower producer's jobs are not
 *    done, and the pool never ends either."
 *   "After a shutdown there are jobs missing.  They were neither done nor given
 *    back."
 *
 * What follows is what was promised. */
#ifndef HUNT_WORKER_POOL_H
#define HUNT_WORKER_POOL_H

#include "aw/group.h"
#include "aw/queue.h"

enum { HUNT_MOST_PRODUCERS = 8 };

struct hunt_pool {
    /* Waits for the next job of producer `number`, from 0.  Returns the job,
     * above 0; -ENODATA when this producer has no more; or -ECANCELED. */
    int (*produce)(struct hunt_pool *pool, int number);
    /* Waits until the machine that does the work has room for a job.  Returns
     * 0, or -ECANCELED. */
    int (*ready)(struct hunt_pool *pool);
    /* Does a job, and may wait.  Returns 0 or more, or an error, which may be
     * -ECANCELED although nobody has asked. */
    int (*work)(struct hunt_pool *pool, int job);
    /* Takes back a job that will not be done. */
    void (*give_back)(struct hunt_pool *pool, int job);
    int producers, workers; /* how many there are: 1 at least */
    unsigned done, failed;  /* jobs */
    struct aw_queue queue;  /* of the pool's own */
};

/* The body of a task that runs a pool; `arg` is a struct hunt_pool.
 *
 * There is a task for each producer and for each worker.  Each job that is
 * produced is worked on once, after `ready` has returned 0; one that fails
 * counts in `failed`, the others in `done`.  When all producers have no more,
 * and all jobs have been worked on, the pool ends and returns 0.
 *
 * When it is asked to end, so are all its tasks: the producers at once, and the
 * workers when no producer is left, at the latest.  What is being worked on
 * then is broken off and counts in `failed`; every other job that was produced
 * is given back, once.  It returns -ECANCELED.
 *
 * Memory is no issue here: what spawns does not fail. */
int hunt_worker_pool(void *arg);

#endif
