/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* A10 */
GRADED(expire, a_timer_never_comes_due_early,
       "A timer is never pushed before its deadline.")
{
    fresh();
    start(&t[0], AW_MS);
    EXPECT_INT(turn(AW_MS - 1), 0, "expired 1 ns too early");
    EXPECT(!aw_handle_queued(&t[0].timer.handle), "expired 1 ns too early");
    EXPECT_SAID("", "expired 1 ns too early");
    EXPECT_INT(turn(AW_MS), 1, "expired at the deadline");
    EXPECT_SAID("0", "expired at the deadline");
    aw_timer_start(&timers, &t[1].timer, 2 * AW_MS + 700);
    EXPECT_INT(turn(2 * AW_MS + 699), 0, "expired 1 ns too early");
    EXPECT_INT(turn(2 * AW_MS + 700), 1, "expired at the deadline");
}

GRADED(expire, expiring_pushes_and_calls_nothing,
       "the timer itself never calls anything")
{
    fresh();
    start(&t[0], 5);
    start(&t[1], 5);
    EXPECT_INT(aw_timers_expire(&timers, 5, &ready), 2, "expired two timers");
    EXPECT_SAID("", "expired two timers, but ran nothing yet");
    EXPECT(aw_handle_queued(&t[0].timer.handle), "expired two timers");
    EXPECT(aw_handle_queued(&t[1].timer.handle), "expired two timers");
    EXPECT_INT(timers.live, 0, "a due timer is not live any more");
    EXPECT_INT(timers.len, 0, "a due timer is not filed any more");
    aw_ready_run(&ready);
    EXPECT_SAID("0 1", "ran the ready queue");
    EXPECT_INT(aw_timers_expire(&timers, 6, &ready), 0, "expired once more");
}

GRADED(expire, due_timers_come_in_the_order_of_their_deadlines,
       "They are pushed in the order of their deadlines")
{
    fresh();
    start(&t[0], 30);
    start(&t[1], 10);
    start(&t[2], 40);
    start(&t[3], 20);
    start(&t[4], 41);

    EXPECT_INT(turn(40), 4, "expired four of five at once");
    EXPECT_SAID("1 3 0 2", "expired four of five at once");
    EXPECT_INT(timers.live, 1, "expired four of five");
    EXPECT_INT(aw_timers_next(&timers), 41, "expired four of five");
}

/* A12 */
GRADED(expire, equal_deadlines_come_in_the_order_of_their_start,
       "equal deadlines in the order in which they were started")
{
    struct aw_handle *handle;
    int wrong = 0;

    fresh();
    for (int i = 0; i < MANY; i++) {
        start(&t[i * 7 % MANY], 5 * AW_SEC);
        if (i % 100 == 0)
            aw_timers_next(&timers);
    }
    aw_timers_expire(&timers, 5 * AW_SEC, &ready);
    aw_ready_turn(&ready);
    for (int i = 0; i < MANY; i++) {
        handle = aw_ready_take(&ready);
        wrong += handle != &t[i * 7 % MANY].timer.handle;
    }
    EXPECT_INT(wrong, 0,
               "started 1000 timers for the same moment; so many "
               "came in another order");
}

GRADED(expire, starting_again_goes_behind_equal_deadlines,
       "equal deadlines in the order in which they were started")
{
    fresh();
    start(&t[0], 9);
    start(&t[1], 9);
    start(&t[2], 9);
    aw_timers_next(&timers);
    start(&t[0], 9);
    start(&t[3], 9);
    EXPECT_INT(turn(9), 4, "expired four timers");
    EXPECT_SAID("1 2 0 3", "started 0 1 2, filed them, then 0 again and 3");
}

GRADED(expire, a_thousand_random_deadlines,
       "Push every timer whose deadline is `now` or earlier to `ready`.")
{
    aw_time at = 0, last = -1;
    int early = 0, late = 0, fired = 0;
    struct aw_handle *handle;

    fresh();
    for (int i = 0; i < MANY; i++)
        start(&t[i], (aw_time)graded_random(10000));
    for (; at <= 10000; at += 100) {
        aw_timers_expire(&timers, at, &ready);
        aw_ready_turn(&ready);
        while ((handle = aw_ready_take(&ready))) {
            aw_time when =
                aw_container_of(handle, struct aw_timer, handle)->when;

            early += when > at || when < last;
            late += when <= at - 100;
            last = when;
            fired++;
        }
    }
    EXPECT_INT(early, 0, "so many of 1000 timers came early or out of order");
    EXPECT_INT(late, 0, "so many of 1000 timers came a turn late");
    EXPECT_INT(fired, MANY, "started 1000 timers, so many came");
}

GRADED(expire, staged_timers_count, "Staged timers count")
{
    fresh();
    start(&t[0], 10);
    aw_timers_next(&timers);
    start(&t[1], 5);
    EXPECT_INT(turn(7), 1, "never asked for the next deadline");
    EXPECT_SAID("1", "expired a timer that was only staged");
    EXPECT_INT(turn(10), 1, "expired the filed one");
}

GRADED(expire, a_past_deadline_comes_due_at_once,
       "deadline in the past comes due at the next aw_timers_expire")
{
    fresh();
    clock_.clock.jump(&clock_.clock, AW_SEC);
    aw_timer_start(&timers, &t[0].timer, 3);
    aw_timer_start(&timers, &t[1].timer, INT64_MIN);
    EXPECT_INT(turn(AW_SEC), 2, "started two timers in the past");
    EXPECT_SAID("1 0", "started 0 for 3 ns, 1 for the first moment of all");
}

/* A14 */
GRADED(expire, a_timer_for_never_never_comes,
       "A timer started for AW_NEVER never comes due")
{
    fresh();
    start(&t[0], AW_NEVER);
    start(&t[1], AW_NEVER);
    EXPECT_INT(aw_timers_next(&timers), AW_NEVER, "started two for AW_NEVER");
    EXPECT_INT(turn(AW_NEVER - 1), 0, "expired at the last moment");
    EXPECT_INT(turn(AW_NEVER), 0, "expired at AW_NEVER");
    EXPECT_INT(timers.live, 2, "expired at AW_NEVER");
    aw_timer_start(&timers, &t[2].timer, AW_NEVER - 1);
    EXPECT_INT(turn(AW_NEVER), 1, "started one a moment earlier");
    EXPECT(aw_timer_stop(&timers, &t[0].timer), "stopped one for AW_NEVER");
    EXPECT_INT(timers.live, 1, "stopped one for AW_NEVER");
}
