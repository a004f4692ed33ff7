/* SPDX-License-Identifier: MIT */
/* A loop written by hand, which sleeps 10 ms at a time because it does not
 * know better, and one that sleeps as long as it may.  Three timers are all
 * there is to do in ten seconds.  How often does each of them wake, and how
 * late are the timers? */
#include <stdio.h>

#include "aw/loop.h"

static const aw_time deadline[] = {35 * AW_MS, 1206 * AW_MS, 10001 * AW_MS};
enum { TIMERS = sizeof(deadline) / sizeof(*deadline) };

static struct aw_clock_virtual clock_;
static struct aw_timer timer[TIMERS];
static aw_time latest;
static int ran;

static int due(struct aw_handle *handle)
{
    struct aw_timer *t = aw_container_of(handle, struct aw_timer, handle);
    aw_time late = clock_.time - t->when;

    latest = late > latest ? late : latest;
    ran++;
    return 0;
}

static void begin(void)
{
    aw_clock_virtual_init(&clock_, 0);
    latest = 0;
    ran = 0;
    for (int i = 0; i < TIMERS; i++)
        aw_timer_init(&timer[i], due);
}

static void report(const char *how, long wakes)
{
    printf("%-20s woke %4ld times for %d timers, the latest %lld ms late\n",
           how, wakes, ran, (long long)(latest / AW_MS));
}

static void by_hand(void)
{
    struct aw_timers timers;
    struct aw_ready ready;
    long wakes = 0;

    begin();
    aw_timers_init(&timers, NULL);
    aw_ready_init(&ready);
    for (int i = 0; i < TIMERS; i++)
        aw_timer_start(&timers, &timer[i], deadline[i]);
    while (ran < TIMERS) {
        clock_.clock.jump(&clock_.clock, clock_.time + 10 * AW_MS);
        wakes++;
        aw_timers_expire(&timers, clock_.time, &ready);
        aw_ready_run(&ready);
    }
    aw_timers_deinit(&timers);
    report("10 ms at a time:", wakes);
}

static int with_a_loop(void)
{
    struct aw_loop_options options = {.clock = &clock_.clock};
    struct aw_loop loop;

    begin();
    if (aw_loop_init(&loop, &options) < 0)
        return 1;
    for (int i = 0; i < TIMERS; i++)
        aw_call_at(&loop, &timer[i], deadline[i]);
    aw_loop_run(&loop);
    report("as long as it may:", (long)loop.iterations);
    aw_loop_close(&loop);
    return 0;
}

int main(void)
{
    by_hand();
    return with_a_loop();
}
