/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* ---- The order ----------------------------------------------------------*/

/* D12 */
GRADED(as_completed, in_the_order_of_their_ends,
       "The next member that is settled, in the order in which they were; each "
       "is handed over once.")
{
    open_three_for(30, 10, 20);
    m[3] = (struct aw_member){.future = &f};
    aw_task_drop(start_taking(3, NEVER));
    run_all();
    EXPECT_SAID("b+2@10 take-b@10 c+3@20 take-c@20 a+1@30 take-a@30 none@30",
                "the first is the last");
    end(3);
}

/* D12 */
GRADED(as_completed, those_of_one_turn_in_their_order,
       "The next member that is settled, in the order in which they were")
{
    open_loop();
    futures_are_members();
    aw_task_drop(start_taking(2, NEVER));
    turn();
    aw_future_resolve(&g, NULL);
    aw_future_resolve(&f, NULL);
    run_all();
    EXPECT_SAID("take-b@0 take-a@0 none@0", "both were settled in one turn");
    close_clean();
}

GRADED(as_completed, those_that_are_settled_come_first,
       "The next member that is settled, in the order in which they were")
{
    open_three_for(30, 10, 20);
    while (!aw_future_done(&task_of[2]->future))
        turn();
    aw_task_drop(start_taking(3, NEVER));
    run_all();
    EXPECT_SAID("b+2@10 c+3@20 take-b@20 take-c@20 a+1@30 take-a@30 none@30",
                "two of three are settled");
    end(3);
}

GRADED(as_completed, it_waits_only_if_there_is_none,
       "It waits only if there is none.")
{
    struct aw_handle handle[3];

    open_loop();
    futures_are_members();
    aw_task_drop(start_taking(2, NEVER));
    turn();
    aw_future_resolve(&f, NULL);
    aw_future_resolve(&g, NULL);
    for (int i = 0; i < 2; i++) {
        push(&handle[i]);
        turn();
    }
    EXPECT_SAID("h take-a@0 take-b@0 none@0 h",
                "both were settled in one turn");
    close_clean();
}

GRADED(as_completed, each_member_once, "each is handed over once")
{
    open_three_for(10, 20, 30);
    aw_task_drop(task_of[2]);
    m[2].future = m[0].future;
    m[3] = (struct aw_member){.future = NULL};
    aw_task_drop(start_taking(4, NEVER));
    run_all();
    EXPECT_SAID("a+1@10 take-a@10 take-c@10 b+2@20 take-b@20 none@20 c+3@30",
                "one stands twice, and one is nobody");
    end(2);
}

GRADED(as_completed, of_nobody_there_is_none,
       "0, when all have been handed over")
{
    struct aw_handle handle;

    open_loop();
    aw_task_drop(start_taking(0, 5));
    push(&handle);
    turn();
    EXPECT_SAID("none@0 h", "nobody, and a limit");
    close_clean();
}

GRADED(as_completed, lazy_tasks_are_started,
       "Lazy tasks among them are started.")
{
    struct aw_task *lazy;

    open_loop();
    lazy = aw_spawn(&loop, passes, num(5), AW_NAMED("z", .lazy = true));
    m[0] = (struct aw_member){.future = &lazy->future};
    aw_task_drop(start_taking(1, NEVER));
    run_all();
    EXPECT_SAID("z take-a@0 none@0", "waited for a lazy task");
    aw_task_drop(lazy);
    close_clean();
}

/* ---- The limit ----------------------------------------------------------*/

/* D12 */
GRADED(as_completed, each_of_the_rest_is_late,
       "Each of the rest counts as handed over with -ETIMEDOUT, one with each "
       "call")
{
    open_three_for(30, 10, 20);
    aw_task_drop(start_taking(3, 15));
    run_all();
    EXPECT_SAID("b+2@10 take-b@10 take=ETIMEDOUT@15 take=ETIMEDOUT@15 none@15 "
                "c+3@20 a+1@30",
                "15 ms for all of them");
    EXPECT_INT(aw_cancelling(task_of[0]), 0, "and looked at the last");
    end(3);
}

static int takes_late(void *arg)
{
    aw_as_completed_begin(&each, m, 3, 15 * AW_MS);
    aw_sleep((intptr_t)arg * AW_MS);
    expect_alone(m[0].future);
    while (take_next(&each) != 0)
        continue;
    aw_as_completed_end(&each);
    return 0;
}

/* D12 */
GRADED(as_completed, those_that_had_been_heard_of_are_handed_over,
       "When the limit has passed, those that had been heard of are handed "
       "over still.")
{
    open_three_for(30, 10, 5);
    launch("T", takes_late, num(20));
    run_all();
    EXPECT_SAID("c+3@5 b+2@10 take-c@20 take-b@20 take=ETIMEDOUT@20 none@20 "
                "a+1@30",
                "two were heard of before 15, and were taken at 20");
    end(3);
}

GRADED(as_completed, who_is_late_is_not_watched,
       "it goes on, and is not watched any more")
{
    open_three_for(25, 10, 5);
    launch("T", takes_late, num(40));
    run_all();
    EXPECT_SAID("c+3@5 b+2@10 a+1@25 take-c@40 take-b@40 take=ETIMEDOUT@40 "
                "none@40",
                "one of them ends behind the limit, and before it is asked");
    end(3);
}

GRADED(as_completed, in_the_turn_of_the_limit_one_is_late,
       "those that had been heard of are handed over still")
{
    open_loop();
    start_job(0, 15, 1);
    aw_task_drop(start_taking(1, 15));
    run_all();
    EXPECT_SAID("a+1@15 take=ETIMEDOUT@15 none@15",
                "it ends with the limit, and was not heard of");
    end(1);
}

static int settles_f(struct aw_handle *handle)
{
    (void)handle;
    aw_future_resolve(&f, NULL);
    return 0;
}

GRADED(as_completed, settled_and_not_heard_of_is_late,
       "When the limit has passed, those that had been heard of are handed "
       "over still.  Each of the rest counts as handed over with -ETIMEDOUT")
{
    struct aw_timer timer;

    open_loop();
    futures_are_members();
    aw_timer_init(&timer, settles_f);
    aw_call_at(&loop, &timer, 15 * AW_MS);
    aw_task_drop(start_taking(2, 15));
    run_all();
    EXPECT_SAID("take=ETIMEDOUT@15 take=ETIMEDOUT@15 none@15",
                "the first is settled just before the time is up");
    close_clean();
}

GRADED(as_completed, without_time_what_is_settled_is_heard,
       "for all of them, from now on")
{
    open_loop();
    futures_are_members();
    aw_future_resolve(&g, NULL);
    aw_task_drop(start_taking(2, 0));
    run_all();
    aw_task_drop(start_taking(2, -5));
    run_all();
    EXPECT_SAID("take-b@0 take=ETIMEDOUT@0 none@0 take-b@0 take=ETIMEDOUT@0 "
                "none@0",
                "no time, and one of two is settled");
    close_clean();
}
