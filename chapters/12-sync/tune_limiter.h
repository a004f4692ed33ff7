/* SPDX-License-Identifier: MIT */
/* tune_limiter.h: so many at a time.
 *
 * The stub keeps every promise below but two: who comes in the turn in which
 * one has left overtakes those who wait, and all of these stand up each time.
 * It counts those who are inside under a lock; whoever comes waits for a
 * condition, and whoever leaves notifies all. */
#ifndef TUNE_LIMITER_H
#define TUNE_LIMITER_H

#include "aw/sync.h"

/* Use of it what you need. */
struct tune_limiter {
    struct aw_lock lock;
    struct aw_cond left;
    struct aw_sem places;
    size_t inside, width;
};

/* width  so many may be inside at a time; above 0 */
void tune_limiter_init(struct tune_limiter *limiter, size_t width);

/* Misuse while somebody is inside or waits. */
void tune_limiter_deinit(struct tune_limiter *limiter);

/* Run fn(arg) inside, as soon as fewer than `width` others are; it is called
 * from a task.  Who has come first goes in first.
 *
 * However many wait, one that leaves costs one of them a turn, and the others
 * nothing.
 *
 * Returns what fn returns; or -ECANCELED, when this task was asked to end: then
 * fn may not have been called. */
int tune_limiter_run(struct tune_limiter *limiter, aw_body fn, void *arg);

#endif
