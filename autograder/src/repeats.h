/* SPDX-License-Identifier: MIT */
/* repeats.h: runs that are made several times.
 *
 * Tests that fail by chance would tell a broken version from a right one now
 * and then: so a learner's tests have to pass each time on the right one, and
 * to fail each time on a broken one. */
#ifndef REPEATS_H
#define REPEATS_H

#include "run.h"

/* The first `n` runs, and behind them those that repeat what was started of
 * them.
 *
 * Returns the list; `all` is how many there are. */
struct run **repeats_with(struct run *const *run, size_t n, struct arena *arena,
                          size_t *all);

/* Take into the first `n` of that list what became of their repetitions. */
void repeats_gather(struct run *const *list, size_t n);

#endif
