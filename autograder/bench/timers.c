/* SPDX-License-Identifier: MIT */
/* Timers, side by side with libuv's uv_timer.
 *
 * Each row is measured in pairs: our program and libuv's, each in a fresh
 * process, the order swapped from pair to pair.  A figure is CPU time, user
 * and system, so that waiting and other programs do not count.  The row's
 * ratio is the median of the pairs' ratios, libuv / ours.
 *
 * Both sides get the same million deadlines, drawn between 0 and 250 ms, and
 * both find out by callback that a timer fired.  Preparing the timers is not
 * measured on either side.  Ours go the whole way: heap, ready queue, call.
 * The virtual clock is moved as a poller that counts in milliseconds would
 * wake us, since libuv knows no finer unit.
 *
 *      timers [PAIRS]
 *
 * Exits with 1 when a required ratio is missed, 2 when it could not measure. */
#include <sys/wait.h>
#include <unistd.h>
#include <uv.h>

#include "aw/timer.h"
#include "bench.h"

enum { TIMERS = 1000000, SPAN_MS = 250, MAX_PAIRS = 99 };

static size_t fired;

/* ---- Both sides ---------------------------------------------------------*/

/* The same deadlines for everybody: a fixed sequence of xorshift64. */
static aw_time draw(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return (aw_time)(*state % (uint64_t)(SPAN_MS * AW_MS));
}

static void *must(void *p)
{
    if (!p) {
        fprintf(stderr, "timers: no memory for %d timers\n", TIMERS);
        _exit(2);
    }
    return p;
}

static void expect_fired(size_t n)
{
    if (fired != n) {
        fprintf(stderr, "timers: %zu callbacks instead of %zu\n", fired, n);
        _exit(2);
    }
}

/* ---- Ours ---------------------------------------------------------------*/

static struct aw_timers timers;
static struct aw_ready ready;
static struct aw_clock_virtual clock_;
static struct aw_timer *ours;

static int ours_fired(struct aw_handle *handle)
{
    (void)handle;
    fired++;
    return 0;
}

static void ours_prepare(void)
{
    ours = must(malloc(TIMERS * sizeof(*ours)));
    for (size_t i = 0; i < TIMERS; i++)
        aw_timer_init(&ours[i], ours_fired);
    aw_clock_virtual_init(&clock_, 0);
    aw_timers_init(&timers, NULL);
    aw_ready_init(&ready);
}

static void ours_start_all(void)
{
    uint64_t state = 88172645463325252u;

    for (size_t i = 0; i < TIMERS; i++)
        aw_timer_start(&timers, &ours[i], draw(&state));
}

/* The turns of a loop whose poller counts in milliseconds, rounded up. */
static void ours_run(void)
{
    struct aw_clock *clock = &clock_.clock;
    aw_time next;

    while ((next = aw_timers_next(&timers)) != AW_NEVER) {
        clock->jump(clock, (next + AW_MS - 1) / AW_MS * AW_MS);
        aw_timers_expire(&timers, clock->now(clock), &ready);
        aw_ready_run(&ready);
    }
}

static double ours_insert_and_fire(void)
{
    double begin;

    ours_prepare();
    begin = cpu_ns();
    ours_start_all();
    ours_run();
    begin = cpu_ns() - begin;
    expect_fired(TIMERS);
    return begin;
}

static double ours_cancel(bool filed)
{
    double begin;

    ours_prepare();
    begin = cpu_ns();
    ours_start_all();
    if (filed)
        aw_timers_next(&timers);
    for (size_t i = 0; i < TIMERS; i++)
        aw_timer_stop(&timers, &ours[i]);
    ours_run();
    begin = cpu_ns() - begin;
    expect_fired(0);
    return begin;
}

static double ours_add_and_cancel(void)
{
    return ours_cancel(false);
}

static double ours_add_file_and_cancel(void)
{
    return ours_cancel(true);
}

/* ---- libuv's ------------------------------------------------------------*/

static uv_loop_t loop;
static uv_timer_t *theirs;

static void theirs_fired(uv_timer_t *timer)
{
    (void)timer;
    fired++;
}

