/* SPDX-License-Identifier: MIT */
/* bench.h: what the benches share: CPU time, and medians of pairs.
 *
 * Two things are measured side by side in rounds, and the order changes each
 * time.  What counts is the median of the ratios: the machine's speed changes
 * from second to second, and for both alike. */
#ifndef BENCH_H
#define BENCH_H

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* CPU time of this thread, user and system. */
static inline double cpu_ns(void)
{
    struct timespec t;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static inline int bench_by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* The median of `n` values, which are sorted. */
static inline double median(double *values, size_t n)
{
    qsort(values, n, sizeof(*values), bench_by_size);
    return values[n / 2];
}

#endif
