/* SPDX-License-Identifier: MIT */
#include "fixture.h"

static int outer_ms, inner_ms;

static int nested(void *arg)
{
    struct aw_timeout outer;
    int rc;

    (void)arg;
    aw_timeout_begin(&outer, aw_from_now(outer_ms * AW_MS));
    rc = sleep_within(50, inner_ms);
    say_when(aw_timeout_end(&outer, rc));
    say("%u", aw_cancelling(aw_task_self()));
    return 0;
}

GRADED(timeout, the_inner_limit_is_its_own,
       "Limits may stand inside of each other, as blocks do.")
{
    open_loop();
    outer_ms = 30;
    inner_ms = 10;
    launch("a", nested, NULL);
    run_all();
    EXPECT_SAID("a=ETIMEDOUT@10 a=ETIMEDOUT@10 0", "the inner one was up");
    close_clean();
}

static int nested_outer(void *arg)
{
    struct aw_timeout outer, inner;
    int rc;

    (void)arg;
    aw_timeout_begin(&outer, aw_from_now(outer_ms * AW_MS));
    aw_timeout_begin(&inner, aw_from_now(inner_ms * AW_MS));
    rc = say_when(aw_timeout_end(&inner, aw_sleep(50 * AW_MS)));
    say("%s", aw_timeout_expired(&inner) ? "both" : "outer");
    say_when(aw_timeout_end(&outer, rc));
    say("%u", aw_cancelling(aw_task_self()));
    return 0;
}

GRADED(timeout, the_outer_limit_goes_through_the_inner_one,
       "Limits may stand inside of each other, as blocks do.")
{
    open_loop();
    outer_ms = 10;
    inner_ms = 30;
    launch("a", nested_outer, NULL);
    run_all();
    EXPECT_SAID("a=ECANCELED@10 outer a=ETIMEDOUT@10 0",
                "the outer one was up");
    close_clean();
}

/* D42 */
GRADED(timeout, of_two_equal_limits_the_outer_one_tells,
       "Limits may stand inside of each other, as blocks do.")
{
    open_loop();
    outer_ms = inner_ms = 10;
    launch("a", nested_outer, NULL);
    run_all();
    EXPECT_SAID("a=ECANCELED@10 both a=ETIMEDOUT@10 0", "both were up");
    close_clean();
}

static int inner_is_caught(void *arg)
{
    struct aw_timeout outer;
    int rc;

    (void)arg;
    aw_timeout_begin(&outer, aw_from_now(20 * AW_MS));
    sleep_within(50, 10);
    rc = aw_sleep(50 * AW_MS); /* goes on, until the outer one is up */
    say_when(aw_timeout_end(&outer, rc));
    return 0;
}

/* D43 */
GRADED(timeout, after_the_inner_one_the_outer_one_still_counts,
       "Limits may stand inside of each other, as blocks do.")
{
    open_loop();
    launch("a", inner_is_caught, NULL);
    run_all();
    EXPECT_SAID("a=ETIMEDOUT@10 a=ETIMEDOUT@20", "caught the inner timeout");
    close_clean();
}

static int nests(void *arg)
{
    intptr_t left = (intptr_t)arg;
    struct aw_timeout t;
    int rc;

    if (left == 0)
        return aw_sleep(AW_SEC);
    aw_timeout_begin(&t, left == 1 ? aw_from_now(AW_MS) : AW_NEVER);
    rc = nests(num(left - 1));
    return aw_timeout_end(&t, rc);
}

/* C23 */
GRADED(timeout, a_thousand_may_be_nested,
       "Limits may stand inside of each other, as blocks do.")
{
    struct aw_task *task;

    open_loop();
    task = aw_spawn(&loop, nests, num(1000), AW_NAMED("a", .stack = 1 << 20));
    run_all();
    EXPECT_INT(task->future.result, -ETIMEDOUT, "the innermost of 1000 was up");
    aw_task_drop(task);
    close_clean();
}
