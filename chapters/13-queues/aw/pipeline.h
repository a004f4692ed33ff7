/* SPDX-License-Identifier: MIT */
/* aw/pipeline.h: one who produces, several who consume, and nothing lost.
 *
 *      produce --> [ item | item | item | end | end ] --> consume
 *                        |                            --> consume
 *                     monitor
 *
 * The queue bounds how far the producer can run ahead.  Before it is full the
 * producer slows down, and somebody who watches is warned.  When there is no
 * more, an end marker for each consumer stands behind the last item: so each of
 * them ends, and none before all items have been taken.
 *
 * An item that was produced is given to `consume` once, or to `drop` once,
 * whatever happens.
 *
 *   Memory   the caller's room; and that of the tasks.
 *   Threads  the loop's. */
#ifndef AW_PIPELINE_H
#define AW_PIPELINE_H

#include "aw/queue.h"

/* In percent of `max`: above this the producer slows down, and above that the
 * monitor warns. */
enum { AW_PIPELINE_SLOW = 80, AW_PIPELINE_WARN = 70 };

struct aw_pipeline;

/* How a pipeline is to be. */
struct aw_pipeline_options {
    /* Makes the next item, which may be NULL; may wait.  Returns 0, -ENODATA
     * when there are no more, -ECANCELED when this task was asked to end, or an
     * error. */
    int (*produce)(struct aw_pipeline *pipeline, void **item);
    /* Deals with an item, which is its from now on; may wait.  Returns 0 or
     * more, or an error. */
    int (*consume)(struct aw_pipeline *pipeline, void *item);
    /* Releases an item that nobody deals with; or NULL. */
    void (*drop)(void *item);
    /* Told by the monitor of a queue that is too full; or NULL. */
    void (*warn)(struct aw_pipeline *pipeline, size_t len);
    struct aw_queue_slot *room; /* for `max` items; misuse with NULL */
    size_t max;                 /* most items in the queue; misuse with 0 */
    size_t consumers;           /* tasks that consume; misuse with 0 */
    aw_time pause; /* how long the producer waits when it slows down */
    aw_time look;  /* the monitor looks this often; 0: there is none */
    aw_time grace; /* how long the rest may take when asked to end; 0: none */
    void *ctx;     /* yours */
};

struct aw_pipeline {
    struct aw_pipeline_options options;
    struct aw_queue queue;
    /* Held while the pipeline runs, for others may end it; otherwise NULL. */
    struct aw_task *monitor;
    size_t markers;          /* end markers that have been put */
    size_t produced;         /* items that came from `produce` */
    size_t consumed, failed; /* and have been through `consume`: its results */
    size_t dropped;          /* or not */
    size_t pauses, warnings;
    uintptr_t spare[2]; /* yours, if you need room; otherwise leave it */
};

/* Run a pipeline, in the task that calls, which produces, and in tasks of a
 * group of its own, which consume and watch.
 *
 * options  copied
 *
 * Item after item is produced and put.  When the queue is more than
 * AW_PIPELINE_SLOW percent full behind a put, the producer waits for `pause`
 * before it goes on.  A consumer takes one item after the other; when `consume`
 * fails that is counted, and the next one is taken.  The monitor looks each
 * `look`, and warns at each look that finds more than AW_PIPELINE_WARN percent.
 * End markers count as items, for both.
 *
 * When production has ended, be it with an error, all that is in the queue is
 * consumed, and all consumers end, before this returns.
 *
 * When this task is asked to end, it produces no more, and the same happens;
 * but it takes no longer than `grace`, from then on, however often it is asked.
 * What is left in the queue then is dropped, and the consumers are asked to
 * end.  Without memory for one more task there is no grace.
 *
 * An item that this task waits to put when it is asked is dropped.  One that
 * `produce` still returns then is put if there is room, and otherwise dropped:
 * that this task was asked counts, whatever `produce` says of it.  If `produce`
 * is under way, the time of `grace` begins when it has returned.  A request
 * that had reached this task before does not count.
 *
 * When it returns, none of its tasks lives, and the counts are final.
 *
 * Returns -ECANCELED, when this task was asked to end; -ENOMEM, when there was
 * no memory for all its tasks: then nothing was produced; what `produce` has
 * failed with; otherwise 0. */
int aw_pipeline_run(struct aw_pipeline *pipeline,
                    const struct aw_pipeline_options *options);

#endif
