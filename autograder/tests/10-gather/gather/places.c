/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* ---- Places -------------------------------------------------------------*/

/* D1 */
GRADED(gather, outcomes_stand_in_their_places,
       "The outcomes are in the members, each in its place.")
{
    open_loop();
    start_job(0, 3, 1);
    start_job(1, 1, 0);
    start_job(2, 2, 3);
    m[3] = (struct aw_member){.future = &f};
    aw_task_drop(start_gathering(3, AW_FAIL_FAST));
    run_all();
    EXPECT_SAID("b+0@1 c+3@2 a+1@3 G+0@3 1 0 3", "three, the first is last");
    end(3);
}

/* D1 */
GRADED(gather, none_is_done_at_once,
       "when all of them are, or one has failed, or there are none, the "
       "future is settled when this returns")
{
    struct aw_handle handle;

    open_loop();
    aw_task_drop(start_gathering(0, AW_FAIL_FAST));
    push(&handle);
    turn();
    EXPECT_SAID("G+0@0 h", "gathered nobody");
    close_clean();
}

/* D1 */
GRADED(gather, one_that_stands_twice_runs_once,
       "A future that is a member several times is awaited once.")
{
    open_loop();
    start_job(0, 3, 1);
    start_job(1, 1, 2);
    m[2] = m[3] = (struct aw_member){.future = m[0].future};
    aw_task_drop(start_gathering(4, AW_FAIL_FAST));
    turn();
    turn();
    EXPECT_INT(task_of[0]->future.awaits, 1, "one of two is a member thrice");
    run_all();
    EXPECT_SAID("b+2@1 a+1@3 G+0@3 1 2 1 1", "one of two is a member thrice");
    end(2);
}

GRADED(gather, nobody_is_left_out, "NULL: nobody, and left out")
{
    open_loop();
    start_job(1, 3, 1);
    m[0] = m[2] = (struct aw_member){.future = NULL};
    aw_task_drop(start_gathering(3, AW_IN_PLACE));
    run_all();
    EXPECT_SAID("b+1@3 G+0@3 - 1 -", "one of three members is there");
    aw_task_drop(task_of[1]);
    close_clean();
}

static int gathers_by_hand(void *arg)
{
    struct aw_gather all;
    void *value = NULL;

    memset(&all, 0x55, sizeof(all));
    aw_gather_begin(&all, m, 2, AW_FAIL_FAST);
    EXPECT_STR(all.future.ops->kind, "gathering", "began by hand");
    EXPECT_INT(aw_await(&all.future, &value), (intptr_t)arg, "and awaited it");
    EXPECT_PTR(value, m, "looked at its value");
    aw_gather_end(&all);
    say("over");
    return 0;
}

GRADED(gather, its_value_is_the_array,
       "Make `gather->future` a future that is settled when all `n` members "
       "are: with the result 0, and the array as its value.")
{
    open_loop();
    start_job(0, 3, 1);
    start_job(1, 1, 2);
    launch("G", gathers_by_hand, num(0));
    run_all();
    EXPECT_SAID("b+2@1 a+1@3 over", "gathered two");
    end(2);
}

static int gathers_the_settled(void *arg)
{
    void *value = NULL;
    struct aw_gather all;

    for (int n = 2; n >= 0; n -= 2) {
        aw_gather_begin(&all, m, (size_t)n, AW_FAIL_FAST);
        EXPECT(aw_future_done(&all.future), "gathered %d that are settled", n);
        EXPECT_INT(aw_future_result(&all.future, &value), 0,
                   "asked for the result, of %d", n);
        EXPECT_PTR(value, m, "looked at the value, of %d", n);
        aw_gather_end(&all);
    }
    EXPECT_INT(aw_member_result(&m[0], &value), 3, "and asked a member");
    EXPECT_PTR(value, arg, "and looked at its value");
    return 0;
}

GRADED(gather, of_those_that_are_settled_it_has_the_values,
       "with the result 0, and the array as its value")
{
    open_loop();
    futures_are_members();
    aw_future_settle(&f, 3, &loop);
    aw_future_settle(&g, 4, NULL);
    launch("G", gathers_the_settled, &loop);
    close_clean();
}

