/* SPDX-License-Identifier: MIT */
/* What does it cost to push a callback and have it called?
 *
 * The yardstick is libuv's idle callback: as little as libuv can do for a
 * callback that runs in every iteration.  Both sides call a function that
 * counts, 100 of them in each iteration of their loop.  Ours is pushed anew
 * for every call; libuv's stays registered, which is less work.
 *
 * Rounds of the two alternate, and the order changes each time.  What counts
 * is the median of the ratios of CPU time.
 *
 * Required: a ratio of 1.0 or less, and no allocation. */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <uv.h>

#include "aw/ready.h"

enum { HANDLES = 100, ITERATIONS = 20000, PAIRS = 25 };

static uint64_t called;

static double cpu_ns(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/* ---- Counting allocations -----------------------------------------------*/

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *p, size_t size);

static unsigned long allocations;

void *malloc(size_t size)
{
    allocations++;
    return __libc_malloc(size);
}

void *calloc(size_t n, size_t size)
{
    allocations++;
    return __libc_calloc(n, size);
}

void *realloc(void *p, size_t size)
{
    allocations++;
    return __libc_realloc(p, size);
}

/* ---- Ours ---------------------------------------------------------------*/

static struct aw_ready ready;
static struct aw_handle handles[HANDLES];

static int count(struct aw_handle *handle)
{
    (void)handle;
    called++;
    return 0;
}

static void aw_setup(void)
{
    aw_ready_init(&ready);
    for (int i = 0; i < HANDLES; i++)
        aw_handle_init(&handles[i], count);
}

static void aw_round(void)
{
    for (int n = 0; n < ITERATIONS; n++) {
        for (int i = 0; i < HANDLES; i++)
            aw_ready_push(&ready, &handles[i]);
        aw_ready_run(&ready);
    }
}

/* ---- libuv's ------------------------------------------------------------*/

static uv_loop_t loop;
static uv_idle_t idle[HANDLES];
static uint64_t until;

static void count_uv(uv_idle_t *handle)
{
    (void)handle;
    if (++called == until)
        uv_stop(&loop);
}

static void uv_setup(void)
{
    uv_loop_init(&loop);
    for (int i = 0; i < HANDLES; i++) {
        uv_idle_init(&loop, &idle[i]);
        uv_idle_start(&idle[i], count_uv);
    }
}

static void uv_round(void)
{
    until = called + (uint64_t)HANDLES * ITERATIONS;
    uv_run(&loop, UV_RUN_DEFAULT);
}

/* One more iteration, with one callback more in it, tells the loop's own cost
 * (the clock, an empty poll) from the callback's. */
static double uv_iteration_ns(void)
{
    double start;

    for (int i = 1; i < HANDLES; i++)
        uv_idle_stop(&idle[i]);
    start = cpu_ns();
    until = called + ITERATIONS;
    uv_run(&loop, UV_RUN_DEFAULT);
    start = cpu_ns() - start;
    for (int i = 1; i < HANDLES; i++)
        uv_idle_start(&idle[i], count_uv);
    return start / ITERATIONS;
}

/* ---- Pairs --------------------------------------------------------------*/

static double ns_per_call(void (*round)(void))
{
    uint64_t before = called;
    double start = cpu_ns();

    round();
    start = cpu_ns() - start;
    if (called - before != (uint64_t)HANDLES * ITERATIONS)
        abort();
    return start / ((double)HANDLES * ITERATIONS);
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static double median(double *values, int n)
{
    qsort(values, (size_t)n, sizeof(*values), by_size);
    return values[n / 2];
}

int main(void)
{
    static double whole[PAIRS], net[PAIRS], ours[PAIRS], theirs[PAIRS];
    unsigned long allocated;

    aw_setup();
    uv_setup();
    aw_round();
    uv_round();

    allocated = allocations;
    aw_round();
    allocated = allocations - allocated;

    for (int i = 0; i < PAIRS; i++) {
        double a = 0, u, empty;

        if (i % 2 == 0)
            a = ns_per_call(aw_round);
        u = ns_per_call(uv_round);
        empty = uv_iteration_ns() / HANDLES;
        if (i % 2 == 1)
            a = ns_per_call(aw_round);
        ours[i] = a;
        theirs[i] = u;
        whole[i] = a / u;
        net[i] = a / (u - empty);
    }
    printf("push and run                 %6.2f ns per callback\n",
           median(ours, PAIRS));
    printf("libuv idle, 100 in a loop    %6.2f ns per callback\n",
           median(theirs, PAIRS));
    printf("ratio to a libuv idle callback       %5.2f   required: 1.00\n",
           median(whole, PAIRS));
    printf("the same, without libuv's poll       %5.2f   for information\n",
           median(net, PAIRS));
    printf("allocations in %d callbacks     %5lu   required: 0\n",
           HANDLES * ITERATIONS, allocated);
    return 0;
}
