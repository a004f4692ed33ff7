/* SPDX-License-Identifier: MIT */
/* What does a task cost: its time, and its memory?
 *
 * The yardstick of a yield is swapcontext, which every Unix has: a hundred
 * contexts that switch to each other, without a queue, against a hundred tasks
 * that go through the loop's.
 * What a parked task takes is counted: memory of the process, page tables
 * included, and mappings.
 *
 *      tasks               all that, against what is required
 *      tasks yield 100000  one thing, so often: for peers.py
 *
 * Required: 15 times as fast as swapcontext; no more than 4.5 kB and 100
 * mappings for 100,000 and for a million parked tasks; no allocation on await,
 * sleep, yield and call soon; no memory for 100,000 timers that were cancelled.
 * Ends with 1 when that is missed. */
#include <unistd.h>

#include "tasks_work.h"

enum { PAIRS = 25, SWITCHES = 40000 };

static bool verdict(bool reached)
{
    puts(reached ? "reached" : "MISSED");
    fflush(stdout);
    return reached;
}

/* ---- Yields against swapcontext -----------------------------------------*/

/* A ring of a hundred contexts, too: each switches to the next one. */
enum { RING = 100, STACK = 32 * 1024 };

static char stacks[RING][STACK];
static struct aw_ctx ring[RING], outside;
static int switches;

static void passes_on(void *arg)
{
    int i = (int)(intptr_t)arg;

    for (;;)
        aw__ucontext_switch(&ring[i],
                            switches-- > 0 ? &ring[(i + 1) % RING] : &outside);
}

static double bare_switch(void)
{
    double begun = cpu_ns();

    switches = SWITCHES;
    aw__ucontext_switch(&outside, &ring[0]);
    return (cpu_ns() - begun) / SWITCHES;
}

static bool yielding(void)
{
    static double ratio[PAIRS], a[PAIRS], b[PAIRS];
    double times;

    for (int i = 0; i < RING; i++)
        aw__ucontext_init(&ring[i], stacks[i] + STACK - 1024, passes_on,
                          (void *)(intptr_t)i);
    bare_switch();
    for (int i = 0; i < PAIRS; i++) {
        if (i % 2)
            a[i] = yield_100(10 * SWITCHES);
        b[i] = bare_switch();
        if (i % 2 == 0)
            a[i] = yield_100(10 * SWITCHES);
        ratio[i] = b[i] / a[i];
    }
    times = median(ratio, PAIRS);
    printf("yield, 100 tasks      %5.1f times as fast as swapcontext  "
           "[%.1f-%.1f]  %d pairs  %.1f ns to %.0f ns  required 15, goal 30: ",
           times, ratio[0], ratio[PAIRS - 1], PAIRS, median(a, PAIRS),
           median(b, PAIRS));
    return verdict(times >= 15);
}

/* ---- Parked -------------------------------------------------------------*/

/* A number of /proc/self/status, in bytes. */
static size_t status(const char *key)
{
    char line[200];
    size_t kib = 0;
    FILE *f = fopen("/proc/self/status", "r");

    while (f && fgets(line, sizeof(line), f))
        if (strncmp(line, key, strlen(key)) == 0)
            kib = strtoul(line + strlen(key), NULL, 10);
    if (f)
        fclose(f);
    return kib * 1024;
}

static int mappings(void)
{
    int lines = 0, c;
    FILE *f = fopen("/proc/self/maps", "r");

    while (f && (c = getc(f)) != EOF)
        lines += c == '\n';
    if (f)
        fclose(f);
    return lines;
}

static size_t used(void)
{
    return status("VmRSS:") + status("VmPTE:");
}

static int parks(void *arg)
{
    return aw_await(arg, NULL);
}

static bool parked(long n)
{
    struct aw_future never;
    size_t before = used();
    double each, ns;
    int maps;

    must(aw_loop_init(&loop, NULL));
    aw_future_init(&never, &loop, NULL);
    ns = cpu_ns();
    for (long i = 0; i < n; i++) {
        struct aw_task *task = aw_spawn(&loop, parks, &never, NULL);

        if (!task) {
            printf("parked %-8ld        no memory for more than %ld  ", n, i);
            return verdict(false);
        }
        aw_task_drop(task);
    }
    must(aw_loop_run_once(&loop));
    ns = (cpu_ns() - ns) / (double)n;
    each = (double)(used() - before) / (double)n;
    maps = mappings();
    aw_future_resolve(&never, NULL);
    must(aw_loop_run(&loop));
    aw_loop_close(&loop);
    printf("parked %-8ld       %5.0f bytes each, %d mappings, %.0f ns to make "
           " required 4500 and 100: ",
           n, each, maps, ns);
    return verdict(each <= 4500 && maps <= 100);
}

