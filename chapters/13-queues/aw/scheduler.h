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
    /* Told of each job that has ended, when its place is free again.  `result`
     * is what it has returned, -ETIMEDOUT when its limit has ended it, and
     * -ECANCELED when it was asked to end before it began.  It may submit with
     * aw_scheduler_try_submit, and must not suspend.  NULL: nobody is told. */
    void (*ended)(struct aw_scheduler *scheduler, void *arg, int result);
    void *ctx; /* yours */
};

struct aw_scheduler {
    struct aw_group group;
    struct aw_sem places;
    struct aw_scheduler_options options;
    struct aw_list live; /* jobs that have a place and have not ended */
    size_t running;      /* how many that are */
    /* What came of the others: a result of 0 and more, an error, -ETIMEDOUT,
     * -ECANCELED. */
    size_t done, failed, late, cancelled;
    uintptr_t spare[2]; /* yours, if you need room; otherwise leave it */
};

/* Begin a scheduler of the task that runs; it is a scope, as its group is.
 *
 * options  copied */
#define aw_scheduler_begin(scheduler, ...)                                     \
    aw__scheduler_begin((scheduler), (__VA_ARGS__), AW_WHERE)
void aw__scheduler_begin(struct aw_scheduler *scheduler,
                         const struct aw_scheduler_options *options,
                         const char *where);

/* Run fn(arg) as soon as there is a place: waits until then.  Any task may do
 * so, jobs among them; but if all jobs do, none will have a place.
 *
 * It takes no more when it was cancelled, and when aw_scheduler_end has been
 * called and no job lives.  Whoever waits for a place then is told when it is
 * his turn.  In the last job's `ended` it still takes one.
 *
 * Returns 0: the job begins in the next turn; -ECANCELED, when this task was
 * asked to end; -ESHUTDOWN, when the scheduler takes no more; -ENOMEM.  With an
 * error `fn` will not be called, and the place goes to the next. */
int aw_scheduler_submit(struct aw_scheduler *scheduler, aw_body fn, void *arg);

/* The same without waiting; a callback may do it.
 *
 * Returns as above, or -EAGAIN when there is no place, or others wait for
 * one. */
int aw_scheduler_try_submit(struct aw_scheduler *scheduler, aw_body fn,
                            void *arg);

/* Change how many jobs run at a time, misuse with 0.  Those that run go on. */
void aw_scheduler_set_size(struct aw_scheduler *scheduler, size_t size);

/* Call fn(arg, ctx) with the argument of each job that lives, in the order in
 * which they were given a place.  `fn` must neither suspend nor submit. */
void aw_scheduler_each(const struct aw_scheduler *scheduler,
                       void (*fn)(void *arg, void *ctx), void *ctx);

/* Ask all jobs that live to end, and take no more.  The task that has begun
 * the scheduler is asked as well, as by aw_group_cancel, unless it is the one
 * who calls or has come to aw_scheduler_end.
 *
 * Does nothing when it takes no more: it was cancelled before, or
 * aw_scheduler_end sends away those who wait for a place, or has returned. */
void aw_scheduler_cancel(struct aw_scheduler *scheduler);

/* Wait until all jobs have ended, and nobody waits for a place.  If `rc`, which
 * is what has come of the body, is negative, or this task is asked to end, the
 * jobs are asked to end.
 *
 * Returns `rc`, when that is an error; then a request to end is not lost, and
 * the next call that suspends returns -ECANCELED; its reason is kept.
 * Otherwise -ECANCELED, when somebody else has asked this task to end, also
 * while those are sent away who wait for a place; 0 for an rc of -ECANCELED
 * that was the scheduler's own request; and `rc`. */
int aw_scheduler_end(struct aw_scheduler *scheduler, int rc);

#endif
