/* SPDX-License-Identifier: MIT */
/* tune_limits.h: a service that answers, each time within a limit.
 *
 * The stub keeps every promise below but the last.  Beside each request it lets
 * a task run that sleeps for as long as the limit is, and then asks the other
 * one to end: a watchdog. */
#ifndef TUNE_LIMITS_H
#define TUNE_LIMITS_H

#include "aw/cancel.h"

struct tune_service {
    /* Answers request `i`; it may wait.  Returns 0 or more, or an error. */
    int (*answer)(struct tune_service *service, int i);
    aw_time limit; /* for one answer; above 0 */
    int good, late, bad;
};

/* Answer the requests 0 to n - 1, one after the other.
 *
 * One that is not answered within `limit` is broken off, and counts in `late`,
 * as does one that fails with -ETIMEDOUT; one that fails with anything else
 * counts in `bad`, the others in `good`.  An answer that ends in
 * the very turn in which its time is up may count as either.
 *
 * When this task is asked to end, the answer is broken off, no other is begun,
 * and -ECANCELED is returned.
 *
 * No task is spawned, and a limit that is not needed costs no more than a
 * timer.
 *
 * It is called from a task.  Returns 0 or -ECANCELED. */
int tune_limits(struct tune_service *service, int n);

#endif
