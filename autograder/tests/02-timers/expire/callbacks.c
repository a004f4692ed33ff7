/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* Turn after turn, each at the next deadline. */
static void run(void)
{
    aw_time next;

    while ((next = aw_timers_next(&timers)) != AW_NEVER)
        turn(next > now() ? next : now());
}

/* ---- Callbacks ----------------------------------------------------------*/

/* A13 */
GRADED(expire, a_timer_goes_behind_what_is_queued,
       "the handle is pushed to the ready queue")
{
    fresh();
    aw_ready_push(&ready, &t[5].timer.handle);
    start(&t[0], 0);
    start(&t[1], -3);
    turn(0);
    EXPECT_SAID("5 0 1", "queued 5, then started 0 and 1 without delay");
}

/* A17 */
GRADED(expire, a_callback_stops_one_that_is_due_with_it,
       "Stop `timer`, so that it is not called.")
{
    fresh();
    start(&t[0], 5);
    start(&t[1], 5);
    start(&t[2], 6);
    t[0].stops = &t[1];
    EXPECT_INT(turn(6), 3, "three timers are due");
    EXPECT_SAID("0 2", "0 stops 1, which is due in the same turn");
    EXPECT_INT(timers.live, 0, "0 stopped 1");
}

GRADED(expire, a_callback_stops_one_that_comes_later,
       "Stop `timer`, so that it is not called.")
{
    fresh();
    start(&t[0], 5);
    start(&t[1], 10);
    start(&t[2], 15);
    t[0].stops = &t[1];
    run();
    EXPECT_SAID("0 2", "0 stops 1, which is filed");
    EXPECT_INT(now(), 15, "ran until nothing was left");
}

GRADED(expire, a_callback_starts_its_own_timer_again,
       "its callback may start it again")
{
    fresh();
    start(&t[0], 10);
    start(&t[1], 25);
    t[0].starts = &t[0];
    t[0].delay = 10;
    t[1].stops = &t[0];
    run();
    EXPECT_SAID("0 0 1", "0 starts itself again every 10 ns, 1 stops it");
    EXPECT_INT(now(), 25, "ran until nothing was left");
    EXPECT_INT(timers.seq, 4, "started four times in all");
}

GRADED(expire, a_callback_moves_one_that_is_due_with_it,
       "it comes due once, at the new deadline")
{
    fresh();
    start(&t[0], 5);
    start(&t[1], 5);
    t[0].starts = &t[1];
    t[0].delay = 10;
    turn(5);
    EXPECT_SAID("0", "0 starts 1 again, which is due with it");
    run();
    EXPECT_SAID("0 1", "ran on");
    EXPECT_INT(now(), 15, "1 came due 10 ns after the callback of 0");
}

/* A18 */
GRADED(expire, a_timer_without_delay_does_not_starve_the_loop,
       "comes due at the next aw_timers_expire")
{
    fresh();
    t[0].starts = &t[0];
    start(&t[0], 0);
    EXPECT_INT(turn(0), 1, "it starts itself again, without delay");
    EXPECT_SAID("0", "took one turn");
    EXPECT_INT(turn(0), 1, "took a second turn");
    EXPECT_SAID("0 0", "took a second turn");
    EXPECT_INT(aw_timers_next(&timers), 0, "it is started once more");
}

/* A11 */
GRADED(expire, a_delay_counts_from_the_moment_of_the_call,
       "Start `timer`, to come due at `when`.")
{
    fresh();
    start(&t[0], AW_SEC);
    turn(AW_SEC);
    /* A callback that works for a second, and then starts a timer. */
    clock_.clock.jump(&clock_.clock, 2 * AW_SEC);
    start(&t[1], AW_SEC);
    EXPECT_INT(aw_timers_next(&timers), 3 * AW_SEC, "worked until 2 s");
    EXPECT_INT(turn(3 * AW_SEC - 1), 0, "one second, less 1 ns");
    EXPECT_INT(turn(3 * AW_SEC), 1, "one second after the call");
}

/* ---- Probes -------------------------------------------------------------*/

static void hear(struct aw_probe *probe, enum aw_probe_event event,
                 const void *subject, uint64_t arg)
{
    const struct aw_timer *timer = subject;

    (void)probe;
    if (event == AW_PROBE_TIMER)
        say("timer%d@%d", aw_container_of(timer, struct named, timer)->name,
            (int)arg);
}

GRADED(expire, a_probe_hears_of_each_timer,
       "If a probe is set it hears AW_PROBE_TIMER for each.")
{
    struct aw_probe probe = {hear};

    fresh();
    timers.probe = &probe;
    start(&t[0], 20);
    start(&t[1], 10);
    start(&t[2], 30);
    aw_timers_expire(&timers, 25, &ready);
    EXPECT_SAID("timer1@10 timer0@20",
                "expired two of three timers; the probe says timer@deadline");
}