GRADED(gather, lazy_tasks_are_started, "Lazy tasks among them are started.")
{
    open_loop();
    start_job(0, 1, 1);
    aw_task_drop(task_of[0]);
    run_all();
    task_of[0] = aw_spawn(&loop, works, &job[0], AW_NAMED("z", .lazy = true));
    m[0].future = &task_of[0]->future;
    aw_task_drop(start_gathering(1, AW_FAIL_FAST));
    run_all();
    EXPECT_SAID("a+1@1 z+1@2 G+0@2 1", "gathered a lazy task");
    end(1);
}

GRADED(gather, lazy_tasks_behind_a_failure_are_started,
       "Lazy tasks among them are started.")
{
    open_loop();
    futures_are_members();
    aw_future_fail(&f, -EIO);
    job[1] = (struct job){.ms = 1, .result = 1};
    task_of[1] = aw_spawn(&loop, works, &job[1], AW_NAMED("z", .lazy = true));
    m[1].future = &task_of[1]->future;
    aw_task_drop(start_gathering(2, AW_FAIL_FAST));
    run_all();
    EXPECT_SAID("G=EIO@0 EIO - z+1@1", "the first had failed before");
    aw_task_drop(task_of[1]);
    close_clean();
}

/* ---- Turns --------------------------------------------------------------*/

GRADED(gather, it_hears_a_turn_later_and_wakes_one_later,
       "They are told of their members one turn after those are settled, and "
       "wake whoever waits one turn later.")
{
    struct aw_handle handle[2];

    open_loop();
    futures_are_members();
    aw_task_drop(start_gathering(2, AW_FAIL_FAST));
    turn();
    aw_future_resolve(&f, NULL);
    aw_future_resolve(&g, NULL);
    push(&handle[0]);
    turn();
    EXPECT_SAID("h", "the turn in which it hears of both");
    push(&handle[1]);
    turn();
    EXPECT_SAID("h G+0@0 0 0 h", "and the next one");
    close_clean();
}

GRADED(gather, what_is_settled_costs_no_turn,
       "the future is settled when this returns, and awaiting it costs no turn")
{
    struct aw_handle handle;

    open_loop();
    futures_are_members();
    aw_future_settle(&f, 3, NULL);
    aw_future_settle(&g, 4, NULL);
    aw_task_drop(start_gathering(2, AW_FAIL_FAST));
    push(&handle);
    turn();
    EXPECT_SAID("G+0@0 3 4 h", "gathered what is settled");
    close_clean();
}

GRADED(gather, the_others_are_started_first,
       "Members that are settled already are heard here, in their order and "
       "behind the others' start")
{
    open_loop();
    futures_are_members();
    aw_future_settle(&f, 3, NULL);
    aw_task_drop(start_gathering(2, AW_FAIL_FAST));
    run_all();
    EXPECT_SAID("", "one of two is settled");
    aw_future_settle(&g, 4, NULL);
    run_all();
    EXPECT_SAID("G+0@0 3 4", "and now the other one");
    close_clean();
}

GRADED(gather, of_those_that_are_settled_the_first_that_failed_counts,
       "Members that are settled already are heard here, in their order")
{
    open_loop();
    futures_are_members();
    start_job(2, 1, 5);
    aw_future_fail(&g, -EPIPE);
    aw_future_fail(&f, -EIO);
    aw_task_drop(start_gathering(3, AW_FAIL_FAST));
    run_all();
    EXPECT_SAID("G=EIO@0 EIO EPIPE - c+5@1",
                "the second failed before the first, and both have");
    aw_task_drop(task_of[2]);
    close_clean();
}

GRADED(gather, a_future_may_go_when_it_is_settled,
       "The future must be there until it is settled.")
{
    open_loop();
    futures_are_members();
    aw_task_drop(start_gathering(2, AW_FAIL_FAST));
    turn();
    aw_future_settle(&f, 3, NULL);
    aw_future_deinit(&f);
    memset(&f, 0xAA, sizeof(f));
    turn();
    aw_future_settle(&g, 4, NULL);
    run_all();
    EXPECT_SAID("G+0@0 3 4", "the first future was gone before it was heard");
    aw_future_init(&f, &loop, NULL);
    close_clean();
}
