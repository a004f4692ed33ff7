/* SPDX-License-Identifier: MIT */
/* tune_workers.h: many jobs, and only a few at a time.
 *
 * A hundred thousand pages to fetch, and a server that bears eight at once.
 *
 * The stub keeps every promise below but the last.  It has a task for each
 * job, and those whose turn has not come look in each turn whether it has. */
#ifndef TUNE_WORKERS_H
#define TUNE_WORKERS_H

#include "aw/task.h"

enum { TUNE_WIDEST = 64 };

struct tune_work {
    int n;     /* jobs: 0 to n - 1 */
    int width; /* so many at a time, 1 to TUNE_WIDEST */
    /* Does job `i`; it may wait.  Returns 0 or more, or an error. */
    int (*job)(struct tune_work *work, int i);
    int next;           /* yours to use */
    int running;        /* yours to use */
    int good;           /* yours to use */
    int done;           /* yours to use */
    uintptr_t spare[2]; /* yours to use */
};

/* Do all jobs, and return when all are done.
 *
 * They begin in their order, each as soon as fewer than `width` are running: in
 * the turn in which another one has ended, or in the next.  An error ends no
 * job but its own.
 *
 * It is called from a task, which nobody asks to end meanwhile; and there is
 * memory enough for all tasks.
 *
 * While `width` jobs wait nothing of this runs, and there are never more than
 * `width` tasks.
 *
 * Returns how many jobs have not failed. */
int tune_workers(struct tune_work *work);

#endif
