/* SPDX-License-Identifier: MIT */
/* aw/scheduler.h: many jobs, few at a time, and none for ever.
 *
 *      submit ...waits for a place... --> job, within its limit --> a place
 *
 * It is a group (chapter 11) with a semaphore (chapter 12) in front of it and a
 * limit in time (chapter 09) round each job.  Unlike a group it goes on when a
 * job fails: what came of each is counted, and told.
 *
 *   Memory   that of the jobs' tasks.
 *   Threads  the loop's. */
#ifndef AW_SCHEDULER_H
#define AW_SCHEDULER_H

#include "aw/group.h"
#include "aw/sync.h"

struct aw_scheduler;

/* How a scheduler is to be.  Zeroes stand for the defaults. */
struct aw_scheduler_options {
    size_t size;   /* jobs that run at a time; misuse with 0 */
    aw_time limit; /* for each job; 0: none */
    /* Told of each job that has ended: `result` as of a task, -ETIMEDOUT when
     * its limit has ended it.  It must not suspend.  NULL: nobody is. */
    void (*ended)(struct aw_scheduler *scheduler, void *arg, int result);
    void *ctx; /* yours */
};

struct aw_scheduler {
    struct aw_group group;
    struct aw_sem places;
    struct aw_scheduler_options options;
    struct aw_list live; /* jobs that have been submitted and not ended */
    size_t running;      /* of them */
    size_t done, failed, late, cancelled; /* what came of the others */
    uintptr_t spare[2]; /* yours, if you need room; otherwise leave it */
};

/* Begin a scheduler of the task that runs; it is a scope, as its group is. */
#define aw_scheduler_begin(scheduler, options)                                 \
    aw__scheduler_begin((scheduler), (options), AW_WHERE)
void aw__scheduler_begin(struct aw_scheduler *scheduler,
                         const struct aw_scheduler_options *options,
                         const char *where);

/* Run fn(arg) as soon as there is a place: waits until then.  Any task may do
 * so, jobs among them; but if all jobs do, none will have a place.
 *
 * Returns 0: the job begins in the next turn; -ECANCELED, when this task was
 * asked to end; -ESHUTDOWN, when the scheduler is ending; -ENOMEM.  With an
 * error `fn` will not be called. */
int aw_scheduler_submit(struct aw_scheduler *scheduler, aw_body fn, void *arg);

/* The same without waiting; -EAGAIN, when there is no place. */
int aw_scheduler_try_submit(struct aw_scheduler *scheduler, aw_body fn,
                            void *arg);

/* Change how many jobs run at a time.  Those that run go on. */
void aw_scheduler_set_size(struct aw_scheduler *scheduler, size_t size);

/* Ask all jobs that live to end, and take no more. */
void aw_scheduler_cancel(struct aw_scheduler *scheduler);

/* Wait until all jobs have ended.  If `rc`, which is what has come of the body,
 * is negative, or this task is asked to end, they are asked to end.
 *
 * Returns `rc`, when that is negative; -ECANCELED, when this task was asked to
 * end; otherwise `rc`. */
int aw_scheduler_end(struct aw_scheduler *scheduler, int rc);

#endif
