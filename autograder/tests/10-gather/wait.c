/* SPDX-License-Identifier: MIT */
/* Waiting for enough of them: when it ends, who counts, what it leaves. */
#include "fixture.h"

static struct {
    size_t n;
    enum aw_until until;
    aw_time limit;
} how;

/* Waits for `how.n` members, and says what they have come to. */
static int waits(void *arg)
{
    int rc = say_when(aw_wait(m, how.n, how.until, how.limit));

    (void)arg;
    say_members(how.n);
    return rc;
}

static struct aw_task *start_waiting(size_t n, enum aw_until until,
                                     aw_time limit)
{
    how.n = n;
    how.until = until;
    how.limit = limit;
    return spawn("W", waits, NULL);
}

static void open_three(int a, int b, int c)
{
    open_loop();
    start_job(0, 10, a);
    start_job(1, 20, b);
    start_job(2, 30, c);
}

static void end(int jobs)
{
    drop_jobs(jobs);
    close_clean();
}

/* ---- When it ends -------------------------------------------------------*/

GRADED(wait, for_all, "Wait until all members are settled")
{
    open_three(1, -EIO, 3);
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

GRADED(wait, its_limit_leaves_no_timer,
       "or `limit` has passed, whichever is first")
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

/* ---- Turns, and who counts ----------------------------------------------*/

GRADED(wait, it_waits_two_turns,
       "It waits two turns, even if there is nothing to wait for.")
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

/* ---- What it leaves -----------------------------------------------------*/

GRADED(wait, an_error_is_not_retrieved_by_waiting,
       "and no outcome is retrieved: an error still wants somebody who asks "
       "the future for it")
{
    open_three(-EIO, -EPIPE, 3);
    loop.on_error = note_name;
    aw_task_drop(start_waiting(3, AW_ALL_SETTLED, AW_NEVER));
    run_all();
    EXPECT_INT(aw_future_result(m[1].future, NULL), -EPIPE, "asked for one");
    forget();
    drop_jobs(3);
    EXPECT_SAID("reported-a-EIO", "and let all of them go");
    close_clean();
}

GRADED(wait, nor_is_the_one_that_it_was_waiting_for,
       "and no outcome is retrieved: an error still wants somebody who asks "
       "the future for it")
{
    open_three(-EIO, 2, 3);
    loop.on_error = note_name;
    aw_task_drop(start_waiting(3, AW_FIRST_FAILED, AW_NEVER));
    run_all();
    EXPECT_SAID("a=EIO@10 W+1@10 EIO - - b+2@20 c+3@30", "the first fails");
    forget();
    drop_jobs(3);
    EXPECT_SAID("reported-a-EIO", "and let all of them go");
    close_clean();
}

GRADED(wait, it_counts_as_one_who_awaits_them,
       "As long as this waits, it counts as one who awaits them.")
{
    struct aw_task *other;
    struct asker asker;

    open_loop();
    start_job(0, 10, 1);
    aw_task_drop(start_waiting(1, AW_ALL_SETTLED, AW_NEVER));
    other = spawn("O", awaits, m[0].future);
    ask_at(&asker, other, 5);
    run_all();
    EXPECT_SAID("O=ECANCELED a+1@10 W+1@10 1", "another one gave up at 5");
    aw_task_drop(other);
    end(1);
}

GRADED(wait, behind_it_it_does_not,
       "As long as this waits, it counts as one who awaits them.")
{
    struct aw_task *other;
    struct asker asker;

    open_loop();
    start_job(0, 10, 1);
    aw_task_drop(start_waiting(1, AW_ALL_SETTLED, 3 * AW_MS));
    other = spawn("O", awaits, m[0].future);
    ask_at(&asker, other, 5);
    run_all();
    EXPECT_SAID("W+0@3 - a=ECANCELED@5 O=ECANCELED",
                "another one gave up, when this one waited no more");
    aw_task_drop(other);
    end(1);
}

static int waits_often(void *arg)
{
    int rc = 0;

    for (intptr_t n = (intptr_t)arg; n > 0 && rc == 0; n--) {
        rc = aw_wait(m, 2, AW_FIRST_SETTLED, 0);
        if (!aw_list_empty(&f.watches) || f.awaits > 0)
            rc = -EBUSY;
    }
    return say_result(rc);
}

/* D11 */
GRADED(wait, ten_thousand_waits_leave_nothing,
       "When it returns no watch is left in any member")
{
    open_loop();
    futures_are_members();
    launch("W", waits_often, num(10000));
    run_all();
    run_all();
    run_all();
    EXPECT_SAID("W+0", "waited for a long one, over and over");
    expect_alone(&g);
    close_clean();
}

GRADED(wait, a_future_may_go_when_it_is_settled,
       "The future must be there until it is settled.")
{
    open_loop();
    futures_are_members();
    aw_task_drop(start_waiting(2, AW_FIRST_SETTLED, AW_NEVER));
    turn();
    aw_future_settle(&f, 3, NULL);
    aw_future_deinit(&f);
    memset(&f, 0xAA, sizeof(f));
    run_all();
    EXPECT_SAID("W+1@0 3 -", "the first was gone before it was heard");
    aw_future_init(&f, &loop, NULL);
    close_clean();
}

GRADED(wait, lazy_tasks_are_started, "Lazy tasks among them are started.")
{
    struct aw_task *lazy;

    open_loop();
    lazy = aw_spawn(&loop, passes, num(5), AW_NAMED("z", .lazy = true));
    m[0] = (struct aw_member){.future = &lazy->future};
    aw_task_drop(start_waiting(1, AW_ALL_SETTLED, AW_NEVER));
    run_all();
    EXPECT_SAID("z W+1@0 5", "waited for a lazy task");
    aw_task_drop(lazy);
    close_clean();
}

GRADED(wait, for_oneself_until_the_limit,
       "or `limit` has passed, whichever is first")
{
    struct aw_task *task;
    struct asker asker;

    open_loop();
    task = start_waiting(1, AW_ALL_SETTLED, 5 * AW_MS);
    m[0] = (struct aw_member){.future = &task->future};
    run_all();
    aw_task_drop(task);
    task = start_waiting(1, AW_ALL_SETTLED, AW_NEVER);
    m[0] = (struct aw_member){.future = &task->future};
    ask_at(&asker, task, 8);
    run_all();
    EXPECT_SAID("W+0@5 - W=ECANCELED@8 -", "waited for oneself, twice");
    aw_task_drop(task);
    close_clean();
}

/* ---- Misuse -------------------------------------------------------------*/

GRADED(wait, outside_of_a_task_is_misuse,
       "Misuse outside of a task, and with a future of another loop.")
{
    open_loop();
    futures_are_members();
    EXPECT_MISUSE(aw_wait(m, 2, AW_ALL_SETTLED, AW_NEVER), "outside",
                  "waited outside of a task");
}

static struct aw_loop other_loop;

static int waits_for_the_foreign(void *arg)
{
    (void)arg;
    EXPECT_MISUSE(aw_wait(m, 1, AW_ALL_SETTLED, AW_NEVER), "",
                  "waited for a future of another loop");
    return aw_sleep_until(AW_NEVER);
}

GRADED(wait, one_of_another_loop_is_misuse,
       "Misuse outside of a task, and with a future of another loop.")
{
    struct aw_future foreign;

    open_loop();
    EXPECT_INT(graded_loop_init(&other_loop, NULL), 0, "made another loop");
    aw_future_init(&foreign, &other_loop, NULL);
    m[0] = (struct aw_member){.future = &foreign};
    launch("W", waits_for_the_foreign, NULL);
    turn();
}
