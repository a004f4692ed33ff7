/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* ---- Start --------------------------------------------------------------*/

GRADED(timer, starting_stages, "Starting a timer only links it.")
{
    fresh();
    aw_timer_start(&timers, &a, 500);

    EXPECT(!aw_list_empty(&a.link), "started a timer");
    EXPECT_INT(a.slot, AW_TIMER_UNFILED, "started a timer");
    EXPECT(!aw_handle_queued(&a.handle), "started a timer");
    EXPECT_INT(a.when, 500, "started a timer for 500 ns");
    EXPECT_INT(timers.live, 1, "started a timer");
    EXPECT_INT(timers.len, 0, "started a timer");
}

GRADED(timer, staged_timers_stand_in_the_order_of_their_start,
       "started, not filed yet, in order of start")
{
    fresh();
    aw_timer_start(&timers, &c, 1);
    aw_timer_start(&timers, &a, 3);
    aw_timer_start(&timers, &b, 2);
    say_staged();

    EXPECT_SAID("c a b", "started c for 1 ns, a for 3 ns, b for 2 ns");
    EXPECT_INT(timers.live, 3, "started three timers");
}

GRADED(timer, each_start_has_a_number, "equal deadlines: who was started first")
{
    fresh();
    aw_timer_start(&timers, &a, 5);
    aw_timer_start(&timers, &b, 5);
    EXPECT_AT_LEAST(b.seq, a.seq + 1, "started a, with seq %llu, then b",
                    (unsigned long long)a.seq);
    aw_timer_start(&timers, &a, 5);
    EXPECT_AT_LEAST(a.seq, b.seq + 1, "started a again; b has seq %llu",
                    (unsigned long long)b.seq);
    EXPECT_INT(timers.seq, 3, "started three times");
}

GRADED(timer, starting_allocates_nothing,
       "It cannot fail and allocates nothing.")
{
    fresh();
    counter.fail_from = 1;
    for (int i = 0; i < 1000; i++)
        aw_timer_start(&timers, &a, i);

    EXPECT_INT(counter.calls, 0, "started a timer 1000 times");
    EXPECT_INT(timers.live, 1, "started the same timer 1000 times");
}

GRADED(timer, starting_a_staged_timer_moves_it,
       "Starting a timer that is started already stops it first")
{
    fresh();
    aw_timer_start(&timers, &a, 10);
    aw_timer_start(&timers, &b, 10);
    aw_timer_start(&timers, &a, 20);
    say_staged();

    EXPECT_SAID("b a", "started a, then b, then a again");
    EXPECT_INT(a.when, 20, "started a again, for 20 ns");
    EXPECT_INT(timers.live, 2, "started a again");
}

GRADED(timer, starting_a_filed_timer_moves_it,
       "it comes due once, at the new deadline")
{
    fresh();
    aw_timer_start(&timers, &a, 10);
    file(&a);
    aw_timer_start(&timers, &a, 20);

    EXPECT_INT(a.slot, AW_TIMER_UNFILED, "started a filed timer again");
    EXPECT(!aw_list_empty(&a.link), "started a filed timer again");
    EXPECT_INT(timers.len, 0, "started a filed timer again");
    EXPECT_INT(timers.live, 1, "started a filed timer again");
    EXPECT_INT(a.when, 20, "started it again, for 20 ns");
}

GRADED(timer, starting_a_due_timer_takes_it_back,
       "Starting a timer that is started already stops it first")
{
    fresh();
    aw_timer_start(&timers, &a, 10);
    make_due(&a);
    aw_timer_start(&timers, &a, 20);
    EXPECT(!aw_handle_queued(&a.handle), "started a due timer again");
    EXPECT_INT(timers.live, 1, "started a due timer again");
    aw_ready_run(&ready);
    EXPECT_SAID("", "started a due timer again, ran the ready queue");
    EXPECT_STR(state(&a), "staged", "and looked where it is now");
}

GRADED(timer, a_timer_for_never_is_live,
       "A timer started for AW_NEVER never comes due, but counts as live.")
{
    fresh();
    aw_timer_start(&timers, &a, AW_NEVER);

    EXPECT_INT(timers.live, 1, "started a timer for AW_NEVER");
    EXPECT(aw_timer_stop(&timers, &a), "stopped it");
    EXPECT_INT(timers.live, 0, "stopped it");
}

/* ---- Stop ---------------------------------------------------------------*/

GRADED(timer, stopping_a_staged_timer,
       "It works on a timer that is staged, filed, or due but not yet run.")
{
    fresh();
    aw_timer_start(&timers, &a, 10);
    aw_timer_start(&timers, &b, 10);
    aw_timer_start(&timers, &c, 10);

    EXPECT(aw_timer_stop(&timers, &b), "stopped the second of three");
    EXPECT_STR(state(&b), "idle", "stopped a staged timer");
    EXPECT_INT(timers.live, 2, "stopped one of three");
    say_staged();
    EXPECT_SAID("a c", "looked at the staged timers");
}

GRADED(timer, stopping_a_filed_timer,
       "It works on a timer that is staged, filed, or due but not yet run.")
{
    fresh();
    aw_timer_start(&timers, &a, 10);
    aw_timer_start(&timers, &b, 20);
    file(&a);
    file(&b);

    EXPECT(aw_timer_stop(&timers, &a), "stopped the first of two");
    EXPECT_STR(state(&a), "idle", "stopped a filed timer");
    EXPECT_INT(timers.live, 1, "stopped one of two");
    EXPECT_INT(timers.len, 1, "stopped one of two");
    EXPECT_PTR(aw__heap_first(&timers), &b, "looked at the heap");
}

/* A17 */
GRADED(timer, stopping_a_due_timer,
       "It works on a timer that is staged, filed, or due but not yet run.")
{
    fresh();
    aw_timer_start(&timers, &a, 10);
    aw_timer_start(&timers, &b, 10);
    make_due(&a);
    make_due(&b);

    EXPECT(aw_timer_stop(&timers, &a), "stopped a due timer");
    EXPECT_STR(state(&a), "idle", "stopped a due timer");
    EXPECT_INT(timers.live, 0, "a due timer is not live");
    aw_ready_run(&ready);
    EXPECT_SAID("b", "ran the ready queue");
}

GRADED(timer, stopping_an_idle_timer, "false when there was nothing to stop")
{
    fresh();
    EXPECT(!aw_timer_stop(&timers, &a), "stopped a timer never started");
    aw_timer_start(&timers, &a, 10);
    EXPECT(aw_timer_stop(&timers, &a), "stopped a started timer");
    EXPECT(!aw_timer_stop(&timers, &a), "stopped it again");
    aw_timer_start(&timers, &a, 10);
    make_due(&a);
    aw_ready_run(&ready);
    EXPECT(!aw_timer_stop(&timers, &a), "stopped it when it had run");
    EXPECT_INT(timers.live, 0, "stopped idle timers only");
    EXPECT_SAID("a", "started it twice, stopped it once");
}
