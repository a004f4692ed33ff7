/* SPDX-License-Identifier: MIT */
#include <time.h>

#include "aw/timer.h"
#include "graded.h"

static aw_time kernel_says(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (aw_time)t.tv_sec * AW_SEC + t.tv_nsec;
}

/* ---- The machine's clock ------------------------------------------------*/

GRADED(clock, the_monotonic_clock_is_one_for_all,
       "a clock that is shared by all callers and lives for ever")
{
    struct aw_clock *first = aw_clock_monotonic();
    struct aw_clock *second = aw_clock_monotonic();

    EXPECT(first != NULL, "asked for the monotonic clock");
    EXPECT_PTR(second, first, "asked for the monotonic clock a second time");
}

GRADED(clock, the_monotonic_clock_counts_nanoseconds,
       "`now` is nanoseconds of CLOCK_MONOTONIC")
{
    struct aw_clock *clock = aw_clock_monotonic();
    aw_time before = kernel_says();
    aw_time now = clock->now(clock);
    aw_time after = kernel_says();

    EXPECT_AT_MOST(before, now, "read the clock after the kernel said %lld ns",
                   (long long)before);
    EXPECT_AT_MOST(now, after, "read the clock before the kernel said %lld ns",
                   (long long)after);
}

GRADED(clock, the_monotonic_clock_never_goes_back, "It never goes back.")
{
    struct aw_clock *clock = aw_clock_monotonic();
    aw_time last = clock->now(clock);
    int steps_back = 0;

    for (int i = 0; i < 10000; i++) {
        aw_time now = clock->now(clock);

        steps_back += now < last;
        last = now;
    }

    EXPECT_INT(steps_back, 0, "read the monotonic clock 10000 times");
}

GRADED(clock, the_monotonic_clock_cannot_be_moved, "its `jump` is NULL")
{
    EXPECT(aw_clock_monotonic()->jump == NULL,
           "asked whether the machine's clock can be moved");
}

/* ---- The virtual clock --------------------------------------------------*/

GRADED(clock, a_virtual_clock_shows_its_start,
       "Make `clock` a virtual clock that shows `start`.")
{
    struct aw_clock_virtual early, late;

    aw_clock_virtual_init(&early, -3 * AW_SEC);
    aw_clock_virtual_init(&late, 7 * AW_SEC + 1);

    EXPECT_INT(early.clock.now(&early.clock), -3 * AW_SEC,
               "started a virtual clock at -3 s");
    EXPECT_INT(late.clock.now(&late.clock), 7 * AW_SEC + 1,
               "started a virtual clock at 7 s and 1 ns");
    EXPECT_INT(late.time, 7 * AW_SEC + 1, "looked at its field `time`");
}

GRADED(clock, a_virtual_clock_stands_still,
       "It shows that time until somebody jumps it")
{
    struct aw_clock_virtual it;
    int moved = 0;

    aw_clock_virtual_init(&it, AW_SEC);
    for (int i = 0; i < 1000; i++)
        moved += it.clock.now(&it.clock) != AW_SEC;

    EXPECT_INT(moved, 0, "read a virtual clock 1000 times, and never jumped");
}

GRADED(clock, a_jump_sets_the_time, "Set the time to `to`.")
{
    struct aw_clock_virtual it;

    aw_clock_virtual_init(&it, 5);
    it.clock.jump(&it.clock, 3600 * AW_SEC);
    EXPECT_INT(it.clock.now(&it.clock), 3600 * AW_SEC, "jumped to one hour");
    it.clock.jump(&it.clock, 3600 * AW_SEC + 1);
    EXPECT_INT(it.clock.now(&it.clock), 3600 * AW_SEC + 1,
               "jumped on by one nanosecond");
    it.clock.jump(&it.clock, AW_NEVER);
    EXPECT_INT(it.clock.now(&it.clock), AW_NEVER, "jumped to AW_NEVER");
}

GRADED(clock, a_jump_to_the_same_time_is_fine,
       "a jump to the time it shows changes nothing")
{
    struct aw_clock_virtual it;

    aw_clock_virtual_init(&it, 42);
    it.clock.jump(&it.clock, 42);

    EXPECT_INT(it.clock.now(&it.clock), 42, "jumped from 42 ns to 42 ns");
}

GRADED(clock, a_jump_back_is_misuse, "a jump to an earlier time is misuse")
{
    struct aw_clock_virtual it;

    aw_clock_virtual_init(&it, 42);

    EXPECT_MISUSE(it.clock.jump(&it.clock, 41), "",
                  "jumped from 42 ns back to 41 ns");
    EXPECT_INT(it.clock.now(&it.clock), 42, "read the clock after that");
}

