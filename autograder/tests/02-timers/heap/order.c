/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* ---- Order --------------------------------------------------------------*/

GRADED(heap, an_empty_heap_has_no_first, "or NULL when none is filed")
{
    fresh();
    EXPECT_PTR(aw__heap_first(&timers), NULL, "asked an empty heap");
    file(0, 10, 0);
    take();
    EXPECT_PTR(aw__heap_first(&timers), NULL,
               "asked after the only timer was removed");
}

GRADED(heap, the_earliest_deadline_is_first,
       "Returns the timer, which stays filed")
{
    fresh();
    file(0, 30, 0);
    EXPECT_PTR(aw__heap_first(&timers), &timer[0], "filed 30 ns");
    file(1, 20, 1);
    EXPECT_PTR(aw__heap_first(&timers), &timer[1], "filed 20 ns behind it");
    file(2, 25, 2);
    EXPECT_PTR(aw__heap_first(&timers), &timer[1], "filed 25 ns behind it");
    EXPECT_INT(timers.len, 3, "asked for the first one three times");
    EXPECT(timer[1].slot != AW_TIMER_UNFILED,
           "asked for the first one: is it filed still?");
}

GRADED(heap, a_few_leave_in_the_order_of_their_deadlines,
       "a timer goes before another when its deadline is earlier")
{
    fresh();
    file(0, 50, 0);
    file(1, 10, 1);
    file(2, -5, 2);
    file(3, 40, 3);
    file(4, AW_NEVER, 4);
    file(5, 0, 5);
    file(6, INT64_MIN, 6);
    file(7, 20, 7);
    say_all();
    EXPECT_SAID(
        "6 2 5 1 7 3 0 4",
        "filed 0 to 7 for 50, 10, -5, 40, never, 0, the smallest and 20 ns, "
        "and took all out");
}

/* The fourth child of slot 0 is the first of its children. */
GRADED(heap, the_first_of_four_children_comes_next,
       "Every timer goes before its children")
{
    static const aw_time when[] = {1, 10, 9, 8, 2, 11};

    fresh();
    for (size_t i = 0; i < 6; i++)
        file(i, when[i], i);
    say_all();
    EXPECT_SAID("0 4 3 2 1 5",
                "filed 0 to 5 for 1, 10, 9, 8, 2 and 11 ns, and took all out: "
                "in slots 1 to 4 are 10, 9, 8 and 2");
}

GRADED(heap, a_thousand_leave_in_the_order_of_their_deadlines,
       "the timer that goes before all others")
{
    fresh();
    for (size_t i = 0; i < MANY; i++)
        file(i, (aw_time)graded_random(MANY / 2), i);

    EXPECT_INT(timers.len, MANY, "filed 1000 timers");
    EXPECT_INT(take_all_in_order(), MANY,
               "took 1000 timers out (-1: in the wrong order)%s", disorder);
    EXPECT_INT(timers.len, 0, "took 1000 timers out");
}

/* A12 */
GRADED(heap, equal_deadlines_leave_by_seq,
       "when their deadlines are equal and its `seq` is smaller")
{
    long wrong = 0;

    fresh();
    file(0, 5, 20);
    file(1, 5, 30);
    file(2, 5, 10);
    say_all();
    EXPECT_SAID("2 0 1", "filed 0, 1 and 2 for one time, their seq 20, 30, 10");

    for (size_t i = 0; i < MANY; i++)
        file(i, 7 * AW_SEC, i);
    for (long i = 0; i < MANY; i++)
        wrong += take() != i;
    EXPECT_INT(wrong, 0, "filed 1000 equal deadlines; so many came wrong");
}

/* ---- Leaving from the middle --------------------------------------------*/

GRADED(heap, a_timer_may_leave_from_anywhere,
       "Take `timer` out, wherever in the heap it stands.")
{
    fresh();
    for (size_t round = 0; round < 100; round++) {
        size_t left = 200;

        for (size_t i = 0; i < left; i++)
            file(i, (aw_time)graded_random(1000), i);
        for (size_t k = 0; k < 100; k++) {
            size_t i = (size_t)graded_random(200);

            if (timer[i].slot != AW_TIMER_UNFILED) {
                aw__heap_remove(&timers, &timer[i]);
                left--;
            }
        }
        EXPECT_INT(take_all_in_order(), left,
                   "removed some of 200 timers at random, then took the rest "
                   "out (-1: in the wrong order)%s",
                   disorder);
    }
}

GRADED(heap, the_first_the_last_and_the_only_one_may_leave,
       "Its `slot` is AW_TIMER_UNFILED afterwards.")
{
    fresh();
    for (size_t i = 0; i < 6; i++)
        file(i, (aw_time)i, i);
    aw__heap_remove(&timers, &timer[0]);
    aw__heap_remove(&timers, &timer[5]);
    EXPECT_INT(timer[0].slot, AW_TIMER_UNFILED, "removed the first of six");
    EXPECT_INT(timer[5].slot, AW_TIMER_UNFILED, "removed the last of six");
    EXPECT_INT(timers.len, 4, "removed the first and the last of six");
    say_all();
    EXPECT_SAID("1 2 3 4", "took the rest out");

    file(7, 1, 7);
    aw__heap_remove(&timers, &timer[7]);
    EXPECT_INT(timer[7].slot, AW_TIMER_UNFILED, "removed the only timer");
    EXPECT_INT(timers.len, 0, "removed the only timer");
}

GRADED(heap, slots_are_kept_through_any_mixture,
       "`slot` tells where in the heap a timer stands")
{
    size_t filed = 0, wrong = 0;

    fresh();
    for (size_t step = 0; step < 20000; step++) {
        size_t i = (size_t)graded_random(64);

        if (timer[i].slot == AW_TIMER_UNFILED) {
            file(i, (aw_time)graded_random(16), step);
            filed++;
        } else {
            aw__heap_remove(&timers, &timer[i]);
            filed--;
        }
        wrong += timers.len != filed ||
                 (aw__heap_first(&timers) == NULL) != (filed == 0);
    }
    EXPECT_INT(wrong, 0,
               "20000 times filed a timer or removed it; so often `len` or "
               "the first one was wrong");
    EXPECT_INT(take_all_in_order(), filed,
               "took the rest out (-1: in the wrong order)%s", disorder);
}

GRADED(heap, each_slot_has_its_timer, "Find the timer that is filed at `slot`")
{
    fresh();
    for (size_t i = 0; i < 100; i++) {
        file(i, (aw_time)graded_random(30), i);
        for (size_t slot = 0; slot <= i; slot++)
            EXPECT_INT(aw__heap_at(&timers, slot)->slot, slot,
                       "filed %zu timers, and asked for one of them", i + 1);
    }
    EXPECT_INT(timers.len, 100, "which stay filed");
    aw__heap_clear(&timers);
}

GRADED(heap, a_slot_is_an_index,
       "index in the heap; AW_TIMER_UNFILED when not there")
{
    static bool seen[8 * MANY];
    long wrong = 0;

    fresh();
    for (size_t i = 0; i < MANY; i++)
        file(i, (aw_time)graded_random(1000), i);
    for (size_t i = 0; i < MANY; i++) {
        if (timer[i].slot >= 8 * MANY || seen[timer[i].slot])
            wrong++;
        else
            seen[timer[i].slot] = true;
    }
    EXPECT_INT(wrong, 0,
               "filed 1000 timers; so many share their slot with "
               "another one, or have none");
}
