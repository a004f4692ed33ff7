/* SPDX-License-Identifier: MIT */
#include "fixture.h"

GRADED(expire, without_timers_nothing_comes_due,
       "or AW_NEVER when there is none")
{
    fresh();
    EXPECT_INT(aw_timers_next(&timers), AW_NEVER, "asked an empty set");
    start(&t[0], 5);
    aw_timer_stop(&timers, &t[0].timer);
    EXPECT_INT(aw_timers_next(&timers), AW_NEVER, "stopped the only timer");
    start(&t[0], 5);
    EXPECT_INT(aw_timers_next(&timers), 5, "started it again");
    turn(5);
    EXPECT_INT(aw_timers_next(&timers), AW_NEVER, "it came due");
    EXPECT_INT(aw_timers_expire(&timers, AW_NEVER, &ready), 0,
               "expired an empty set");
}

GRADED(expire, next_is_the_earliest_deadline,
       "Returns the earliest deadline of all started timers")
{
    fresh();
    start(&t[0], 300);
    EXPECT_INT(aw_timers_next(&timers), 300, "started one for 300 ns");
    start(&t[1], 200);
    EXPECT_INT(aw_timers_next(&timers), 200, "started one for 200 ns");
    start(&t[2], 400);
    EXPECT_INT(aw_timers_next(&timers), 200, "started one for 400 ns");
    aw_timer_stop(&timers, &t[1].timer);
    EXPECT_INT(aw_timers_next(&timers), 300, "stopped the one for 200 ns");
    start(&t[0], 500);
    EXPECT_INT(aw_timers_next(&timers), 400, "moved 300 ns to 500 ns");
}

/* A15 */
GRADED(expire, next_is_exact, "which may lie in the past")
{
    fresh();
    start(&t[0], 10 * AW_US + 1);
    EXPECT_INT(aw_timers_next(&timers), 10 * AW_US + 1,
               "started a timer for 10001 ns");
    clock_.clock.jump(&clock_.clock, AW_SEC);
    EXPECT_INT(aw_timers_next(&timers), 10 * AW_US + 1,
               "asked one second later");
    aw_timer_start(&timers, &t[1].timer, -7);
    EXPECT_INT(aw_timers_next(&timers), -7, "started a timer for -7 ns");
}

GRADED(expire, next_files_what_is_staged, "Files what is staged.")
{
    fresh();
    start(&t[0], 5);
    start(&t[1], 4);
    EXPECT_INT(timers.len, 0, "started two timers");
    aw_timers_next(&timers);

    EXPECT(aw_list_empty(&timers.staged), "asked for the next deadline");
    EXPECT_INT(timers.len, 2, "asked for the next deadline");
    EXPECT_INT(timers.live, 2, "asked for the next deadline");
    EXPECT(t[0].timer.slot != AW_TIMER_UNFILED,
           "asked for the next deadline: is the first timer filed?");
    EXPECT_INT(aw_timers_next(&timers), 4, "asked again");
}

GRADED(
    expire, timers_in_place_of_others_cost_no_allocation,
    "a timer that is filed where another one was stopped costs no allocation.")
{
    size_t calls;

    fresh();
    for (int i = 0; i < 100; i++)
        start(&t[i], i);
    aw_timers_next(&timers);
    calls = counter.calls;
    for (int round = 0; round < 100; round++) {
        for (int i = 0; i < 100; i++)
            start(&t[i], i + round);
        aw_timers_next(&timers);
    }
    turn(1000);

    EXPECT_INT(counter.calls, calls,
               "started 100 filed timers again, 100 times");
    EXPECT_AT_LEAST(counter.calls, 1,
                    "filed 100 timers with the set's allocator");
}
