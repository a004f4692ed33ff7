/* SPDX-License-Identifier: MIT */
#include "fixture.h"

GRADED(wait, it_waits_two_turns,
       "It waits two turns, even if all are settled already.")
{
    struct aw_handle handle[3];

    open_loop();
    futures_are_members();
    aw_future_settle(&f, 3, NULL);
    aw_future_settle(&g, 4, NULL);
    aw_task_drop(start_waiting(2, AW_ALL_SETTLED, AW_NEVER));
    for (int i = 0; i < 3; i++) {
        push(&handle[i]);
        turn();
    }
    EXPECT_SAID("h h W+2@0 3 4 h", "both were settled before");
    close_clean();
}

GRADED(wait, without_time_it_waits_two_turns,
       "It waits two turns, even if all are settled already.")
{
    struct aw_handle handle[3];

    for (int limit = 0; limit > -2; limit--) {
        forget();
        open_loop();
        futures_are_members();
        aw_future_settle(&f, 3, NULL);
        aw_task_drop(start_waiting(2, AW_ALL_SETTLED, limit * AW_MS));
        for (int i = 0; i < 3; i++) {
            push(&handle[i]);
            turn();
        }
        EXPECT_SAID("h h W+1@0 3 - h", "a limit of %d ms", limit);
        close_clean();
    }
}

/* D9 */
GRADED(wait, who_is_settled_in_the_last_turn_counts,
       "those too that were settled in the turn in which this task was woken")
{
    open_loop();
    futures_are_members();
    aw_task_drop(start_waiting(2, AW_FIRST_SETTLED, AW_NEVER));
    turn();
    aw_future_settle(&f, 3, NULL);
    turn();
    aw_future_settle(&g, 4, NULL);
    run_all();
    EXPECT_SAID("W+2@0 3 4", "the second came when the first had been heard");
    close_clean();
}

GRADED(wait, who_is_settled_with_the_limit_counts,
       "those too that were settled in the turn in which this task was woken")
{
    open_loop();
    start_job(0, 10, 1);
    start_job(1, 20, 2);
    aw_task_drop(start_waiting(2, AW_ALL_SETTLED, 20 * AW_MS));
    run_all();
    EXPECT_SAID("a+1@10 b+2@20 W+2@20 1 2", "the last one ends with the limit");
    end(2);
}

GRADED(wait, each_member_counts, "Returns how many members are settled")
{
    open_loop();
    futures_are_members();
    m[2] = m[0];
    m[3] = (struct aw_member){.future = NULL};
    aw_task_drop(start_waiting(4, AW_ALL_SETTLED, AW_NEVER));
    turn();
    aw_future_settle(&f, 3, NULL);
    aw_future_settle(&g, 4, NULL);
    run_all();
    EXPECT_SAID("W+3@0 3 4 3 -", "one stands twice, and one is nobody");
    close_clean();
}

GRADED(wait, one_that_stands_twice_is_not_all,
       "Wait until all members are settled")
{
    open_loop();
    start_job(0, 10, 1);
    start_job(2, 20, 3);
    m[1] = (struct aw_member){.future = m[0].future};
    aw_task_drop(start_waiting(3, AW_ALL_SETTLED, AW_NEVER));
    run_all();
    EXPECT_SAID("a+1@10 c+3@20 W+3@20 1 1 3", "the first one stands twice");
    aw_task_drop(task_of[0]);
    aw_task_drop(task_of[2]);
    close_clean();
}

static int waits_again(void *arg)
{
    (void)arg;
    for (size_t left = 3; left > 0; left--) {
        say("%d", aw_wait(m, 3, AW_FIRST_SETTLED, AW_NEVER));
        for (size_t i = 0; i < 3; i++)
            if (aw_member_result(&m[i], NULL) != -EINPROGRESS)
                m[i].future = NULL;
    }
    return 0;
}

GRADED(wait, who_is_settled_can_be_left_out_the_next_time,
       "NULL: nobody, and left out")
{
    open_three(1, 2, 3);
    launch("W", waits_again, NULL);
    run_all();
    EXPECT_SAID("a+1@10 1 b+2@20 1 c+3@30 1", "waited for the first, thrice");
    end(3);
}

/* D11 */
GRADED(wait, for_nobody_is_an_error,
       "-EINVAL, when there is no member: that does not suspend")
{
    struct aw_handle handle;

    open_loop();
    m[0] = (struct aw_member){.future = NULL};
    aw_task_drop(start_waiting(0, AW_ALL_SETTLED, AW_NEVER));
    turn();
    aw_task_drop(start_waiting(1, AW_ALL_SETTLED, AW_SEC));
    push(&handle);
    turn();
    EXPECT_SAID("W=EINVAL@0 W=EINVAL@0 - h", "waited for nobody");
    EXPECT_INT(loop.timers.live, 0, "with a limit");
    close_clean();
}
