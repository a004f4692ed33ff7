/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* ---- Giving up ----------------------------------------------------------*/

GRADED(waiters, who_has_given_up_counts_no_more,
       "Counts in live[AW_WAITERS] of the loop meanwhile.")
{
    open_line();
    stand_in_line(1);
    EXPECT_INT(loop.live[AW_WAITERS], 1, "one stands in line: live waiters");
    aw_task_cancel(task[0], NULL);
    turn();
    EXPECT_INT(loop.live[AW_WAITERS], 0,
               "he was asked to end, and has given up: live waiters");
    let_go(1);
}

GRADED(waiters, who_has_given_up_was_not_woken,
       "Returns 0, or -ECANCELED, when this task was asked to end.")
{
    open_line();
    stand_in_line(1);
    aw_task_cancel(task[0], NULL);
    turn();
    EXPECT_SAID("a-", "asked one who waits");
    let_go(1);
}

static int asks_itself_and_waits(void *arg)
{
    aw_task_cancel(aw_task_self(), "by itself");
    return waits(arg);
}

GRADED(waiters, who_is_asked_before_gives_up_at_once,
       "Returns 0, or -ECANCELED, when this task was asked to end.")
{
    open_line();
    task[0] = spawn("a", asks_itself_and_waits, NULL);
    turn();
    EXPECT(!aw_waiters_wake(&line), "tried to wake one who was asked before");
    turn();
    EXPECT_SAID("a-", "one was asked to end before it waits");
    let_go(1);
}

GRADED(waiters, who_was_woken_and_asked_is_told_both,
       "whether he was: that may be although this returns -ECANCELED")
{
    open_line();
    stand_in_line(1);
    aw_waiters_wake(&line);
    aw_task_cancel(task[0], NULL);
    turn();
    EXPECT_SAID("a-woken", "woke one and asked him to end, in one turn");
    let_go(1);
}

GRADED(waiters, who_has_given_up_is_passed_over,
       "Wake the first who waits still: he goes on in the next turn.")
{
    open_line();
    stand_in_line(4);
    aw_task_cancel(task[0], NULL);
    aw_task_cancel(task[2], NULL);
    EXPECT(aw_waiters_wake(&line), "woke when the first has given up");
    EXPECT(aw_waiters_wake(&line), "woke when the third has given up");
    EXPECT(!aw_waiters_wake(&line), "woke when nobody else waits");
    turn();
    EXPECT_SAID("a- c- b+ d+", "two of four give up, and two are woken");
    let_go(4);
}

GRADED(waiters, those_in_front_may_leave,
       "Wake the first who waits still: he goes on in the next turn.")
{
    open_line();
    stand_in_line(3);
    aw_task_cancel(task[0], NULL);
    turn();
    EXPECT(aw_waiters_wake(&line), "woke when the first has left");
    turn();
    EXPECT_SAID("a- b+", "the first has left before somebody is woken");
    aw_waiters_wake(&line);
    let_go(3);
}

GRADED(waiters, when_all_have_left_a_newcomer_is_first,
       "Wake the first who waits still: he goes on in the next turn.")
{
    open_line();
    stand_in_line(2);
    aw_task_cancel(task[1], NULL);
    aw_task_cancel(task[0], NULL);
    turn();
    EXPECT(!aw_waiters_wake(&line), "woke when both have left");
    task[2] = spawn("c", waits, NULL);
    turn();
    EXPECT(aw_waiters_wake(&line), "woke one who came afterwards");
    turn();
    EXPECT_SAID("b- a- c+", "two leave, and a third one comes");
    let_go(3);
}

/* ---- Who counts ---------------------------------------------------------*/

GRADED(waiters, a_newcomer_behind_the_woken_is_next,
       "Wake the first who waits still: he goes on in the next turn.")
{
    open_line();
    stand_in_line(2);
    launch("c", waits, NULL); /* they come before a and b go on */
    launch("d", waits, NULL);
    aw_waiters_wake(&line);
    aw_waiters_wake(&line);
    turn();
    say("|");
    EXPECT(aw_waiters_wake(&line), "woke one who came behind two woken ones");
    EXPECT(aw_waiters_wake(&line), "and the next");
    EXPECT(!aw_waiters_wake(&line), "and nobody");
    turn();
    EXPECT_SAID("a+ b+ | c+ d+", "two are woken while two others come");
    let_go(2);
}

/* F2 */
GRADED(waiters, who_is_woken_stays_in_line,
       "Whoever is woken, or gives up, stays in line until he goes on, a turn "
       "later.")
{
    open_line();
    stand_in_line(2);
    aw_waiters_wake(&line);
    EXPECT_INT(line.n, 2, "woke one of two, and counted those in line");
    EXPECT_PTR(line.list.next->next->next, &line.list,
               "and looked at the list");
    turn();
    EXPECT_INT(line.n, 1, "and counted when he had gone on");
    aw_waiters_wake(&line);
    let_go(2);
}

GRADED(waiters, who_has_given_up_stands_there_and_does_not_count,
       "those in line who have not given up")
{
    open_line();
    stand_in_line(2);
    aw_task_cancel(task[0], NULL);
    EXPECT_INT(line.n, 1, "one of two was asked to end");
    EXPECT_PTR(line.list.next->next->next, &line.list,
               "and looked at the list");
    turn();
    EXPECT_INT(line.n, 1, "and counted when he had gone on");
    EXPECT_PTR(line.list.next->next, &line.list, "and looked at the list");
    aw_waiters_wake(&line);
    let_go(2);
}

GRADED(waiters, who_is_woken_and_asked_counts_until_he_goes_on,
       "those in line who have not given up")
{
    open_line();
    stand_in_line(2);
    aw_waiters_wake(&line);
    aw_task_cancel(task[0], NULL);
    EXPECT_INT(line.n, 2, "woke one of two and asked him to end");
    turn();
    EXPECT_INT(line.n, 1, "and counted when he had gone on");
    aw_waiters_wake(&line);
    let_go(2);
}

GRADED(waiters, who_is_asked_before_does_not_count,
       "those in line who have not given up")
{
    open_line();
    task[0] = spawn("a", asks_itself_and_waits, NULL);
    turn();
    EXPECT_INT(line.n, 0, "one was asked to end before it waits");
    let_go(1);
}

GRADED(waiters, nobody_refuses_to_give_up, "Returns true: nobody refuses.")
{
    open_line();
    stand_in_line(1);
    EXPECT(aw_future_cancel(task[0]->wake.future),
           "cancelled what somebody in line waits for");
    EXPECT_INT(line.n, 0, "and counted those in line");
    turn();
    EXPECT_SAID("a-", "and a turn later");
    let_go(1);
}
