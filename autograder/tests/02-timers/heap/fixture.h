/* SPDX-License-Identifier: MIT */
/* These tests file timers by hand, as timer.c and expire.c will later. */
#ifndef HEAP_TESTS_H
#define HEAP_TESTS_H

#include <stdio.h>

#include "aw/heap.h"
#include "graded.h"

enum { MANY = 1000 };

static struct aw_timer timer[MANY];
static struct graded_alloc counter;
static struct aw_timers timers;

static inline void fresh(void)
{
    graded_alloc_init(&counter);
    timers = (struct aw_timers){.alloc = &counter.alloc};
    for (size_t i = 0; i < MANY; i++)
        timer[i] = (struct aw_timer){.slot = AW_TIMER_UNFILED};
}

/* File timer i: due at `when`, the seq-th that was started. */
static inline void file(size_t i, aw_time when, uint64_t seq)
{
    timer[i].when = when;
    timer[i].seq = seq;
    if (aw__heap_room(&timers))
        aw__heap_push(&timers, &timer[i]);
}

/* Take the first one out; its index, or -1 when there is none. */
static inline long take(void)
{
    struct aw_timer *first = aw__heap_first(&timers);

    if (!first)
        return -1;
    aw__heap_remove(&timers, first);
    return first - timer;
}

static inline void say_all(void)
{
    for (long i = take(); i >= 0; i = take())
        say("%ld", i);
}

static inline bool in_order(const struct aw_timer *a, const struct aw_timer *b)
{
    return a->when < b->when || (a->when == b->when && a->seq < b->seq);
}

/* The first two that came in the wrong order: ": 5 ns (seq 3) before ...". */
static char disorder[100];

/* Take all out; how many, or -1 when two came in the wrong order. */
static inline long take_all_in_order(void)
{
    struct aw_timer *last = NULL, *first;
    long n = 0;

    for (; (first = aw__heap_first(&timers)); n++) {
        if (last && !in_order(last, first)) {
            snprintf(disorder, sizeof(disorder),
                     ": %lld ns, seq %llu came before %lld ns, seq %llu",
                     (long long)last->when, (unsigned long long)last->seq,
                     (long long)first->when, (unsigned long long)first->seq);
            return -1;
        }
        aw__heap_remove(&timers, first);
        last = first;
    }
    return n;
}

#endif
