/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* ---- Past ---------------------------------------------------------------*/

static int is_past(void *arg)
{
    struct aw_timeout t;
    int rc;

    (void)arg;
    aw_sleep(5 * AW_MS);
    aw_timeout_begin(&t, 2 * AW_MS);
    EXPECT_INT(loop.timers.live, 0, "began with a moment that is past: timers");
    rc = aw_await(&g, NULL);
    say_when(rc);
    return say_when(aw_timeout_end(&t, rc));
}

/* D48, D49 */
GRADED(timeout, a_limit_that_is_past_strikes_in_the_next_turn,
       "One that is past counts as over in the next turn")
{
    struct aw_handle handle;

    open_loop();
    launch("a", is_past, NULL);
    while (now_ms() < 5)
        turn();
    turn(); /* it goes on behind its sleep, and begins */
    push(&handle);
    EXPECT_SAID("", "began with a moment that is past");
    turn();
    EXPECT_SAID("h", "the turn in which it is over");
    turn();
    EXPECT_SAID("h a=ECANCELED@5 a=ETIMEDOUT@5", "and the next one");
    close_clean();
}

static struct aw_handle behind;

static int is_past_at_once(void *arg)
{
    struct aw_timeout t;
    int rc;

    (void)arg;
    aw_timeout_begin(&t, aw_from_now(0));
    push(&behind);
    rc = aw_yield(); /* behind that, in the same turn */
    say("%s", aw_timeout_expired(&t) ? "expired" : "not-expired");
    return say_when(aw_timeout_end(&t, rc));
}

GRADED(timeout, one_that_is_past_comes_in_its_place,
       "One that is past counts as over in the next turn")
{
    open_loop();
    launch("a", is_past_at_once, NULL);
    run_all();
    EXPECT_SAID("h expired a=ETIMEDOUT@0", "no time, and a yield");
    close_clean();
}

static int does_not_wait(void *arg)
{
    struct aw_timeout t;

    (void)arg;
    aw_future_resolve(&g, NULL);
    aw_timeout_begin(&t, aw_from_now(-AW_SEC));
    say_when(aw_await(&g, NULL));
    say_when(aw_timeout_end(&t, 4));
    EXPECT(!aw_timeout_expired(&t), "ended before any turn");
    return say_when(aw_yield());
}

/* D49 */
GRADED(timeout, what_does_not_suspend_is_not_stopped,
       "what does not suspend is not stopped")
{
    open_loop();
    launch("a", does_not_wait, NULL);
    run_all();
    EXPECT_SAID("a+0@0 a+4@0 a+0@0", "did not suspend within a past limit");
    close_clean();
}

/* ---- What the body says -------------------------------------------------*/

static int answer;

/* Runs out of time, and answers with something else than -ECANCELED. */
static int answers_late(void *arg)
{
    struct aw_timeout t;

    (void)arg;
    aw_timeout_begin(&t, aw_from_now(AW_MS));
    aw_sleep(10 * AW_MS);
    say_when(aw_timeout_end(&t, answer));
    EXPECT(aw_timeout_expired(&t), "ended it late");
    return say_when(aw_yield());
}

/* D47 */
GRADED(timeout, what_the_body_answers_says_more_than_a_limit,
       "rc is anything else: it stays as it is; an error says more than a "
       "limit, and who was done all the same is done")
{
    open_loop();
    answer = -EIO;
    launch("a", answers_late, NULL);
    run_all();
    answer = 3;
    launch("b", answers_late, NULL);
    run_all();
    EXPECT_SAID("a=EIO@1 a+0@1 b+3@2 b+0@2",
                "failed, and succeeded, after the time was up");
    close_clean();
}

static int works_too_long(void *arg)
{
    struct aw_timeout t;

    (void)arg;
    aw_timeout_begin(&t, aw_from_now(AW_MS));
    aw_sleep(AW_MS); /* the limit was first: it is queued behind the sleep */
    say_when(aw_timeout_end(&t, 1));
    say("%u", aw_cancelling(aw_task_self()));
    return say_when(aw_sleep(AW_MS));
}

/* D46 */
GRADED(timeout, a_limit_that_came_too_late_takes_its_request_back,
       "If the time was up, the request is taken back.")
{
    struct aw_task *task;

    open_loop();
    task = spawn("a", works_too_long, NULL);
    run_all();
    EXPECT_SAID("a+1@1 0 a+0@2", "was done in the moment of its limit");
    aw_task_drop(task);
    close_clean();
}

static int ends_asked(void *arg)
{
    struct aw_timeout t;

    (void)arg;
    aw_timeout_begin(&t, aw_from_now(0));
    aw_task_cancel(aw_task_self(), "by somebody else");
    aw_task_cancel(aw_task_self(), "and by another");
    aw_uncancel(aw_task_self());
    aw_await(&g, NULL); /* both have come when this returns */
    aw_task_cancel(aw_task_self(), "once more");
    say_when(aw_timeout_end(&t, 1));
    say("%u", aw_cancelling(aw_task_self()));
    return say_when(aw_yield());
}

GRADED(timeout, a_request_of_others_is_not_forgotten_with_its_own,
       "When it was the last one, a request that has not been delivered yet is "
       "forgotten.")
{
    open_loop();
    launch("a", ends_asked, NULL);
    run_all();
    EXPECT_SAID("a+1@0 2 a=ECANCELED@0",
                "asked by others, undelivered, and its time was up");
    close_clean();
}
