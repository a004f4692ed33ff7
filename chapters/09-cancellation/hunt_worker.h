/* SPDX-License-Identifier: MIT */
/* hunt_worker.h: a worker that does job after job, until it is told to end.
 *
 * This program is in use, and there are complaints:
 *
 *   "We ask the worker to end, and it takes another job."
 *   "Now and then the shutdown is in a hurry and asks twice.  Then the last
 *    batch is missing from the file."
 *   "The supervisor counts workers that ended by themselves.  It counts all."
 *
 * What follows is what was promised. */
#ifndef HUNT_WORKER_H
#define HUNT_WORKER_H

#include "aw/cancel.h"

struct hunt_worker {
    /* Waits for a job.  Returns its number, -ENODATA when there are no more,
     * or -ECANCELED. */
    int (*take)(struct hunt_worker *worker);
    /* Does it, and may wait.  Returns 0 or more, or an error. */
    int (*work)(struct hunt_worker *worker, int job);
    /* Writes down what was done; it waits.  Returns 0 or an error. */
    int (*flush)(struct hunt_worker *worker);
    aw_time bound;         /* how long a flush may take */
    unsigned done, failed; /* jobs */
};

/* The body of a worker's task; `arg` is a struct hunt_worker.
 *
 * It takes job after job.  One that fails counts in `failed`, and the next one
 * is taken; the others count in `done`.  A job that was broken off because the
 * worker is to end counts in neither.
 *
 * When there are no more jobs, and when it is asked to end, it takes no other
 * and flushes, once.  It hears of that from `take` and `work`, which return
 * -ECANCELED then, and for no other reason.  A flush is not broken off, however
 * often the worker is asked to end; only `bound` ends it.
 *
 * Returns -ECANCELED when it was asked to end, otherwise what the flush has
 * returned. */
int hunt_worker(void *arg);

#endif
