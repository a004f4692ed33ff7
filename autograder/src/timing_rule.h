/* SPDX-License-Identifier: MIT */
/* timing_rule.h: decide from noisy pairs whether code is fast enough.
 *
 * Pure arithmetic, no processes: what it decides is tested by itself. */
#ifndef TIMING_RULE_H
#define TIMING_RULE_H

#include <stddef.h>

enum { PAIRS_FIRST = 9, PAIRS_MORE = 16, PAIRS_MAX = PAIRS_FIRST + PAIRS_MORE };

/* One round: three fresh processes one after the other, CPU seconds each. */
struct round {
    double reference, learner, again; /* `again` is the reference once more */
};

enum ruling {
    RULING_MORE, /* above gold: PAIRS_MORE rounds more, then decide */
    RULING_GOLD,
    RULING_PASSED,
    RULING_FAILED,
    RULING_INCONCLUSIVE, /* the reference differs from itself */
};

/* Rule on `n` rounds, which is PAIRS_FIRST or PAIRS_MAX.
 *
 * ratio  median of learner / reference, pair by pair */
enum ruling timing_rule(const struct round *round, size_t n, double gold,
                        double required, double *ratio);

#endif
