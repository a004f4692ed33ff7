/* SPDX-License-Identifier: MIT */
#include "fixture.h"

static void call_later(char name, aw_time delay)
{
    EXPECT_INT(aw_call_later(&loop, &of(name)->timer, delay), 0,
               "called %c later", name);
}

static void call_at(char name, aw_time when)
{
    EXPECT_INT(aw_call_at(&loop, &of(name)->timer, when), 0, "called %c at",
               name);
}

/* ---- Later, and at ------------------------------------------------------*/

GRADED(calls, later_counts_from_now,
       "Call `timer` when `delay` has passed, counted from this call, and "
       "never earlier.")
{
    open_loop();
    clock_.time = 7777;
    call_later('b', 20);
    call_later('a', 10);
    EXPECT_INT(of('a')->timer.when, 7787, "called a 10 later, at 7777");
    aw_loop_run_once(&loop);
    EXPECT_SAID("a", "took an iteration");
    EXPECT_INT(clock_.time, 7787, "took an iteration");
    aw_loop_run(&loop);
    EXPECT_INT(clock_.time, 7797, "ran");
    EXPECT_SAID("a b", "ran");
}

static void calls_b_later(struct step *me)
{
    (void)me;
    call_later('b', AW_SEC);
}

GRADED(calls, later_counts_from_the_call_in_a_slow_callback,
       "when `delay` has passed, counted from this call")
{
    /* A11 */
    open_loop();
    of('a')->work = 5 * AW_SEC;
    of('a')->act = calls_b_later;
    call_soon("a");
    call_at('c', 1000 + 6 * AW_SEC - 1);
    aw_loop_run(&loop);
    EXPECT_SAID("a c b", "a works for 5 s, and calls b 1 s later");
    EXPECT_INT(clock_.time, 1000 + 6 * AW_SEC, "b came at its time");
}

GRADED(calls, no_delay_is_the_next_turn,
       "Zero and less: in the next turn, behind all that is queued.")
{
    /* A13 */
    open_loop();
    call_later('a', 0);
    call_later('b', -5);
    call_later('c', INT64_MIN);
    call_soon("d");
    aw_loop_run_once(&loop);
    EXPECT_SAID("d a b c", "called a, b, c with no delay, then d soon");
    EXPECT_INT(clock_.time, 1000, "called them with no delay");
}

GRADED(calls, a_huge_delay_is_never,
       "Call `timer` when `delay` has passed, counted from this call, and "
       "never earlier.")
{
    /* A14 */
    open_loop();
    call_later('a', AW_NEVER);
    call_later('b', AW_NEVER - 1);
    call_later('c', AW_NEVER - 1000);
    EXPECT_INT(aw_loop_run_once(&loop), 0, "called three as late as can be");
    EXPECT_SAID("", "called three as late as can be");
    call_later('d', AW_NEVER - 1001);
    EXPECT_INT(aw_loop_run(&loop), 0, "called d a nanosecond before never");
    EXPECT_SAID("d", "called d a nanosecond before never");
    aw_loop_close(&loop);
}

GRADED(calls, at_is_exact,
       "Call `timer` when the loop's clock shows `when`, and never earlier.")
{
    /* A10 */
    open_loop();
    call_at('a', 1001);
    call_at('b', 1002);
    clock_.clock.jump = NULL;
    spy.before = NULL;
    aw_loop_run_once(&loop);
    EXPECT_SAID("a", "took an iteration");
    EXPECT_INT(clock_.time, 1001, "took an iteration");
    call_at('c', 1);
    aw_loop_run_once(&loop);
    EXPECT_SAID("a c", "called c for a moment that has passed");
    aw_loop_run(&loop);
    EXPECT_SAID("a c b", "ran");
    EXPECT_INT(clock_.time, 1002, "ran");
}

static struct aw_timer many[1000];
static int out_of_order, next_one;

static int in_order(struct aw_handle *handle)
{
    struct aw_timer *timer = aw_container_of(handle, struct aw_timer, handle);

    out_of_order += timer - many != next_one++;
    return 0;
}

GRADED(calls, equal_moments_keep_their_order,
       "Timers of one moment are called in the order in which they were "
       "started.")
{
    /* A12 */
    open_loop();
    for (int i = 0; i < 1000; i++) {
        aw_timer_init(&many[i], in_order);
        aw_call_at(&loop, &many[i], 5000);
    }
    aw_loop_run(&loop);
    EXPECT_INT(next_one, 1000, "called a thousand at the same moment");
    EXPECT_INT(out_of_order, 0,
               "called a thousand at the same moment; so many "
               "came out of order");
    aw_loop_close(&loop);
}

static void stops_b(struct step *me)
{
    (void)me;
    say(aw_timer_stop(&loop.timers, &of('b')->timer) ? "yes" : "no");
}

GRADED(calls, a_timer_stops_one_that_is_due_with_it,
       "Cancel with aw_handle_cancel and aw_timer_stop.")
{
    /* A17 */
    open_loop();
    of('a')->act = stops_b;
    call_at('a', 2000);
    call_at('b', 2000);
    call_at('c', 2000);
    aw_loop_run(&loop);
    EXPECT_SAID("a yes c", "a, b and c are due together, and a stops b");
}

static void again_in_a_second(struct step *me)
{
    if (++me->result < 4)
        call_later(me->name, AW_SEC);
    else
        me->result = 0;
}

GRADED(calls, a_timer_starts_itself_again,
       "Call `timer` when `delay` has passed, counted from this call")
{
    open_loop();
    of('a')->act = again_in_a_second;
    call_later('a', AW_SEC);
    call_at('b', 1000 + 5 * AW_SEC / 2);
    aw_loop_run(&loop);
    EXPECT_SAID("a a b a a", "a starts itself three times, after a second");
    EXPECT_INT(clock_.time, 1000 + 4 * AW_SEC, "a started itself three times");
    call_later('a', AW_SEC);
    call_later('a', 3 * AW_SEC);
    of('a')->act = NULL;
    aw_loop_run(&loop);
    EXPECT_INT(clock_.time, 1000 + 7 * AW_SEC, "started it, started it again");
    EXPECT_SAID("a a b a a a", "started it, started it again");
}

GRADED(calls, stopped_timers_leave_nothing_behind,
       "Nothing stays behind of what is cancelled.")
{
    struct graded_alloc alloc;

    /* A16 */
    graded_alloc_init(&alloc);
    EXPECT_INT(try_open(&alloc.alloc), 0, "made a loop with an allocator");
    for (int i = 0; i < 100000; i++) {
        aw_call_later(&loop, &of('a')->timer, 3600 * AW_SEC);
        aw_call_soon(&loop, &of('b')->handle);
        if (i % 100 == 0)
            aw_loop_run_once(&loop);
        aw_handle_cancel(&of('b')->handle);
        aw_timer_stop(&loop.timers, &of('a')->timer);
    }
    EXPECT_INT(loop.timers.live, 0, "started and stopped a timer 100000 times");
    EXPECT_AT_MOST(alloc.bytes, 20000, "started and stopped it 100000 times");
    EXPECT_INT(clock_.time, 1000, "started and stopped it 100000 times");
    aw_loop_close(&loop);
}
