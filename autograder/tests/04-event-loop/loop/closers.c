/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <stdlib.h>

static struct closing first, second, third;

GRADED(loop, closers_run_the_last_added_first,
       "Closers run first, the last added first")
{
    /* The memory of a closer may hold anything before it is added. */
    memset(&first.closer.link, 0xff, sizeof(first.closer.link));
    open_loop();
    add(&first, '1', NULL);
    add(&second, '2', NULL);
    add(&third, '3', NULL);
    EXPECT_SAID("", "added three closers");
    aw_loop_close(&loop);
    EXPECT_SAID("3 2 1", "added 1, 2, 3 and closed");
    EXPECT_INT(spy.closes, 1, "closed: the engine, too");
}

static void looks_around(struct closing *me)
{
    (void)me;
    say(loop.closed ? "closed" : "open");
    say(spy.closes ? "late" : "early");
    say(aw_loop_current() ? "running" : "standing");
    soon("a");
    later('b', 0);
}

GRADED(loop, the_loop_is_open_while_closers_run,
       "the loop is still open, but what they push is not run")
{
    open_loop();
    add(&first, '1', looks_around);
    aw_loop_close(&loop);
    EXPECT_SAID("1 open early standing", "a closer called a and b");
    EXPECT(!aw_handle_queued(&of('a')->handle), "a closer called a");
    EXPECT(!aw_timer_stop(&loop.timers, &of('b')->timer), "and b, later");
}

static void adds_second(struct closing *me)
{
    (void)me;
    add(&second, '2', NULL);
}

static void removes_first(struct closing *me)
{
    (void)me;
    aw_list_remove(&first.closer.link);
}

GRADED(loop, a_closer_may_add_another,
       "A closer that is added by a closer runs next.")
{
    open_loop();
    add(&first, '1', NULL);
    add(&third, '3', adds_second);
    aw_loop_close(&loop);
    EXPECT_SAID("3 2 1", "closer 3 added closer 2");
}

GRADED(loop, a_closer_may_take_another_out,
       "To have it done no longer, take `link` out of the list.")
{
    open_loop();
    add(&first, '1', NULL);
    add(&second, '2', removes_first);
    add(&third, '3', NULL);
    aw_list_remove(&third.closer.link);
    aw_loop_close(&loop);
    EXPECT_SAID("2", "took out 3, and closer 2 took out 1");
}

static void frees_itself(struct closing *me)
{
    memset(me, 0xff, sizeof(*me));
    free(me);
}

GRADED(loop, a_closer_may_free_itself, "`fn` may free it.")
{
    open_loop();
    for (char name = '1'; name < '4'; name++)
        add(malloc(sizeof(struct closing)), name, frees_itself);
    aw_loop_close(&loop);
    EXPECT_SAID("3 2 1", "closed a loop with three closers that free "
                         "themselves");
}

static void closes_again(struct closing *me)
{
    (void)me;
    aw_loop_close(&loop);
    say(loop.closed ? "closed" : "open");
}

GRADED(loop, closing_from_a_closer_does_nothing,
       "Closing twice does nothing, nor does closing from inside a closer.")
{
    open_loop();
    add(&first, '1', NULL);
    add(&second, '2', closes_again);
    aw_loop_close(&loop);
    EXPECT_SAID("2 open 1", "closer 2 closed the loop once more");
    EXPECT_INT(spy.closes, 1, "closed from inside a closer");
}

GRADED(loop, closing_twice_does_nothing, "Closing twice does nothing")
{
    /* A7 */
    open_loop();
    add(&first, '1', NULL);
    aw_loop_close(&loop);
    aw_loop_close(&loop);
    EXPECT_SAID("1", "closed twice");
    EXPECT_INT(spy.closes, 1, "closed twice: times that the engine was closed");
    EXPECT(loop.closed, "closed twice");
    EXPECT(!loop.running, "closed twice");
}

GRADED(loop, a_closed_loop_takes_no_closer,
       "Adding one to a closed loop is misuse: it would never run.")
{
    open_loop();
    aw_loop_close(&loop);
    EXPECT_MISUSE(add(&first, '1', NULL), "", "closed a loop, added a closer");
}
