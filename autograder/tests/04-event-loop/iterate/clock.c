/* SPDX-License-Identifier: MIT */
#include "fixture.h"

GRADED(iterate, a_clock_that_can_be_moved_is_not_waited_for,
       "A clock that can be moved is not waited for")
{
    open_loop();
    at('a', 1000 + 3600 * AW_SEC);
    EXPECT_INT(aw_loop_run(&loop), 0, "ran for an hour");
    EXPECT_INT(clock_.time, 1000 + 3600 * AW_SEC, "ran for an hour");
    EXPECT_SAID("a", "ran for an hour");
    EXPECT_INT(spy.polls, 1, "ran for an hour: polls");
    EXPECT_AT_MOST(spy.timeout, 0, "ran for an hour: the poll's timeout");
}

GRADED(iterate, the_clock_jumps_from_deadline_to_deadline,
       "the clock jumps to the next timer or source")
{
    open_loop();
    source_open();
    of('d')->result = -1;
    at('b', 3000);
    at('a', 2000);
    at('c', 3000);
    source_wants = 2500;
    aw_loop_run_once(&loop);
    EXPECT_INT(clock_.time, 2000, "timers at 2000, 3000; a source at 2500");
    aw_loop_run_once(&loop);
    EXPECT_INT(clock_.time, 2500, "took the second iteration");
    source_wants = AW_NEVER;
    aw_loop_run_once(&loop);
    EXPECT_INT(clock_.time, 3000, "took the third iteration");
    EXPECT_SAID("prepare dispatch a prepare dispatch prepare dispatch b c",
                "took three iterations");
    EXPECT_INT(aw_loop_run(&loop), 0, "ran on");
    EXPECT_INT(clock_.time, 3000, "ran on: a clock is not moved for nothing");
}

static void answer_comes(void)
{
    if (spy.polls == 1)
        line_send(&line);
}

GRADED(iterate, the_clock_jumps_only_when_nothing_came,
       "when a poll without waiting has brought nothing, and nothing is held, "
       "the clock jumps")
{
    open_loop();
    line_open(&line);
    wait_for('a', &line, AW_READ);
    of('a')->act = drains;
    at('b', 2000);
    spy.before = answer_comes;
    aw_loop_run_once(&loop);
    EXPECT_INT(clock_.time, 1000, "a readable, b at 2000: the time");
    EXPECT_SAID("a", "a readable, b at 2000");
    aw_loop_run_once(&loop);
    EXPECT_INT(clock_.time, 2000, "took the next iteration");
    EXPECT_SAID("a b", "took the next iteration");
}

static void post_comes(void)
{
    if (spy.polls == 1)
        post("a");
}

GRADED(iterate, a_post_comes_before_the_jump,
       "To bring something is to push a handle; a post counts as well.")
{
    open_loop();
    spy.before = post_comes;
    at('b', 2000);
    aw_loop_run_once(&loop);
    EXPECT_SAID("a", "a was posted during the poll");
    EXPECT_INT(clock_.time, 1000, "and timer b is due later");
    aw_loop_run(&loop);
    EXPECT_SAID("a b", "ran on");
}

GRADED(iterate, while_something_is_held_the_clock_stands,
       "While it is not 0 the loop waits for it: it is not idle, and a "
       "virtual clock is not moved.")
{
    open_loop();
    loop.holds = 1;
    at('a', 2000);
    EXPECT_INT(aw_loop_run_once(&loop), 1, "took an iteration, one is held");
    EXPECT_INT(spy.timeout, AW_NEVER, "something is held: the last poll");
    EXPECT_AT_MOST(spy.polls, 2, "something is held: polls");
    EXPECT_INT(clock_.time, 1000, "something is held: the time");
    loop.holds = 0;
    aw_loop_run_once(&loop);
    EXPECT_INT(clock_.time, 2000, "nothing is held any more");
    EXPECT_SAID("a", "nothing is held any more");
}

GRADED(iterate, what_is_due_is_not_held_up,
       "otherwise until the next timer or source wants to run")
{
    open_loop();
    loop.holds = 1;
    at('a', 900);
    at('b', 1000);
    aw_loop_run_once(&loop);
    EXPECT_SAID("a b", "something is held, but a and b are due");
    EXPECT_AT_MOST(spy.timeout, 0, "something is held, but a and b are due");
}

GRADED(iterate, without_a_deadline_it_waits_for_the_world,
       "Where there is none, or something is held, a second poll waits for "
       "the world outside.")
{
    open_loop();
    line_open(&line);
    wait_for('a', &line, AW_READ);
    aw_loop_run_once(&loop);
    EXPECT_INT(spy.timeout, AW_NEVER, "an open descriptor: the last poll");
    EXPECT_AT_MOST(spy.polls, 2, "an open descriptor: polls");
    EXPECT_INT(clock_.time, 1000, "an open descriptor: the time");
}
