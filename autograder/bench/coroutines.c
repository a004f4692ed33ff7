/* SPDX-License-Identifier: MIT */
/* What does it cost to leave a stack, and to keep one?
 *
 * The yardstick of the switch is swapcontext, which every Unix has: there and
 * back between two contexts, in rounds that alternate, by the median of the
 * ratios of CPU time.  What a parked coroutine costs is counted: the memory of
 * the process, page tables included, and its mappings.
 *
 * Required: 15 times as fast as swapcontext; no more than 4.5 kB and 100
 * mappings for 100,000 and for a million parked coroutines.  Ends with 1 when
 * that is missed.  A million is tried where there is memory for it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "aw/coro.h"

enum { PAIRS = 25, TRIPS = 20000 };

static double cpu_ns(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static double median(double values[PAIRS])
{
    qsort(values, PAIRS, sizeof(*values), by_size);
    return values[PAIRS / 2];
}

/* ---- Resume and suspend against swapcontext -----------------------------*/

static char memory[2][64 * 1024];
static struct aw_ctx here, there;
static struct aw_coro coro;

static void answer(void *arg)
{
    (void)arg;
    for (;;)
        aw__ucontext_switch(&there, &here);
}

static void suspend(void *arg)
{
    (void)arg;
    for (;;)
        aw_coro_suspend();
}

static double ours(void)
{
    double start = cpu_ns();

    for (int i = 0; i < TRIPS; i++)
        aw_coro_resume(&coro);
    return (cpu_ns() - start) / TRIPS;
}

static double theirs(void)
{
    double start = cpu_ns();

    for (int i = 0; i < TRIPS; i++)
        aw__ucontext_switch(&here, &there);
    return (cpu_ns() - start) / TRIPS;
}

static bool switching(void)
{
    static double ratio[PAIRS], a[PAIRS], b[PAIRS];
    struct aw_stack stack = {.base = memory[0], .size = sizeof(memory[0])};
    double times;

    aw_coro_init(&coro, &stack, suspend, NULL);
    aw__ucontext_init(&there, memory[1] + sizeof(memory[1]) - 1024, answer,
                      NULL);
    ours();
    theirs();
    for (int i = 0; i < PAIRS; i++) {
        if (i % 2)
            a[i] = ours();
        b[i] = theirs();
        if (i % 2 == 0)
            a[i] = ours();
        ratio[i] = b[i] / a[i];
    }
    times = median(ratio);
    printf("resume_suspend        %5.1f times as fast as swapcontext  "
           "%d pairs  %.2f ns to %.2f ns  required 15: %s\n",
           times, PAIRS, median(a), median(b),
           times >= 15 ? "reached" : "MISSED");
    return times >= 15;
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

/* Memory that a task of chapter 08 would take beside its coroutine. */
enum { EXTRA = sizeof(struct aw_coro) + 300 };

static bool parked(long n)
{
    struct aw_loop loop;
    struct aw_stack stack;
    size_t before = used();
    double each, start = cpu_ns();
    int maps;
    bool kept;

    if (aw_loop_init(&loop, NULL) < 0)
        return false;
    for (long i = 0; i < n; i++) {
        struct aw_coro *parks = aw_stack_new(&loop, 0, EXTRA, &stack);

        if (!parks) {
            printf("parked %-8ld       no stack after %ld  MISSED\n", n, i);
            return false;
        }
        aw_coro_init(parks, &stack, suspend, NULL);
        aw_coro_resume(parks);
    }
    start = (cpu_ns() - start) / (double)n;
    each = (double)(used() - before) / (double)n;
    maps = mappings();
    kept = each <= 4500 && maps <= 100;
    printf("parked %-8ld       %5.0f bytes each, %d mappings  %.0f ns to make"
           "  required 4500 and 100: %s\n",
           n, each, maps, start, kept ? "reached" : "MISSED");
    loop.live[AW_STACKS] = 0; /* they will not run again */
    aw_loop_close(&loop);
    return kept;
}

int main(void)
{
    double free_bytes =
        (double)sysconf(_SC_AVPHYS_PAGES) * (double)sysconf(_SC_PAGESIZE);
    bool kept = switching();

    kept &= parked(100000);
    if (free_bytes > 8e9)
        kept &= parked(1000000);
    else
        printf("parked 1000000        not tried: it needs 8 GB free\n");
    return kept ? 0 : 1;
}
