/* SPDX-License-Identifier: MIT */
/* Waiting for so long: nothing is lost, whatever comes in one turn. */
#include "fixture.h"

static struct aw_task *inner;
static int limit_ms;

static void released(void *value)
{
    say(value == &loop ? "released" : "released-something");
}

/* Waits for `inner`, for limit_ms. */
static int waits(void *arg)
{
    void *value = &arg;
    int rc =
        aw_wait_for_owned(&inner->future, limit_ms * AW_MS, &value, released);

    if (value)
        say("value");
    return say_when(rc);
}

static int gives(void *arg)
{
    int rc = aw_sleep((intptr_t)arg * AW_MS);

    aw_task_return(&loop);
    return rc < 0 ? rc : 4;
}

static void begin(aw_body fn, int takes, int limit)
{
    open_loop();
    inner = spawn("i", fn, num(takes));
    limit_ms = limit;
}

static void end(void)
{
    aw_task_drop(inner);
    close_clean();
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
       "Returns what aw_await returns, or -ETIMEDOUT.")
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

/* D25 */
GRADED(wait_for, no_time_for_one_that_has_not_begun,
       "a task that has not begun does not begin")
{
    open_loop();
    limit_ms = 0;
    inner = aw_spawn(&loop, cleans, num(9),
                     AW_NAMED("i", .lazy = true, .drop = say_dropped));
    launch("a", waits, NULL);
    run_all();
    EXPECT_SAID("dropped-9 a=ETIMEDOUT@0", "waited for no time");
    end();
}

/* D25 */
GRADED(wait_for, no_time_for_one_that_runs,
       "A limit of 0 or less gives no time at all: what is pending is given up "
       "at once")
{
    begin(cleans, 50, -5);
    turn();
    launch("a", waits, NULL);
    run_all();
    EXPECT_SAID("i-cleans@0 i=ECANCELED@3 a=ETIMEDOUT@3",
                "it was cancelled, and waited for");
    end();
    forget();
    begin(ignores, 50, 0);
    turn();
    launch("a", waits, NULL);
    run_all();
    EXPECT_SAID("i+7@0 a+7@0", "it was cancelled, and did not listen");
    end();
}

GRADED(wait_for, no_time_and_a_request,
       "With no time at all it does not: what was given up is left to itself "
       "then, and this returns at once.")
{
    struct asker asker;
    struct aw_task *task;

    begin(cleans, 50, 0);
    turn();
    task = spawn("a", waits, NULL);
    ask_at(&asker, task, 1);
    run_all();
    EXPECT_SAID("i-cleans@0 a=ECANCELED@1 i=ECANCELED@3",
                "it cleans up, and the one who waits is asked to end");
    EXPECT(aw_list_empty(&inner->future.watches), "and nobody watches it");
    aw_task_drop(task);
    end();
}

/* B11 */
GRADED(wait_for, others_who_wait_keep_it_alive,
       "it is cancelled as far as this task is concerned")
{
    for (limit_ms = 0; limit_ms <= 10; limit_ms += 10) {
        open_loop();
        inner = spawn("i", cleans, num(20));
        launch("b", awaits, &inner->future);
        turn();
        launch("a", waits, NULL);
        run_all();
        EXPECT_SAID(limit_ms ? "a=ETIMEDOUT@10 i+0@20 b+0"
                             : "a=ETIMEDOUT@0 i+0@20 b+0",
                    "waited for %d ms; somebody else waits as well", limit_ms);
        forget();
        end();
    }
}

GRADED(wait_for, no_time_and_a_value_that_is_not_handed_over,
       "given a value, NULL included, that arrived and is not handed over, "
       "because this task was asked to end")
{
    struct aw_task *task;

    begin(ignores, 50, 0);
    turn();
    task = spawn("a", waits, NULL);
    turn(); /* it gives up */
    turn(); /* what was given up returns a result */
    aw_task_cancel(task, "in the same turn");
    run_all();
    EXPECT_SAID("i+7@0 released-something a=ECANCELED@0",
                "asked when a result without a value had arrived");
    aw_task_drop(task);
    end();
}

static int waits_though_asked(void *arg)
{
    aw_task_cancel(aw_task_self(), "before");
    return waits(arg);
}