/* ---- Allocations --------------------------------------------------------*/

static unsigned long allocations;
static size_t bytes;

static void *counts(struct aw_alloc *alloc, void *p, size_t old, size_t size)
{
    (void)alloc;
    allocations += size > 0;
    bytes += size - old;
    if (size > 0)
        return realloc(p, size);
    free(p);
    return NULL;
}

static int calls(struct aw_handle *handle)
{
    (void)handle;
    return 0;
}

/* Each of the four, `n` times; beside it another task that does the same. */
static int does_all(void *arg)
{
    struct aw_handle soon;
    struct aw_future future;

    aw_handle_init(&soon, calls);
    for (long n = (long)(intptr_t)arg; n > 0; n--) {
        aw_call_soon(&loop, &soon);
        aw_yield();
        aw_sleep(AW_US);
        aw_future_init(&future, &loop, NULL);
        aw_future_resolve(&future, NULL);
        aw_await(&future, NULL);
        aw_await(&ball[0], NULL);
    }
    return 0;
}

static void run_two(long n)
{
    for (int i = 0; i < 2; i++)
        aw_task_drop(aw_spawn(&loop, does_all, (void *)(intptr_t)n, NULL));
    must(aw_loop_run(&loop));
}

static bool allocating(void)
{
    struct aw_alloc alloc = {counts};
    struct aw_clock_virtual clock;
    unsigned long before;

    aw_clock_virtual_init(&clock, 0);
    must(aw_loop_init(&loop, &(struct aw_loop_options){.clock = &clock.clock,
                                                       .alloc = &alloc}));
    aw_future_init(&ball[0], &loop, NULL);
    aw_future_resolve(&ball[0], NULL);
    run_two(10); /* the pool and the heap have what two tasks need */
    before = allocations;
    run_two(100000);
    before = allocations - before;
    aw_loop_close(&loop);
    printf("allocations           %5lu in 200,000 times await, sleep, yield, "
           "call soon  required 0: ",
           before);
    return verdict(before == 0);
}

/* ---- Timers that were cancelled -----------------------------------------*/

enum { TIMERS = 100000, ROUNDS = 10 };

static void start_and_cancel_all(struct aw_timer *timer)
{
    for (size_t i = 0; i < TIMERS; i++) {
        aw_timer_init(&timer[i], calls);
        must(aw_call_later(&loop, &timer[i], (aw_time)i * AW_MS + AW_SEC));
    }
    must(aw_loop_run_once(&loop)); /* so that they are filed */
    for (size_t i = 0; i < TIMERS; i++)
        aw_timer_stop(&loop.timers, &timer[i]);
}

/* The heap's room is kept for the next ones; nothing is added to it. */
static bool cancelling(void)
{
    static struct aw_timer timer[TIMERS];
    struct aw_alloc alloc = {counts};
    size_t before;

    must(aw_loop_init(&loop, &(struct aw_loop_options){.alloc = &alloc}));
    start_and_cancel_all(timer);
    before = bytes;
    for (int round = 1; round < ROUNDS; round++)
        start_and_cancel_all(timer);
    before = bytes - before;
    aw_loop_close(&loop);
    printf("cancelled timers      %5zu bytes left behind by %d rounds of "
           "100,000 that a first one did not leave  required 0: ",
           before, ROUNDS - 1);
    return verdict(before == 0 && bytes == 0);
}

int main(int argc, char **argv)
{
    double free_bytes =
        (double)sysconf(_SC_AVPHYS_PAGES) * (double)sysconf(_SC_PAGESIZE);
    bool reached;

    if (argc > 1)
        return do_one(argv[1], argc > 2 ? atol(argv[2]) : 0);
    reached = yielding();
    reached &= allocating();
    reached &= cancelling();
    reached &= parked(100000);
    if (free_bytes > 6e9)
        reached &= parked(1000000);
    else
        printf("parked 1000000        skipped: it needs 6 GB free\n");
    return reached ? 0 : 1;
}
