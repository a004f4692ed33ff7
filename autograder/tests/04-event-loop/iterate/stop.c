/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* ---- Stop ---------------------------------------------------------------*/

GRADED(iterate, it_runs_until_nothing_is_left,
       "Take iterations until the loop is stopped, or nothing can ever happen "
       "any more.")
{
    open_loop();
    of('a')->soon = "b";
    of('b')->soon = "c";
    soon("a");
    later('d', AW_MS);
    EXPECT_INT(aw_loop_run(&loop), 0, "ran until nothing was left");
    EXPECT_SAID("a b c d", "ran until nothing was left");
    EXPECT(!loop.running, "ran until nothing was left");
    soon("d");
    EXPECT_INT(aw_loop_run(&loop), 0, "ran again");
    EXPECT_SAID("a b c d d", "ran again");
}

GRADED(iterate, a_stop_lets_the_turn_end,
       "All callbacks of this turn still run; what they push is kept for the "
       "next run.")
{
    /* A5 */
    open_loop();
    of('a')->soon = "e";
    of('b')->act = stops;
    of('c')->soon = "d";
    soon("abc");
    EXPECT_INT(aw_loop_run(&loop), 1, "b stopped the loop");
    EXPECT_SAID("a b c", "b stopped the loop; a called e, and c called d");
    EXPECT_INT(aw_loop_run(&loop), 0, "ran again");
    EXPECT_SAID("a b c e d", "ran again");
}

GRADED(iterate, a_stop_before_the_run_gives_one_iteration,
       "Stopping a loop that does not run lets the next aw_loop_run take one "
       "iteration, which does not wait.")
{
    /* A5 */
    open_waiting();
    of('a')->soon = "b";
    soon("a");
    aw_loop_stop(&loop);
    EXPECT_INT(aw_loop_run(&loop), 1, "stopped, ran");
    EXPECT_SAID("a", "stopped, ran");
    EXPECT_INT(aw_loop_run(&loop), 0, "ran again");
    EXPECT_SAID("a b", "ran again");
    loop.holds = 1;
    aw_loop_stop(&loop);
    EXPECT_INT(aw_loop_run(&loop), 1, "stopped, ran with nothing to do");
    EXPECT_AT_MOST(spy.timeout, 0, "stopped, ran with nothing to do");
    EXPECT_INT(loop.iterations, 3, "one iteration, one, one");
    EXPECT_AT_MOST(spy.polls, 3, "one iteration, one, one: polls");
}

static void stops_in_the_second(struct step *me)
{
    if (me->result++)
        aw_loop_stop(&loop);
    soon("a");
}

GRADED(iterate, a_stop_counts_for_one_run, "a stop counts for one run")
{
    open_loop();
    of('a')->act = stops_in_the_second;
    soon("a");
    aw_loop_stop(&loop);
    aw_loop_stop(&loop);
    EXPECT_INT(aw_loop_run(&loop), 1, "stopped twice, ran");
    EXPECT_SAID("a", "stopped twice, ran");
    EXPECT(!loop.stopping, "stopped twice, ran");
    EXPECT_INT(aw_loop_run(&loop), 1, "ran until a stopped it");
    EXPECT_SAID("a a", "ran until a stopped it, at its second call");
}

GRADED(iterate, one_iteration_leaves_a_stop_alone,
       "A stop that was asked for stays asked for.")
{
    open_loop();
    of('a')->act = stops;
    of('b')->soon = "c";
    soon("a");
    EXPECT_INT(aw_loop_run_once(&loop), 1, "took an iteration; a stops");
    EXPECT_INT(aw_loop_run_once(&loop), 1, "took one more, with nothing to do");
    soon("b");
    EXPECT_INT(aw_loop_run(&loop), 1, "ran");
    EXPECT_SAID("a b", "took iterations, and ran: b calls c soon");
}

GRADED(iterate, a_timer_stops_the_loop, "1 when it was stopped")
{
    open_loop();
    of('a')->soon = "a";
    of('b')->act = stops;
    soon("a");
    at('b', 1000);
    EXPECT_INT(aw_loop_run(&loop), 1, "a goes on and on; timer b stops it");
    EXPECT_SAID("a b", "a goes on and on; timer b stops it");
    EXPECT_INT(loop.iterations, 1, "timer b was due at once");
}

/* ---- Errors and misuse --------------------------------------------------*/

GRADED(
    iterate, an_error_of_the_poller_is_returned,
    "Returns 1 when it was stopped, 0 when nothing can ever happen any more, "
    "or the poller's negative error code.")
{
    open_loop();
    loop.holds = 1; /* or the poll may be left out */
    soon("a");
    aw_loop_stop(&loop);
    spy.error = -EBADF;
    EXPECT_INT(aw_loop_run(&loop), -EBADF,
               "asked for a stop and ran, and the poll failed with EBADF");
    EXPECT_SAID("", "ran, and the poll failed");
    EXPECT(!loop.running, "ran, and the poll failed");
    EXPECT(!loop.stopping, "and the stop was for that run");
    spy.error = -EIO;
    EXPECT_INT(aw_loop_run_once(&loop), -EIO, "took an iteration");
    EXPECT_INT(loop.iterations, 0, "no iteration came to its end");
    loop.holds = 0;
    EXPECT_INT(aw_loop_run(&loop), 0, "ran again");
    EXPECT_SAID("a", "ran again, and the poller works");
    loop.holds = 1;
    spy.error = -ENOMEM;
    EXPECT_INT(aw_loop_run(&loop), -ENOMEM, "ran, and the poll failed");
}

static void runs_inside(struct step *me)
{
    static struct aw_loop other;

    (void)me;
    EXPECT_MISUSE(aw_loop_run(&loop), "", "ran the loop in a callback");
    EXPECT_MISUSE(aw_loop_run_once(&loop), "", "took an iteration in one");
    EXPECT_INT(aw_loop_init(&other, NULL), 0, "made another loop");
    EXPECT_MISUSE(aw_loop_run_once(&other), "", "ran another loop in one");
    EXPECT_PTR(aw_loop_current(), &loop, "after that: the loop that runs");
    aw_loop_close(&other);
}

GRADED(iterate, running_inside_a_callback_is_misuse,
       "Running a loop while a loop runs on this thread is misuse")
{
    /* A7 */
    open_loop();
    of('a')->act = runs_inside;
    soon("ab");
    EXPECT_INT(aw_loop_run(&loop), 0, "a ran loops");
    EXPECT_SAID("a b", "a ran loops");
}

GRADED(iterate, running_a_closed_loop_is_misuse,
       "so is running one that is closed")
{
    /* A8 */
    open_loop();
    aw_loop_close(&loop);
    EXPECT_MISUSE(aw_loop_run(&loop), "", "closed a loop and ran it");
    EXPECT_MISUSE(aw_loop_run_once(&loop), "", "closed a loop and ran it");
    open_loop();
    soon("a");
    EXPECT_INT(aw_loop_run(&loop), 0, "made it anew and ran it");
    EXPECT_SAID("a", "made it anew and ran it");
}
