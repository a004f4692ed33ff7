/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "aw/timer.h"
#include "timing.h"
#include "tune_idle.h"

/* Measured on the reference: 10 to 30 ms of CPU time for each target. */
enum { TIMERS = 100000, ROUNDS = 25 };
enum { CONNS = 1000, TURNS = 2000, MESSAGES = 2000 };

static struct aw_timers timers;
static struct aw_ready ready;
static size_t fired;

static uint64_t draw(uint64_t n)
{
    static uint64_t state = 88172645463325252u;

    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state % n;
}

static int fire(struct aw_handle *handle)
{
    (void)handle;
    fired++;
    return 0;
}

static struct aw_timer *many_timers(size_t n)
{
    struct aw_timer *all = calloc(n, sizeof(*all));

    timing_check(all != NULL, "memory for the timers");
    for (size_t i = 0; i < n; i++)
        aw_timer_init(&all[i], fire);
    aw_timers_init(&timers, NULL);
    aw_ready_init(&ready);
    return all;
}

/* Many timers, with deadlines drawn between 0 and 250 ms, and a turn of the
 * loop for each millisecond. */
static void insert_and_fire(void)
{
    struct aw_timer *all = many_timers(TIMERS);

    timing_start();
    for (size_t i = 0; i < TIMERS; i++)
        aw_timer_start(&timers, &all[i], (aw_time)draw(250 * AW_MS));
    for (aw_time now = 0; now <= 250 * AW_MS; now += AW_MS) {
        aw_timers_next(&timers);
        aw_timers_expire(&timers, now, &ready);
        aw_ready_run(&ready);
    }
    timing_stop();
    TIMING_CHECK(fired == TIMERS);
    TIMING_CHECK(timers.live == 0 && aw_timers_next(&timers) == AW_NEVER);
    aw_timers_deinit(&timers);
    free(all);
}

/* The life of most timeouts: started, and stopped in the same turn, beside
 * others that are filed. */
static void add_and_cancel(void)
{
    struct aw_timer *all = many_timers(TIMERS);

    for (size_t i = 0; i < TIMERS / 2; i++)
        aw_timer_start(&timers, &all[i], AW_SEC + (aw_time)i);
    aw_timers_next(&timers);
    timing_start();
    for (int round = 0; round < ROUNDS; round++) {
        for (size_t i = TIMERS / 2; i < TIMERS; i++)
            aw_timer_start(&timers, &all[i], (aw_time)draw(2 * AW_SEC));
        for (size_t i = TIMERS / 2; i < TIMERS; i++)
            aw_timer_stop(&timers, &all[i]);
        aw_timers_next(&timers);
    }
    timing_stop();
    TIMING_CHECK(timers.live == TIMERS / 2);
    TIMING_CHECK(aw_timers_next(&timers) == AW_SEC);
    TIMING_CHECK(fired == 0);
    aw_timers_deinit(&timers);
    free(all);
}

static size_t closed;

static void count_closed(struct tune_conn *conn)
{
    (void)conn;
    closed++;
}

/* One turn of the loop, a millisecond after the last one. */
static void turn(struct aw_clock_virtual *clock)
{
    clock->clock.jump(&clock->clock, clock->time + AW_MS);
    aw_timers_next(&timers);
    aw_timers_expire(&timers, clock->time, &ready);
    aw_ready_run(&ready);
}

/* Messages for connections that are drawn at random; some 200 messages come
 * for each connection in each limit. */
static void touch(void)
{
    struct tune_conn *all = calloc(CONNS, sizeof(*all));
    struct aw_clock_virtual clock;
    struct tune_idle set;

    timing_check(all != NULL, "memory for the connections");
    aw_timers_init(&timers, NULL);
    aw_ready_init(&ready);
    aw_clock_virtual_init(&clock, 0);
    tune_idle_init(&set, &timers, &clock.clock, 100 * AW_MS, count_closed);
    for (size_t i = 0; i < CONNS; i++)
        tune_idle_add(&set, &all[i]);
    timing_start();
    for (int ms = 0; ms < TURNS; ms++) {
        for (int i = 0; i < MESSAGES; i++)
            tune_idle_touch(&all[draw(CONNS)]);
        turn(&clock);
    }
    timing_stop();
    TIMING_CHECK(closed == 0);
    for (int ms = 0; ms < 101; ms++)
        turn(&clock);
    TIMING_CHECK(closed == CONNS);
    aw_timers_deinit(&timers);
    free(all);
}

int main(int argc, char **argv)
{
    static const struct timing_target targets[] = {
        {"insert_and_fire", insert_and_fire},
        {"add_and_cancel", add_and_cancel},
        {"touch", touch},
        {NULL, NULL},
    };

    return timing_main(argc, argv, targets);
}
