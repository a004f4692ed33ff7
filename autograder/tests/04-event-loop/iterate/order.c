/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <signal.h>

static void poll_is_seen(void)
{
    say("poll");
}

GRADED(iterate, an_iteration_has_its_order,
       "So what was queued before runs before input, and input before timers.")
{
    /* A4 */
    open_loop();
    line_open(&line);
    source_open();
    spy.before = poll_is_seen;
    at('e', 1000);
    wait_for('b', &line, AW_READ);
    line_send(&line);
    soon("a");
    EXPECT_INT(aw_loop_run_once(&loop), 1, "took an iteration");
    EXPECT_SAID("prepare poll dispatch a b d e",
                "a queued, b readable, d from a source, e due");
    EXPECT_INT(spy.polls, 1, "took an iteration");
}

GRADED(iterate, what_a_callback_pushes_waits_for_the_next_iteration,
       "a turn of the ready queue runs")
{
    /* A2 */
    open_loop();
    loop.holds = 1; /* or the poll may be left out */
    of('a')->soon = "bc";
    of('b')->soon = "a";
    soon("a");
    aw_loop_run_once(&loop);
    EXPECT_SAID("a", "a calls b and c soon");
    aw_loop_run_once(&loop);
    EXPECT_SAID("a b c", "took the next iteration");
    EXPECT_INT(spy.polls, 2, "took two iterations: polls");
    EXPECT_INT(loop.iterations, 2, "took two iterations");
}

GRADED(iterate, a_chain_starves_nobody,
       "So what was queued before runs before input, and input before timers.")
{
    /* A2, A18 */
    open_loop();
    line_open(&line);
    of('a')->soon = "a";
    soon("a");
    aw_loop_run_once(&loop);
    forget();
    wait_for('b', &line, AW_READ);
    line_send(&line);
    at('c', 1000);
    aw_loop_run_once(&loop);
    EXPECT_SAID("a b c", "a calls itself soon; b is readable, c is due");
}

static void again_at_once(struct step *me)
{
    later(me->name, 0);
}

GRADED(iterate, a_timer_without_delay_starves_nobody,
       "timers that are due when the poll ends are pushed")
{
    /* A18 */
    open_loop();
    line_open(&line);
    of('a')->act = again_at_once;
    later('a', 0);
    EXPECT_INT(aw_loop_run_once(&loop), 1, "a starts itself with no delay");
    EXPECT_SAID("a", "a starts itself with no delay");
    wait_for('b', &line, AW_READ);
    line_send(&line);
    aw_loop_run_once(&loop);
    EXPECT_SAID("a b a", "b is readable, and a started itself once more");
}

GRADED(iterate, what_comes_due_meanwhile_waits,
       "timers that are due when the poll "
       "ends are pushed")
{
    open_loop();
    of('a')->work = 50;
    at('b', 1010);
    at('c', 1000);
    soon("a");
    aw_loop_run_once(&loop);
    EXPECT_SAID("a c", "b comes due while a works");
    aw_loop_run_once(&loop);
    EXPECT_SAID("a c b", "took the next iteration");
}

GRADED(iterate, timers_are_judged_when_the_poll_ends,
       "timers that are due when the poll ends are pushed")
{
    /* A11 */
    open_waiting();
    loop.holds = 1; /* or the poll may be left out */
    spy.before = time_passes;
    at('a', 1500);
    at('b', 1501);
    soon("c");
    EXPECT_INT(aw_loop_run_once(&loop), 1, "took an iteration");
    EXPECT_SAID("c a", "the poll lasts for 500; a is due after 500, b 501");
}

static void takes_its_time(struct aw_source *s)
{
    (void)s;
    say("dispatch");
    clock_.time += 500;
}

GRADED(iterate, what_comes_due_while_sources_dispatch_waits,
       "timers that are due when the poll ends are pushed")
{
    open_loop();
    source_open();
    source.dispatch = takes_its_time;
    at('a', 1000);
    at('b', 1200);
    aw_loop_run_once(&loop);
    EXPECT_SAID("prepare dispatch a", "a source dispatches until 1500");
    aw_loop_run_once(&loop);
    EXPECT_SAID("prepare dispatch a prepare dispatch b",
                "took the next iteration");
}

static aw_time never(struct aw_source *s)
{
    (void)s;
    return AW_NEVER;
}

static void no_dispatch(struct aw_source *s)
{
    (void)s;
}

GRADED(iterate, a_poll_that_could_bring_something_is_not_left_out,
       "then a poll without waiting could bring nothing, and may be left out")
{
    struct aw_source silent = {.prepare = never, .dispatch = no_dispatch};
    struct aw_handle alarm;

    open_loop();
    aw_list_init(&silent.link);
    of('a')->soon = "a"; /* there is always something queued */
    soon("a");
    loop.holds = 1;
    aw_loop_run_once(&loop);
    EXPECT_INT(spy.polls, 1, "took an iteration, and something is held");
    loop.holds = 0;

    aw_handle_init(&alarm, NULL);
    aw_loop_signal(&loop, SIGUSR1, &alarm);
    aw_loop_run_once(&loop);
    EXPECT_INT(spy.polls, 2, "took one, and a signal is watched");
    aw_loop_signal(&loop, SIGUSR1, NULL);

    line_open(&line);
    aw_loop_run_once(&loop);
    EXPECT_INT(spy.polls, 3, "took one, and a descriptor is open");
    loop.background = 1;
    aw_loop_run_once(&loop);
    EXPECT_INT(spy.polls, 4, "took one, and that one is in the background");
    loop.background = 0;
    line_close(&line);

    aw_list_append(&loop.sources, &silent.link);
    aw_loop_run_once(&loop);
    EXPECT_INT(spy.polls, 5, "took one, and there is a source");
    aw_list_remove(&silent.link);

    of('a')->soon = "";
    aw_loop_run_once(&loop);
    at('b', 5000);
    aw_loop_run_once(&loop);
    EXPECT_AT_LEAST(spy.polls, 6, "took one with nothing queued, and a timer");
}
