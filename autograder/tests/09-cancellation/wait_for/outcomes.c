/* SPDX-License-Identifier: MIT */
#include "fixture.h"

static int gives(void *arg)
{
    int rc = aw_sleep((intptr_t)arg * AW_MS);

    aw_task_return(&loop);
    return rc < 0 ? rc : 4;
}

GRADED(wait_for, who_is_in_time_is_handed_over,
       "Wait for `future`, for at most `limit`, and retrieve the outcome.")
{
    begin(gives, 5, 10);
    launch("a", waits, NULL);
    run_all();
    EXPECT_SAID("value a+4@5", "waited for 5 of 10 ms");
    end();
}

GRADED(wait_for, what_is_settled_does_not_suspend,
       "Returns what aw_await "
       "returns, or -ETIMEDOUT.")
{
    struct aw_handle handle;

    for (int limit = -1; limit < 2; limit++) {
        begin(gives, 1, limit);
        run_all();
        launch("a", waits, NULL);
        push(&handle);
        run_all();
        EXPECT_SAID("value a+4@1 h", "it had ended; a limit of %d ms", limit);
        forget();
        end();
    }
}

/* D20 */
GRADED(wait_for, who_is_late_has_cleaned_up_when_it_is_told,
       "that is waited for: a task has cleaned up when this returns")
{
    begin(cleans, 50, 10);
    launch("a", waits, NULL);
    run_all();
    EXPECT_SAID("i-cleans@10 i=ECANCELED@13 a=ETIMEDOUT@13",
                "waited for 10 of 50 ms");
    end();
}

static int fails_cleaning(void *arg)
{
    int rc = aw_sleep((intptr_t)arg * AW_MS);

    return rc < 0 ? -EIO : 0;
}

/* D21 */
GRADED(wait_for, an_error_of_the_clean_up_comes_out,
       "so does what a task returns or fails with although it was cancelled")
{
    begin(fails_cleaning, 50, 10);
    launch("a", waits, NULL);
    run_all();
    EXPECT_SAID("a=EIO@10", "the clean-up failed");
    end();
}

/* D22 */
GRADED(wait_for, a_result_that_came_all_the_same_is_handed_over,
       "so does what a task returns or fails with although it was cancelled")
{
    begin(ignores, 50, 10);
    launch("a", waits, NULL);
    run_all();
    EXPECT_SAID("i+7@10 a+7@10", "it did not listen");
    end();
}

/* D23 */
GRADED(wait_for, a_request_in_the_turn_of_the_outcome_is_not_lost,
       "If this task was asked to end, that counts more.")
{
    struct aw_task *task;

    begin(gives, 5, 10);
    task = spawn("a", waits, NULL);
    while (!aw_future_done(&inner->future))
        turn();
    aw_task_cancel(task, "in the same turn");
    run_all();
    EXPECT_SAID("released a=ECANCELED@5", "asked when the value had arrived");
    aw_task_drop(task);
    end();
}

/* D24 */
GRADED(wait_for, a_request_reaches_what_is_awaited,
       "If this task is asked to end meanwhile, that reaches what is awaited, "
       "as with aw_await, and breaks off its clean-up.")
{
    struct asker asker;
    struct aw_task *task;

    begin(cleans, 50, 100);
    task = spawn("a", waits, NULL);
    ask_at(&asker, task, 5);
    run_all();
    EXPECT_SAID("i-cleans@5 i=ECANCELED@8 a=ECANCELED@8",
                "asked the one who waits to end");
    aw_task_drop(task);
    end();
}

static int answer;

static int resolves(struct aw_handle *handle)
{
    (void)handle;
    aw_future_settle(&f, answer, &loop);
    return 0;
}

static int waits_for_f(void *arg)
{
    void *value = arg;
    int rc = aw_wait_for_owned(&f, 10 * AW_MS, &value, released);

    if (value)
        say("value");
    return say_when(rc);
}

/* f is settled at 10 ms, in the turn of the limit and before it. */
static struct aw_task *settle_with_the_limit(int result)
{
    static struct aw_timer timer;
    struct aw_task *task;

    open_loop();
    answer = result;
    aw_timer_init(&timer, resolves);
    aw_call_at(&loop, &timer, 10 * AW_MS); /* started before the limit is */
    task = spawn("a", waits_for_f, NULL);
    return task;
}

GRADED(wait_for, an_outcome_of_the_last_turn_counts,
       "A value or an error counts if it comes before the limit strikes, be it "
       "in the same turn")
{
    aw_task_drop(settle_with_the_limit(4));
    run_all();
    EXPECT_SAID("value a+4@10", "a value, and then the limit");
    close_clean();
    forget();
    aw_task_drop(settle_with_the_limit(-EIO));
    run_all();
    EXPECT_SAID("a=EIO@10", "an error, and then the limit");
    close_clean();
}

GRADED(wait_for, a_request_counts_more_than_both,
       "If this task was asked to end, that counts more.")
{
    struct asker asker;
    struct aw_task *task = settle_with_the_limit(4);

    turn();
    ask_at(&asker, task, 10);
    run_all();
    EXPECT_SAID("released a=ECANCELED@10", "a value, the limit, and a request");
    EXPECT_INT(aw_cancelling(task), 1, "and looked at the requests");
    aw_task_drop(task);
    close_clean();
}

GRADED(wait_for, an_outcome_behind_the_limit_is_too_late,
       "A value or an error counts if it comes before the limit strikes, be it "
       "in the same turn")
{
    struct aw_timer timer;

    open_loop();
    answer = 4;
    launch("a", waits_for_f, NULL);
    turn();
    aw_timer_init(&timer, resolves);
    aw_call_at(&loop, &timer, 10 * AW_MS); /* behind the limit */
    run_all();
    EXPECT_SAID("a=ETIMEDOUT@10", "the limit, and then a value");
    close_clean();
}
