/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* ---- No time at all -----------------------------------------------------*/

static int waits_though_asked(void *arg)
{
    aw_task_cancel(aw_task_self(), "before");
    return waits(arg);
}

/* ---- What came earlier, and misuse --------------------------------------*/

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
