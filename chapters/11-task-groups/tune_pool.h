/* SPDX-License-Identifier: MIT */
/* tune_pool.h: many items, and few at a time.
 *
 * The stub keeps every promise below but the last.  It works in batches: a
 * group for each, and in it a task for each item. */
#ifndef TUNE_POOL_H
#define TUNE_POOL_H

#include "aw/group.h"

struct tune_pool {
    /* Works item `i` off; it may wait.  Returns 0 or more, or an error. */
    int (*work)(struct tune_pool *pool, int i);
    int begun, done;    /* items, so far; done: those that did not fail */
    uintptr_t spare[2]; /* yours, if you need room; otherwise leave it */
};

/* Work off the items 0 to n - 1.  They are begun in that order, and never are
 * more than `most` of them at work.
 *
 * When one fails, those at work are asked to end, and no other is begun.  The
 * same happens as soon as this task hears that it was asked to end.  It returns
 * when none is at work.
 *
 * No more than `most` tasks are spawned, however many items there are.
 *
 * most  1 or more
 *
 * It is called from a task.  Returns 0; AW_EGROUP, with aw_errors(), when some
 * have failed; -ECANCELED when this task was asked to end. */
int tune_pool(struct tune_pool *pool, int n, int most);

#endif
