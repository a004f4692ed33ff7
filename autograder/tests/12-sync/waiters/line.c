/* SPDX-License-Identifier: MIT */
#include "fixture.h"

GRADED(waiters, who_is_woken_goes_on_in_the_next_turn,
       "Wake the first who waits still: he goes on in the next turn.")
{
    open_line();
    stand_in_line(1);
    EXPECT(aw_waiters_wake(&line), "woke one who waits");
    EXPECT_SAID("", "woke one who waits, and looked at once");
    turn();
    EXPECT_SAID("a+", "and then let a turn pass");
    let_go(1);
}

GRADED(waiters, they_are_woken_in_the_order_of_coming,
       "Stand in line, at its end, until woken.")
{
    open_line();
    stand_in_line(3);
    aw_waiters_wake(&line);
    turn();
    say("|");
    aw_waiters_wake(&line);
    aw_waiters_wake(&line);
    turn();
    EXPECT_SAID("a+ | b+ c+", "woke one of three, and then two");
    let_go(3);
}

GRADED(waiters, nobody_is_woken_when_nobody_waits,
       "Returns false when nobody waits.")
{
    open_line();
    EXPECT(!aw_waiters_wake(&line), "woke in an empty line");
    stand_in_line(2);
    EXPECT(aw_waiters_wake(&line), "woke the first of two");
    EXPECT(aw_waiters_wake(&line), "woke the second of two");
    EXPECT(!aw_waiters_wake(&line), "woke once more, in the same turn");
    turn();
    EXPECT(!aw_waiters_wake(&line), "woke when both have gone on");
    let_go(2);
}
