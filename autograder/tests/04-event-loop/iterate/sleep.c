/* SPDX-License-Identifier: MIT */
#include "fixture.h"

GRADED(iterate, with_something_queued_it_does_not_wait,
       "without waiting if a handle is queued or a stop was asked for")
{
    /* A4 */
    open_waiting();
    soon("a");
    at('b', 9000);
    aw_loop_run_once(&loop);
    EXPECT_AT_MOST(spy.timeout, 0, "polled with a handle queued");
    aw_loop_stop(&loop);
    aw_loop_run_once(&loop);
    EXPECT_AT_MOST(spy.timeout, 0, "polled after a stop");
    aw_ready_push(&loop.ready, &of('c')->handle);
    aw_ready_turn(&loop.ready);
    aw_loop_run_once(&loop);
    EXPECT_AT_MOST(spy.timeout, 0, "polled with a turn half run");
    EXPECT_SAID("a c", "ran what was queued");
    EXPECT_INT(clock_.time, 1000, "took three iterations: the time");
}

GRADED(iterate, it_sleeps_until_the_next_timer,
       "otherwise until the next timer or source wants to run")
{
    /* A10 */
    open_waiting();
    at('a', 1000 + 3 * AW_SEC + 1);
    at('b', 1000 + 9 * AW_SEC);
    aw_loop_run_once(&loop);
    EXPECT_INT(spy.timeout, 3 * AW_SEC + 1, "slept");
    EXPECT_SAID("a", "slept, and a is due");
    clock_.time += 20 * AW_SEC;
    aw_loop_run_once(&loop);
    EXPECT_AT_MOST(spy.timeout, 0, "slept, and b is due since long");
    EXPECT_SAID("a b", "slept, and b is due since long");
}

GRADED(iterate, it_sleeps_no_longer_than_a_source_wants,
       "otherwise until the next timer or source wants to run")
{
    open_waiting();
    source_open();
    of('d')->result = -1; /* the source pushes nothing */
    source_wants = 1700;
    at('a', 1900);
    aw_loop_run_once(&loop);
    EXPECT_INT(spy.timeout, 700, "a source wants 1700, a timer 1900");
    EXPECT_SAID("prepare dispatch", "slept until a source wants to run");
    forget();
    source_wants = 5000;
    aw_loop_run_once(&loop);
    EXPECT_INT(spy.timeout, 200, "a source wants 5000, a timer 1900");
    EXPECT_SAID("prepare dispatch a", "slept until a timer is due");
}

GRADED(iterate, it_sleeps_for_ever_when_only_the_world_can_wake_it,
       "otherwise until the next timer or source wants to run")
{
    open_waiting();
    loop.holds = 1;
    EXPECT_INT(aw_loop_run_once(&loop), 1, "something is held");
    EXPECT_INT(spy.timeout, AW_NEVER, "slept, and something is held");
    EXPECT_INT(spy.polls, 1, "took an iteration");
    at('a', AW_NEVER);
    EXPECT_INT(aw_loop_run_once(&loop), 1, "and a timer that never comes");
    EXPECT_INT(spy.timeout, AW_NEVER, "slept, with a timer for AW_NEVER");
}

static void handle_comes(struct aw_source *s)
{
    (void)s;
    aw_ready_push(&loop.ready, &of('a')->handle);
    aw_list_remove(&source.link);
}

static aw_time pushes_in_prepare(struct aw_source *s)
{
    handle_comes(s);
    return AW_NEVER;
}

GRADED(iterate, what_a_source_prepares_is_not_slept_through,
       "Both may push handles and start timers, and run nothing.")
{
    open_waiting();
    source_open();
    source.prepare = pushes_in_prepare;
    at('b', 2000);
    EXPECT_INT(aw_loop_run_once(&loop), 1, "a source pushed a handle");
    EXPECT_AT_MOST(spy.timeout, 0, "polled, and a source had pushed a handle");
    EXPECT_SAID("a", "a source pushed a handle, and took itself out");
    EXPECT(aw_list_empty(&loop.sources), "a source took itself out");
}

static struct aw_source another;

GRADED(iterate, a_source_takes_itself_out,
       "Each may take its own source out of the list, and no other.")
{
    open_loop();
    source_open();
    source.dispatch = handle_comes;
    another = (struct aw_source){.prepare = prepares, .dispatch = dispatches};
    aw_list_init(&another.link);
    aw_list_append(&loop.sources, &another.link);
    soon("b");
    aw_loop_run_once(&loop);
    EXPECT_SAID("prepare prepare dispatch b a d", "the first of two sources "
                                                  "took itself out");
    forget();
    soon("b");
    aw_loop_run_once(&loop);
    EXPECT_SAID("prepare dispatch b d", "the second one is left");
}

static void starts_in_prepare(struct step *me)
{
    later(me->name, 5);
}

static aw_time starts_a_timer(struct aw_source *s)
{
    (void)s;
    if (clock_.time == 1000)
        starts_in_prepare(of('a'));
    return AW_NEVER;
}

GRADED(iterate, a_timer_that_a_source_starts_counts,
       "Both may push handles and start timers, and run nothing.")
{
    open_waiting();
    source_open();
    source.prepare = starts_a_timer;
    of('d')->result = -1;
    EXPECT_INT(aw_loop_run_once(&loop), 1, "a source started a timer");
    EXPECT_INT(spy.timeout, 5, "slept until the timer that a source started");
    EXPECT_SAID("dispatch a", "slept until the timer that a source started");
}
