/* SPDX-License-Identifier: MIT */
/* tune_arrivals.h: many that arrive, one by one.
 *
 * The stub keeps every promise below but the last: it waits for the first of
 * all that are left, hands over what has come, and begins anew. */
#ifndef TUNE_ARRIVALS_H
#define TUNE_ARRIVALS_H

#include "aw/gather.h"

struct tune_arrivals {
    struct aw_member *member; /* each with a future; nobody else uses them */
    size_t n;
    /* Given each member once, when its future is settled.  It does not wait. */
    void (*arrived)(struct tune_arrivals *arrivals, struct aw_member *member);
};

/* Wait until all members have arrived, and hand each over as soon as it has;
 * those of one turn in any order.
 *
 * When this task is asked to end while it waits, no other is handed over.
 *
 * What an arrival costs does not depend on how many are still to come.
 *
 * It is called from a task.  Returns 0 or -ECANCELED. */
int tune_arrivals(struct tune_arrivals *arrivals);

#endif
