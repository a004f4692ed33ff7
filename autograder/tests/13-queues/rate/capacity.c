/* SPDX-License-Identifier: MIT */
#include "fixture.h"

GRADED(rate, what_comes_times_how_long_it_stays,
       "what comes at some rate and stays for some time is so many at a time")
{
    EXPECT_INT(aw_capacity(AW_MS, 200 * AW_MS, 0), 200,
               "1000 a second, 200 ms each");
    EXPECT_INT(aw_capacity(AW_SEC, AW_SEC, 0), 1, "1 a second, 1 s each");
    EXPECT_INT(aw_capacity(20 * AW_MS, 3 * AW_SEC, 0), 150,
               "50 a second, 3 s each");
}

GRADED(rate, half_a_place_is_none, "Returns the least number of places")
{
    EXPECT_INT(aw_capacity(2, 3, 0), 2, "one and a half");
    EXPECT_INT(aw_capacity(2, 4, 0), 2, "two");
    EXPECT_INT(aw_capacity(2, 5, 0), 3, "two and a half");
    EXPECT_INT(aw_capacity(1000, 1001, 0), 2, "one and a thousandth");
    EXPECT_INT(aw_capacity(AW_SEC, 1, 0), 1, "next to nothing");
    EXPECT_INT(aw_capacity(AW_SEC, 0, 0), 1, "nothing");
}

GRADED(rate, headroom_is_a_part_of_all_places,
       "at which, on average, no more than 100 - headroom percent are taken")
{
    EXPECT_INT(aw_capacity(AW_MS, 200 * AW_MS, 50), 400, "half of them idle");
    EXPECT_INT(aw_capacity(AW_MS, 200 * AW_MS, 30), 286, "30 %% of them idle");
    EXPECT_INT(aw_capacity(AW_MS, 210 * AW_MS, 30), 300, "30 %% of 300 idle");
    EXPECT_INT(aw_capacity(AW_MS, AW_MS, 99), 100, "99 %% of them idle");
    EXPECT_INT(aw_capacity(AW_MS, 0, 99), 1, "nothing to do");
}

GRADED(rate, the_longest_stay,
       "with both, above AW_NEVER / 100, which is nearly three years")
{
    const aw_time most = AW_NEVER / 100;

    EXPECT_INT(aw_capacity(most, most, 0), 1, "three years, three years each");
    EXPECT_INT(aw_capacity(1, most, 0), most, "one each ns, three years each");
    EXPECT_INT(aw_capacity(1, most, 99), most * 100, "99 %% of them idle");
    EXPECT_MISUSE(aw_capacity(most + 1, 1, 0), "", "one each three years");
    EXPECT_MISUSE(aw_capacity(1, most + 1, 0), "", "it stays for longer");
}

GRADED(rate, a_capacity_that_makes_no_sense_is_misuse,
       "a new one comes this often; misuse with 0 or less")
{
    EXPECT_MISUSE(aw_capacity(0, AW_SEC, 0), "", "one comes each 0 ns");
    EXPECT_MISUSE(aw_capacity(AW_SEC, -1, 0), "", "it stays for -1 ns");
    EXPECT_MISUSE(aw_capacity(AW_SEC, AW_SEC, 100), "", "100 %% idle");
}
