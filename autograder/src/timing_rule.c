/* SPDX-License-Identifier: MIT */
/* The median of ratios taken pair by pair: the two halves of a pair ran next
 * to each other, so the machine's speed, which drifts, is nearly the same for
 * both.  The tempting ratio of the two fastest runs compares moments that lie
 * far apart, and fails honest code on a busy machine. */
#include "timing_rule.h"

#include <math.h>
#include <stdlib.h>

/* The reference against itself must come out as 1, give or take this. */
static const double NOISE = 0.1;

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return x < y ? -1 : x > y;
}

static double median(double *value, size_t n)
{
    qsort(value, n, sizeof(*value), ascending);
    return value[n / 2];
}

enum ruling timing_rule(const struct round *round, size_t n, double gold,
                        double required, double *ratio)
{
    double learner[PAIRS_MAX], self[PAIRS_MAX];

    for (size_t i = 0; i < n; i++) {
        learner[i] = round[i].learner / round[i].reference;
        self[i] = round[i].again / round[i].reference;
    }
    *ratio = median(learner, n);
    if (fabs(median(self, n) - 1) > NOISE)
        return n < PAIRS_MAX ? RULING_MORE : RULING_INCONCLUSIVE;
    if (*ratio <= gold)
        return RULING_GOLD;
    if (n < PAIRS_MAX)
        return RULING_MORE;
    return *ratio <= required ? RULING_PASSED : RULING_FAILED;
}
