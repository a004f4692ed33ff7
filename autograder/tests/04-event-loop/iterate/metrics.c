/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* ---- Metrics ------------------------------------------------------------*/

static struct aw_loop_metrics metrics;

static void puts_b_off(void)
{
    at('b', 5000);
    clock_.time += 500;
}

GRADED(iterate, iterations_are_measured, "Each iteration adds what it has cost")
{
    open_loop();
    loop.metrics = &metrics;
    of('a')->work = 30;
    of('b')->work = 50;
    soon("a");
    aw_loop_run_once(&loop);
    at('b', 2000);
    soon("c");
    aw_loop_run(&loop);
    EXPECT_SAID("a c b", "a works for 30, b at 2000 for 50");
    EXPECT_INT(metrics.iterations, 3, "took three iterations");
    EXPECT_INT(metrics.callbacks, 3, "called a, c, b");
    EXPECT_INT(metrics.polling, 970, "slept from 1030 to 2000");
    EXPECT_INT(metrics.working, 80, "a worked for 30, b for 50");
    EXPECT_INT(metrics.longest, 50, "a worked for 30, b for 50");
    EXPECT_INT(metrics.latest, 0, "no timer was late");
}

GRADED(iterate, the_latest_timer_is_measured,
       "the most that a timer was late when it was pushed")
{
    open_loop();
    loop.metrics = &metrics;
    of('a')->work = 300;
    at('b', 1100);
    at('c', 1200);
    soon("a");
    aw_loop_run(&loop);
    EXPECT_SAID("a b c", "a works until 1300; b at 1100, c at 1200");
    EXPECT_INT(metrics.latest, 200, "b came 200 late, c 100");
    at('d', 1299);
    aw_loop_run(&loop);
    EXPECT_INT(metrics.latest, 200, "d came 1 late");
    EXPECT_INT(metrics.longest, 300, "a worked for 300");
}

GRADED(iterate, a_timer_put_off_is_not_late,
       "the most that a timer was late when it was pushed")
{
    open_waiting();
    loop.metrics = &metrics;
    loop.holds = 1; /* or the poll may be left out */
    at('a', 1100);
    aw_loop_run_once(&loop); /* sleeps until 1100 */
    EXPECT_SAID("a", "one at 1100");
    /* Started for 1200, and put off while the poll lasts until 1600. */
    at('b', 1200);
    soon("c");
    spy.before = puts_b_off;
    aw_loop_run_once(&loop);
    EXPECT_SAID("a c", "another one is put off from 1200 to 5000");
    EXPECT_INT(metrics.latest, 0, "it was not pushed, and is not late");
}

static void takes_it_away(struct step *me)
{
    (void)me;
    loop.metrics = NULL;
}

static void puts_it_back(struct step *me)
{
    (void)me;
    loop.metrics = &metrics;
}

GRADED(iterate, only_whole_iterations_are_measured,
       "where this is not NULL and has not changed while it ran")
{
    open_loop();
    loop.holds = 1; /* or the poll may be left out */
    of('a')->act = puts_it_back;
    of('b')->act = takes_it_away;
    of('c')->work = 77;
    soon("ac");
    aw_loop_run_once(&loop);
    EXPECT_INT(metrics.iterations, 0, "set it in the middle of an iteration");
    EXPECT_INT(metrics.working + metrics.polling, 0, "set it in the middle");
    soon("c");
    aw_loop_run_once(&loop);
    EXPECT_INT(metrics.iterations, 1, "took one iteration with it");
    soon("bc");
    aw_loop_run_once(&loop);
    EXPECT_INT(metrics.iterations, 1, "took it away in the next");
    EXPECT_INT(metrics.working, 77, "took it away in the next");
}

GRADED(iterate, a_failed_iteration_is_not_measured, "taken to their end")
{
    open_loop();
    loop.metrics = &metrics;
    loop.holds = 1; /* or the poll may be left out */
    soon("a");
    spy.before = time_passes;
    spy.error = -EIO;
    aw_loop_run_once(&loop);
    EXPECT_INT(metrics.iterations, 0, "a poll of 500 failed");
    EXPECT_INT(metrics.polling, 0, "a poll of 500 failed");
    aw_loop_run_once(&loop);
    EXPECT_INT(metrics.iterations, 1, "a poll of 500 went well");
    EXPECT_INT(metrics.polling, 500, "a poll of 500 went well");
    EXPECT_INT(metrics.working, 0, "a poll of 500 went well");
}

/* ---- In real time -------------------------------------------------------*/

GRADED(iterate, a_short_timer_does_not_spin,
       "otherwise until the next timer or source wants to run")
{
    struct aw_loop_options options = {.engine = spied()};
    aw_time due;

    /* A10, A15 */
    steps_init();
    spy.waits = true;
    EXPECT_INT(aw_loop_init(&loop, &options), 0, "made a loop in real time");
    later('a', 10 * AW_US);
    due = of('a')->timer.when;
    EXPECT_INT(aw_loop_run(&loop), 0, "ran a timer of 10 us");
    EXPECT_SAID("a", "ran a timer of 10 us");
    EXPECT_AT_LEAST(aw_loop_now(&loop), due, "ran a timer of 10 us");
    EXPECT_AT_MOST(spy.polls, 3, "ran a timer of 10 us: polls");
    aw_loop_close(&loop);
}

static void readable_soon(void)
{
    line_send(&line);
    spy.before = NULL;
}

static void drains_and_stops(struct step *me)
{
    drains(me);
    aw_loop_stop(&loop);
}

GRADED(iterate, input_ends_a_sleep_without_end,
       "otherwise until the next timer or source wants to run")
{
    struct aw_loop_options options = {.engine = spied()};

    steps_init();
    spy.waits = true;
    EXPECT_INT(aw_loop_init(&loop, &options), 0, "made a loop in real time");
    line_open(&line);
    wait_for('a', &line, AW_READ);
    of('a')->act = drains_and_stops;
    later('b', 3600 * AW_SEC);
    spy.before = readable_soon;
    EXPECT_INT(aw_loop_run(&loop), 1, "slept for an hour, unless input comes");
    EXPECT_SAID("a", "slept for an hour, unless input comes");
}