GRADED(clock, virtual_clocks_are_independent,
       "A clock that stands still until it is told to jump.")
{
    struct aw_clock_virtual a, b;

    aw_clock_virtual_init(&a, 1);
    aw_clock_virtual_init(&b, 2);
    a.clock.jump(&a.clock, 100);

    EXPECT_INT(a.clock.now(&a.clock), 100, "jumped one of two clocks");
    EXPECT_INT(b.clock.now(&b.clock), 2, "read the other one");
}

/* ---- Deadlines ----------------------------------------------------------*/

GRADED(clock, a_deadline_lies_a_delay_after_now,
       "The moment that lies `delay` after `now`.")
{
    EXPECT_INT(aw_deadline(1000, 1), 1001, "1 ns after 1000 ns");
    EXPECT_INT(aw_deadline(-50, 20), -30, "20 ns after -50 ns");
    EXPECT_INT(aw_deadline(2 * AW_SEC, 3 * AW_MS), 2003 * AW_MS,
               "3 ms after 2 s");
}

/* A13 */
GRADED(clock, a_delay_of_zero_or_less_is_now,
       "Returns `now` when `delay` is zero or negative")
{
    EXPECT_INT(aw_deadline(1000, 0), 1000, "0 ns after 1000 ns");
    EXPECT_INT(aw_deadline(1000, -1), 1000, "-1 ns after 1000 ns");
    EXPECT_INT(aw_deadline(-5, INT64_MIN), -5, "the least delay after -5 ns");
    EXPECT_INT(aw_deadline(INT64_MIN, -1), INT64_MIN,
               "-1 ns after the first moment of all");
    EXPECT_INT(aw_deadline(AW_NEVER, 0), AW_NEVER, "0 ns after AW_NEVER");
}

/* A14 */
GRADED(clock, a_huge_delay_never_wraps_round,
       "a huge delay never wraps round to an early deadline")
{
    EXPECT_INT(aw_deadline(1, AW_NEVER), AW_NEVER, "AW_NEVER after 1 ns");
    EXPECT_INT(aw_deadline(AW_SEC, AW_NEVER - AW_SEC + 1), AW_NEVER,
               "the least delay whose sum does not fit");
    EXPECT_INT(aw_deadline(AW_NEVER, 1), AW_NEVER, "1 ns after AW_NEVER");
    EXPECT_INT(aw_deadline(AW_NEVER, AW_NEVER), AW_NEVER,
               "AW_NEVER after AW_NEVER");
}

GRADED(clock, the_last_deadline_that_fits_is_exact,
       "AW_NEVER when the sum does not fit")
{
    EXPECT_INT(aw_deadline(AW_SEC, AW_NEVER - AW_SEC - 1), AW_NEVER - 1,
               "the sum is one less than AW_NEVER");
    EXPECT_INT(aw_deadline(0, AW_NEVER - 1), AW_NEVER - 1,
               "AW_NEVER - 1 after 0 ns");
    EXPECT_INT(aw_deadline(-10, AW_NEVER), AW_NEVER - 10,
               "AW_NEVER after -10 ns");
}

/* ---- Drawn --------------------------------------------------------------*/

/* Near the limits, and anywhere. */
static aw_time draw_a_time(void)
{
    aw_time some = (aw_time)graded_random(9);

    switch (graded_random(5)) {
    case 0:
        return some - 4;
    case 1:
        return INT64_MAX - some;
    case 2:
        return INT64_MIN + some;
    case 3:
        return INT64_MAX / 2 + some;
    default:
        return (aw_time)graded_random(INT64_MAX) - INT64_MAX / 2;
    }
}

GRADED(clock, drawn_deadlines_are_those_of_the_reference,
       "Returns `now` when `delay` is zero or negative, and AW_NEVER when the "
       "sum does not fit")
{
    for (int i = 0; i < 60; i++) {
        aw_time from = draw_a_time(), delay = draw_a_time();

        say("%lld+%lld=%lld", (long long)from, (long long)delay,
            (long long)aw_deadline(from, delay));
    }
    for (int i = 0; i < 10; i++) {
        struct aw_clock_virtual drawn;
        aw_time to = draw_a_time();

        aw_clock_virtual_init(&drawn, to);
        for (int jumps = 0; jumps < 4; jumps++) {
            say("@%lld", (long long)drawn.clock.now(&drawn.clock));
            to = aw_deadline(to, draw_a_time());
            drawn.clock.jump(&drawn.clock, to);
        }
    }
    EXPECT_AS_REFERENCE("added delays to times (1+2=3), and moved clocks (@3)");
}