static void theirs_prepare(void)
{
    theirs = must(malloc(TIMERS * sizeof(*theirs)));
    uv_loop_init(&loop);
    for (size_t i = 0; i < TIMERS; i++)
        uv_timer_init(&loop, &theirs[i]);
}

static void theirs_start_all(void)
{
    uint64_t state = 88172645463325252u;

    for (size_t i = 0; i < TIMERS; i++)
        uv_timer_start(&theirs[i], theirs_fired,
                       (uint64_t)(draw(&state) / AW_MS), 0);
}

static double theirs_insert_and_fire(void)
{
    double begin;

    theirs_prepare();
    begin = cpu_ns();
    theirs_start_all();
    uv_run(&loop, UV_RUN_DEFAULT);
    begin = cpu_ns() - begin;
    expect_fired(TIMERS);
    return begin;
}

static double theirs_add_and_cancel(void)
{
    double begin;

    theirs_prepare();
    begin = cpu_ns();
    theirs_start_all();
    for (size_t i = 0; i < TIMERS; i++)
        uv_timer_stop(&theirs[i]);
    uv_run(&loop, UV_RUN_DEFAULT);
    begin = cpu_ns() - begin;
    expect_fired(0);
    return begin;
}

/* ---- Pairs --------------------------------------------------------------*/

/* Run one side in a process of its own.  Returns its CPU time, or -1. */
static double measure(double (*side)(void))
{
    double ns = -1;
    int ends[2], status;
    pid_t child;

    if (pipe(ends) != 0)
        return -1;
    child = fork();
    if (child == 0) {
        ns = side();
        _exit(write(ends[1], &ns, sizeof(ns)) != sizeof(ns));
    }
    close(ends[1]);
    if (child < 0 || read(ends[0], &ns, sizeof(ns)) < 0)
        ns = -1;
    close(ends[0]);
    if (child > 0 && (waitpid(child, &status, 0) < 0 || status != 0))
        ns = -1;
    return ns;
}

struct row {
    const char *name;
    double (*ours)(void), (*theirs)(void);
    double required, goal; /* libuv's time / ours */
};

static double one_pair(const struct row *row, bool swap, double *each)
{
    double theirs_took = swap ? measure(row->theirs) : 0;
    double ours_took = measure(row->ours);

    if (!swap)
        theirs_took = measure(row->theirs);
    if (ours_took <= 0 || theirs_took <= 0)
        exit(2);
    *each = ours_took / TIMERS;
    return theirs_took / ours_took;
}

/* Returns whether the row's required ratio is reached. */
static bool measure_row(const struct row *row, int pairs)
{
    double ratio[MAX_PAIRS], each[MAX_PAIRS], times;

    for (int i = 0; i < pairs; i++)
        ratio[i] = one_pair(row, i % 2, &each[i]);
    times = median(ratio, (size_t)pairs);
    printf("%-22s %5.1fx libuv  [%.1f-%.1f]  %d pairs  %5.0f ns per timer  "
           "required %.0fx, goal %.0fx: %s\n",
           row->name, times, ratio[0], ratio[pairs - 1], pairs,
           median(each, (size_t)pairs), row->required, row->goal,
           times >= row->goal       ? "goal"
           : times >= row->required ? "reached"
                                    : "MISSED");
    fflush(stdout);
    return times >= row->required;
}

int main(int argc, char **argv)
{
    static const struct row rows[] = {
        {"insert_and_fire", ours_insert_and_fire, theirs_insert_and_fire, 3, 8},
        {"add_and_cancel", ours_add_and_cancel, theirs_add_and_cancel, 5, 25},
        {"add_file_and_cancel", ours_add_file_and_cancel, theirs_add_and_cancel,
         2, 5},
    };
    int pairs = argc > 1 ? atoi(argv[1]) : 9;
    bool reached = true;

    if (pairs < 1 || pairs > MAX_PAIRS) {
        fprintf(stderr, "usage: %s [PAIRS]   (1 to %d)\n", argv[0], MAX_PAIRS);
        return 2;
    }
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
        reached = measure_row(&rows[i], pairs) && reached;
    return reached ? 0 : 1;
}
