/* SPDX-License-Identifier: MIT */
#include "fixture.h"

GRADED(wait, for_all, "Wait until all members are settled")
{
    open_three(1, -EIO, 3);
    m[3] = (struct aw_member){.future = &f};
    aw_task_drop(start_waiting(3, AW_ALL_SETTLED, AW_NEVER));
    run_all();
    EXPECT_SAID("a+1@10 b=EIO@20 c+3@30 W+3@30 1 EIO 3", "waited for all");
    end(3);
}

GRADED(wait, for_the_first, "or one is")
{
    open_three(1, 2, 3);
    aw_task_drop(start_waiting(3, AW_FIRST_SETTLED, AW_NEVER));
    run_all();
    EXPECT_SAID("a+1@10 W+1@10 1 - - b+2@20 c+3@30", "waited for the first");
    end(3);
}

GRADED(wait, for_the_first_error, "or one has failed")
{
    open_three(1, -EIO, 3);
    aw_task_drop(start_waiting(3, AW_FIRST_FAILED, AW_NEVER));
    run_all();
    EXPECT_SAID("a+1@10 b=EIO@20 W+2@20 1 EIO - c+3@30",
                "waited for the first error");
    end(3);
}

/* D10 */
GRADED(wait, a_cancel_is_no_error, "a member that was cancelled has not failed")
{
    struct asker asker;

    open_three(1, 2, 3);
    aw_task_drop(start_waiting(3, AW_FIRST_FAILED, AW_NEVER));
    ask_at(&asker, task_of[1], 5);
    run_all();
    EXPECT_SAID("b=ECANCELED@5 a+1@10 c+3@30 W+3@30 1 ECANCELED 3",
                "one is cancelled, and none fails");
    end(3);
}

GRADED(wait, a_cancel_is_an_end, "or one is")
{
    struct asker asker;

    open_three(1, 2, 3);
    aw_task_drop(start_waiting(3, AW_FIRST_SETTLED, AW_NEVER));
    ask_at(&asker, task_of[2], 5);
    run_all();
    EXPECT_SAID("c=ECANCELED@5 W+1@5 - - ECANCELED a+1@10 b+2@20",
                "waited for the first, which was cancelled");
    end(3);
}

/* D8 */
GRADED(wait, a_limit_cancels_nobody,
       "Nothing is cancelled, neither by the limit nor when this task is asked "
       "to end")
{
    open_three(1, 2, 3);
    aw_task_drop(start_waiting(3, AW_ALL_SETTLED, 15 * AW_MS));
    run_all();
    EXPECT_SAID("a+1@10 W+1@15 1 - - b+2@20 c+3@30", "15 ms for all of them");
    EXPECT_INT(aw_cancelling(task_of[2]), 0, "and looked at the last");
    end(3);
}

/* D8 */
GRADED(wait, a_request_cancels_nobody,
       "Nothing is cancelled, neither by the limit nor when this task is asked "
       "to end")
{
    struct aw_task *task;
    struct asker asker;

    open_three(1, 2, 3);
    task = start_waiting(3, AW_ALL_SETTLED, AW_NEVER);
    ask_at(&asker, task, 15);
    run_all();
    EXPECT_SAID("a+1@10 W=ECANCELED@15 1 - - b+2@20 c+3@30",
                "asked at 15, while it waits for all");
    EXPECT_INT(aw_cancelling(task_of[2]), 0, "and looked at the last");
    aw_task_drop(task);
    end(3);
}

static int waits_with_a_limit(void *arg)
{
    say_when(aw_wait(m, 2, AW_ALL_SETTLED, 3600 * AW_SEC));
    EXPECT_INT(loop.timers.live, (intptr_t)arg, "counted timers behind it");
    return 0;
}

GRADED(wait, a_request_leaves_no_timer,
       "When it returns no watch is left in any member, and no timer in the "
       "loop")
{
    struct aw_task *task;

    open_loop();
    futures_are_members();
    task = spawn("W", waits_with_a_limit, num(0));
    turn();
    aw_task_cancel(task, "long before the limit");
    turn();
    EXPECT_SAID("W=ECANCELED@0", "asked to end, with a limit of an hour");
    aw_task_drop(task);
    close_clean();
}

GRADED(wait, a_request_when_it_is_woken,
       "-ECANCELED, when this task was asked to end")
{
    struct aw_task *task;

    open_loop();
    futures_are_members();
    task = start_waiting(2, AW_FIRST_SETTLED, AW_NEVER);
    turn();
    aw_future_settle(&f, 3, NULL);
    turn();
    aw_task_cancel(task, "in the turn between");
    run_all();
    EXPECT_SAID("W=ECANCELED@0 3 -", "enough were settled, then it was asked");
    expect_alone(&g);
    aw_task_drop(task);
    close_clean();
}

GRADED(wait, no_time_is_until_the_next_timers,
       "0 or less: until the next turn's timers")
{
    open_three(1, 2, 3);
    aw_task_drop(task_of[2]);
    turn();
    m[2].future = &f;
    aw_future_settle(&f, 7, NULL);
    aw_task_drop(start_waiting(3, AW_ALL_SETTLED, -5 * AW_MS));
    run_all();
    EXPECT_SAID("W+1@0 - - 7 a+1@10 b+2@20 c+3@30",
                "no time, and one of three is settled");
    end(2);
}

GRADED(
    wait, its_limit_leaves_no_timer,
    "When it returns no watch is left in any member, and no timer in the loop")
{
    open_three(1, 2, 3);
    aw_task_drop(start_waiting(3, AW_FIRST_SETTLED, 3600 * AW_SEC));
    while (!aw_future_done(&task_of[0]->future))
        turn();
    turn();
    turn();
    EXPECT_SAID("a+1@10 W+1@10 1 - -", "the first came before the limit");
    EXPECT_INT(loop.timers.live, 2, "and two of them sleep");
    run_all();
    end(3);
}
