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
 * Required: a ratio of 1.0 or less, and no allocation.  Ends with 1 when that
 * is missed. */
#include <uv.h>

#include "aw/ready.h"
#include "bench.h"

enum { HANDLES = 100, ITERATIONS = 20000, PAIRS = 25 };

static uint64_t called;

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

static int report(double ours, double theirs, double whole, double net,
                  unsigned long allocated)
{
    bool kept = whole <= 1.0 && allocated == 0;

    printf("push_and_run          %5.2f of libuv's idle callback  "
           "%d pairs  %.2f ns to %.2f ns  required 1.00: %s\n",
           whole, PAIRS, ours, theirs, whole <= 1.0 ? "reached" : "MISSED");
    printf("push_and_run, net     %5.2f of it, libuv's empty poll taken off  "
           "for information\n",
           net);
    printf("allocations           %5lu in %d callbacks  required 0: %s\n",
           allocated, HANDLES * ITERATIONS,
           allocated == 0 ? "reached" : "MISSED");
    return kept ? 0 : 1;
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
    return report(median(ours, PAIRS), median(theirs, PAIRS),
                  median(whole, PAIRS), median(net, PAIRS), allocated);
}