GRADED(wait_for, a_request_from_before_counts_as_well,
       "If this task was asked to end, that counts more.")
{
    for (limit_ms = 0; limit_ms <= 10; limit_ms += 10) {
        open_loop();
        inner = spawn("i", cleans, num(50));
        turn();
        launch("a", waits_though_asked, NULL);
        run_all();
        EXPECT_SAID(limit_ms ? "i-cleans@0 i=ECANCELED@3 a=ECANCELED@3"
                             : "i-cleans@0 a=ECANCELED@0 i=ECANCELED@3",
                    "asked, and then waits for %d ms", limit_ms);
        forget();
        end();
    }
}

static int waits_after_a_request(void *arg)
{
    say_when(aw_await(arg, NULL));
    return say_when(aw_wait_for(&g, 5 * AW_MS, NULL));
}

GRADED(wait_for, a_request_that_was_dealt_with_is_no_other,
       "Returns what aw_await returns, or -ETIMEDOUT.")
{
    struct aw_task *task;

    open_loop();
    task = spawn("a", waits_after_a_request, &f);
    turn();
    aw_task_cancel(task, "once");
    run_all();
    EXPECT_SAID("a=ECANCELED@0 a=ETIMEDOUT@5", "a request, and then a limit");
    aw_task_drop(task);
    close_clean();
}

static int waits_twice(void *arg)
{
    int rc = aw_wait_for(arg, 5 * AW_MS, NULL);

    say_when(rc);
    /* The watch still has the outcome of that. */
    rc = aw_wait_for(&g, 5 * AW_MS, NULL);
    return say_when(rc);
}

GRADED(wait_for, an_earlier_outcome_is_not_taken_for_this_one,
       "Returns what aw_await returns, or -ETIMEDOUT.")
{
    open_loop();
    launch("a", waits_twice, &f);
    turn();
    aw_future_resolve(&f, NULL);
    run_all();
    EXPECT_SAID("a+0@0 a=ETIMEDOUT@5", "one came, and one did not");
    close_clean();
}

static int waits_for_oneself(void *arg)
{
    return say_when(
        aw_wait_for(&aw_task_self()->future, (intptr_t)arg * AW_MS, NULL));
}

GRADED(wait_for, what_aw_await_refuses_is_refused,
       "Returns what aw_await returns, or -ETIMEDOUT.")
{
    open_loop();
    for (int limit = 0; limit <= 5; limit += 5)
        launch("a", waits_for_oneself, num(limit));
    run_all();
    EXPECT_SAID("a=EDEADLK@0 a=EDEADLK@0", "waited for oneself");
    close_clean();
}

GRADED(wait_for, outside_of_a_task_is_misuse,
       "What waits is misuse outside of a task.")
{
    open_loop();
    EXPECT_MISUSE(aw_wait_for(&f, AW_MS, NULL), "", "waited outside of a task");
}

/* ---- In any order -------------------------------------------------------*/

enum { PAIRS = 12 };

static struct aw_future box[PAIRS];
static struct aw_timer giving[PAIRS];
static int tokens; /* values that nobody has taken */

static void take_token(void *value)
{
    tokens -= value != NULL;
}

static int has_come(struct aw_handle *handle)
{
    struct aw_timer *timer = aw_container_of(handle, struct aw_timer, handle);

    tokens += aw_future_settle(&box[timer - giving], 0, &tokens);
    return 0;
}

/* Who begins first decides which comes first: the value, or the limit. */
static int will_give(void *arg)
{
    intptr_t i = (intptr_t)arg;

    aw_timer_init(&giving[i], has_come);
    aw_call_at(&loop, &giving[i], (1 + i % 3) * AW_MS);
    return 0;
}

static int waits_two_ms(void *arg)
{
    void *value;
    int rc =
        aw_wait_for_owned(&box[(intptr_t)arg], 2 * AW_MS, &value, take_token);

    if (rc >= 0)
        take_token(value);
    return 0;
}

GRADED_ORDER_FREE(wait_for, no_value_is_lost_in_any_order,
                  "Neither an outcome nor a request is lost.")
{
    tokens = 0;
    open_loop();
    for (int i = 0; i < PAIRS; i++) {
        aw_future_init(&box[i], &loop, NULL);
        launch("giver", will_give, num(i));
        launch("taker", waits_two_ms, num(i));
    }
    run_all();
    EXPECT_INT(tokens, 0, "gave twelve values to those who wait for them");
    for (int i = 0; i < PAIRS; i++)
        aw_future_deinit(&box[i]);
    close_clean();
}
