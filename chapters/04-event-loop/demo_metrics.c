/* SPDX-License-Identifier: MIT */
/* A loop that measures its own iterations.  A heartbeat is due every 100 ms;
 * one callback works for 250 ms, and the metrics tell.  The clock is virtual,
 * so the numbers are the same each time. */
#include <stdio.h>

#include "aw/loop.h"

static struct aw_loop loop;
static struct aw_clock_virtual clock_;
static struct aw_timer heartbeat, slow;
static int beats;

static void work(aw_time how_long)
{
    clock_.clock.jump(&clock_.clock, clock_.time + how_long);
}

static int beat(struct aw_handle *handle)
{
    (void)handle;
    work(2 * AW_MS);
    if (++beats == 10)
        return 0;
    return aw_call_at(&loop, &heartbeat, heartbeat.when + 100 * AW_MS);
}

static int work_for_long(struct aw_handle *handle)
{
    (void)handle;
    work(250 * AW_MS);
    return 0;
}

static void show(const char *name, aw_time value)
{
    printf("%-22s %5lld ms\n", name, (long long)(value / AW_MS));
}

int main(void)
{
    struct aw_loop_options options = {.clock = &clock_.clock};
    struct aw_loop_metrics metrics = {0};

    aw_clock_virtual_init(&clock_, 0);
    if (aw_loop_init(&loop, &options) < 0)
        return 1;
    loop.metrics = &metrics;
    aw_timer_init(&heartbeat, beat);
    aw_timer_init(&slow, work_for_long);
    aw_call_later(&loop, &heartbeat, 100 * AW_MS);
    aw_call_later(&loop, &slow, 330 * AW_MS);
    aw_loop_run(&loop);

    printf("%-22s %5llu\n", "iterations",
           (unsigned long long)metrics.iterations);
    printf("%-22s %5llu\n", "callbacks", (unsigned long long)metrics.callbacks);
    show("asleep", metrics.polling);
    show("at work", metrics.working);
    show("longest iteration", metrics.longest);
    show("latest timer, late by", metrics.latest);
    aw_loop_close(&loop);
    return 0;
}
