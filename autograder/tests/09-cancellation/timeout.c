/* SPDX-License-Identifier: MIT */
/* Limits in time: whose request was it? */
#include "fixture.h"

/* Sleeps for `ms` within `limit` milliseconds, and says what has come of it. */
static int sleep_within(int ms, int limit)
{
    struct aw_timeout t;
    int rc;

    aw_timeout_begin(&t, aw_from_now(limit * AW_MS));
    rc = aw_sleep(ms * AW_MS);
    rc = aw_timeout_end(&t, rc);
    say_when(rc);
    EXPECT_INT(aw_timeout_expired(&t), ms > limit, "slept for %d ms of %d", ms,
               limit);
    return rc;
}

static int is_in_time(void *arg)
{
    (void)arg;
    sleep_within(5, 10);
    EXPECT_INT(loop.timers.live, 0, "ended in time: timers");
    sleep_within(1, 2);
    return 0;
}

GRADED(timeout, who_is_in_time_notices_nothing, "Returns -ETIMEDOUT, or `rc`.")
{
    open_loop();
    launch("a", is_in_time, NULL);
    run_all();
    EXPECT_SAID("a+0@5 a+0@6", "slept within a limit, twice");
    close_clean();
}

static int is_late(void *arg)
{
    (void)arg;
    sleep_within(50, 10);
    EXPECT_INT(aw_cancelling(aw_task_self()), 0, "ran out of time: requests");
    EXPECT_STR(aw_task_self()->reason, "timeout", "why was it asked to end?");
    sleep_within(50, 10);
    return say_when(aw_sleep(5 * AW_MS));
}

/* D40 */
GRADED(timeout, who_is_late_is_told,
       "nobody else has asked since the begin: "
       "-ETIMEDOUT")
{
    open_loop();
    launch("a", is_late, NULL);
    run_all();
    EXPECT_SAID("a=ETIMEDOUT@10 a=ETIMEDOUT@20 a+0@25",
                "ran out of time twice, and went on");
    close_clean();
}

static int has_no_limit(void *arg)
{
    struct aw_timeout t;

    (void)arg;
    aw_timeout_begin(&t, AW_NEVER);
    EXPECT_INT(loop.timers.live, 0, "began without a limit: timers");
    aw_sleep(3600 * AW_SEC);
    EXPECT_INT(aw_timeout_end(&t, 5), 5, "ended it an hour later");
    return 0;
}

GRADED(timeout, never_is_no_limit, "AW_NEVER: no limit.")
{
    open_loop();
    launch("a", has_no_limit, NULL);
    close_clean();
}

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
GRADED(timeout, an_error_says_more_than_a_limit,
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
GRADED(timeout, a_request_that_came_too_late_is_forgotten,
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

/* ---- Others who ask -----------------------------------------------------*/

/* Ends as it is told, so that nothing is swallowed. */
static int limited_and_obeys(void *arg)
{
    struct aw_timeout t;
    int rc;

    aw_timeout_begin(&t, aw_from_now((intptr_t)arg * AW_MS));
    rc = aw_sleep(50 * AW_MS);
    rc = aw_timeout_end(&t, rc);
    say("%s", aw_timeout_expired(&t) ? "expired" : "not-expired");
    return say_when(rc);
}

/* D40 */
GRADED(timeout, a_request_from_outside_is_no_timeout,
       "rc is -ECANCELED, and somebody has: it stays -ECANCELED, for he means "
       "more")
{
    struct asker asker;
    struct aw_task *task;

    open_loop();
    task = spawn("a", limited_and_obeys, num(10));
    ask_at(&asker, task, 5);
    run_all();
    EXPECT_SAID("not-expired a=ECANCELED@5", "asked before the time was up");
    EXPECT_INT(aw_cancelling(task), 1, "asked before the time was up");
    aw_task_drop(task);
    close_clean();
}

/* D41 */
GRADED(timeout, a_request_from_outside_counts_more,
       "rc is -ECANCELED, and somebody has: it stays -ECANCELED, for he means "
       "more")
{
    struct asker asker;
    struct aw_task *task;

    for (int first = 0; first < 2; first++) {
        open_loop();
        task = spawn("a", limited_and_obeys, num(10));
        if (first)
            ask_at(&asker, task, 10); /* before the limit has begun */
        turn();
        if (!first)
            ask_at(&asker, task, 10);
        run_all();
        EXPECT_SAID("expired a=ECANCELED@10", "asked when the time was up, %s",
                    first ? "just before" : "just behind");
        EXPECT_INT(aw_cancelling(task), 1, "and looked at the requests");
        forget();
        aw_task_drop(task);
        close_clean();
    }
}

static int cleans_within_a_limit(void *arg)
{
    int rc = aw_await(arg, NULL);

    say_when(rc);
    sleep_within(50, 10);
    say("%u", aw_cancelling(aw_task_self()));
    return rc;
}

/* D44 */
GRADED(timeout, it_may_begin_after_a_request,
       "nobody else has asked since the begin: -ETIMEDOUT")
{
    struct aw_task *task;

    open_loop();
    task = spawn("a", cleans_within_a_limit, &f);
    turn();
    aw_task_cancel(task, "once");
    run_all();
    EXPECT_SAID("a=ECANCELED@0 a=ETIMEDOUT@10 1",
                "cleaned up within a limit, after a request");
    aw_task_drop(task);
    close_clean();
}

static int asks_itself_first(void *arg)
{
    struct aw_timeout t;
    int rc;

    aw_task_cancel(aw_task_self(), "by itself");
    aw_timeout_begin(&t, aw_from_now((intptr_t)arg * AW_MS));
    rc = aw_sleep(50 * AW_MS);
    say_when(aw_timeout_end(&t, rc));
    say("%s-%u", aw_timeout_expired(&t) ? "expired" : "not-expired",
        aw_cancelling(aw_task_self()));
    return 0;
}

/* D45 */
GRADED(timeout, a_request_from_before_is_not_taken_for_its_own,
       "A request from before that reaches the body only now stays one: it is "
       "not taken for the limit's.")
{
    open_loop();
    launch("a", asks_itself_first, num(0));
    run_all();
    EXPECT_SAID("a=ECANCELED@0 expired-1",
                "asked, and then a limit of no time");
    forget();
    launch("b", asks_itself_first, num(10));
    run_all();
    EXPECT_SAID("b=ECANCELED@0 not-expired-1",
                "asked, and then a limit of 10 ms");
    close_clean();
}

static int hears_and_goes_on(void *arg)
{
    struct aw_timeout t;
    int rc;

    (void)arg;
    aw_task_cancel(aw_task_self(), "by itself");
    aw_timeout_begin(&t, aw_from_now(10 * AW_MS));
    say_when(aw_yield()); /* delivered, and dealt with */
    aw_uncancel(aw_task_self());
    rc = aw_sleep(50 * AW_MS);
    return say_when(aw_timeout_end(&t, rc));
}

/* D45 */
GRADED(timeout, once_that_is_delivered_the_next_is_its_own,
       "A request from before that reaches the body only now stays one: it is "
       "not taken for the limit's.")
{
    open_loop();
    launch("a", hears_and_goes_on, NULL);
    run_all();
    /* Taken back inside: there are fewer than at the begin. */
    EXPECT_SAID("a=ECANCELED@0 a=ETIMEDOUT@10",
                "a request from before was delivered, and then time ran out");
    close_clean();
}

/* ---- Limits inside of limits --------------------------------------------*/

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

/* ---- Moved --------------------------------------------------------------*/

static struct aw_timeout *shared;
static aw_time moved_to;

static int moves(struct aw_handle *handle)
{
    (void)handle;
    say("moved-%s@%d", aw_error_name(aw_timeout_move(shared, moved_to)),
        now_ms());
    if (shared->state == AW_TIMEOUT_EXPIRING)
        EXPECT_INT(shared->when, 10 * AW_MS, "moved it when its time was up");
    return 0;
}

static int can_be_moved(void *arg)
{
    struct aw_timeout t;
    int rc;

    shared = &t;
    aw_timeout_begin(&t, aw_from_now(10 * AW_MS));
    EXPECT_INT(t.when, 10 * AW_MS, "began");
    rc = aw_sleep((intptr_t)arg * AW_MS);
    return say_when(aw_timeout_end(&t, rc));
}

static const struct {
    int at, to;
    const char *said;
} move[] = {
    {5, 20, "moved-OK@5 a=ETIMEDOUT@20"}, {5, 7, "moved-OK@5 a=ETIMEDOUT@7"},
    {5, 2, "moved-OK@5 a=ETIMEDOUT@5"},   {5, 5, "moved-OK@5 a=ETIMEDOUT@5"},
    {5, 1000, "moved-OK@5 a+0@50"},
};

/* D48 */
GRADED(timeout, it_can_be_moved,
       "Move the limit, to an earlier or later moment, past or AW_NEVER.")
{
    struct aw_timer timer;

    for (size_t i = 0; i < sizeof(move) / sizeof(*move); i++) {
        open_loop();
        launch("a", can_be_moved, num(50));
        aw_timer_init(&timer, moves);
        aw_call_at(&loop, &timer, move[i].at * AW_MS);
        moved_to = move[i].to == 1000 ? AW_NEVER : move[i].to * AW_MS;
        run_all();
        EXPECT_SAID(move[i].said, "a limit of 10 ms, moved at %d ms to %d",
                    move[i].at, move[i].to);
        forget();
        close_clean();
    }
}

/* D48 */
GRADED(timeout, when_its_time_is_up_it_cannot_be_moved,
       "Returns 0, or -ETIMEDOUT when its time is up: then nothing changes.")
{
    struct aw_timer timer;

    open_loop();
    launch("a", can_be_moved, num(50));
    turn();
    aw_timer_init(&timer, moves);
    aw_call_at(&loop, &timer, 10 * AW_MS);
    moved_to = 30 * AW_MS;
    run_all();
    EXPECT_SAID("moved-ETIMEDOUT@10 a=ETIMEDOUT@10",
                "moved when the time was up");
    close_clean();
}

static int asked_and_moves(void *arg)
{
    struct aw_timeout t;
    int rc;

    aw_timeout_begin(&t, aw_from_now(10 * AW_MS));
    aw_task_cancel(aw_task_self(), "inside");
    if (arg)
        say_when(aw_yield());
    aw_timeout_move(&t, arg ? aw_from_now(5 * AW_MS) : aw_from_now(0));
    rc = aw_sleep(50 * AW_MS);
    return say_when(aw_timeout_end(&t, rc));
}

GRADED(timeout, a_move_is_no_begin,
       "nobody else has asked since the begin: -ETIMEDOUT")
{
    open_loop();
    launch("a", asked_and_moves, num(1));
    run_all();
    EXPECT_SAID("a=ECANCELED@0 a=ECANCELED@5",
                "asked inside, moved, and ran out of time");
    close_clean();
}

static int pending_and_moves(void *arg)
{
    struct aw_timeout t;
    int rc;

    (void)arg;
    aw_task_cancel(aw_task_self(), "before");
    aw_timeout_begin(&t, AW_NEVER);
    aw_timeout_move(&t, aw_from_now(0));
    rc = aw_sleep(50 * AW_MS);
    return say_when(aw_timeout_end(&t, rc));
}

/* D45 */
GRADED(timeout, a_move_forgets_no_request_from_before,
       "A request from before that reaches the body only now stays one: it is "
       "not taken for the limit's.")
{
    open_loop();
    launch("a", pending_and_moves, NULL);
    run_all();
    EXPECT_SAID("a=ECANCELED@0", "asked before, began, moved to now");
    close_clean();
}

static int moves_late(void *arg)
{
    struct aw_timeout t;

    aw_timeout_begin(&t, aw_from_now(0));
    if (arg)
        aw_yield();
    aw_timeout_end(&t, 0);
    EXPECT_MISUSE(aw_timeout_move(&t, 0), "", "moved one that ended");
    EXPECT_MISUSE(aw_timeout_end(&t, 0), "", "ended it twice");
    return 0;
}

/* D48 */
GRADED(timeout, one_that_has_ended_is_over, "Misuse when it is not open")
{
    open_loop();
    launch("a", moves_late, NULL);
    turn();
}

/* D48 */
GRADED(timeout, one_that_has_expired_and_ended_is_over,
       "Misuse when it is not open")
{
    open_loop();
    launch("a", moves_late, num(1));
    turn();
    turn();
}

/* ---- Misuse -------------------------------------------------------------*/

static int begins_twice(void *arg)
{
    struct aw_timeout t;

    (void)arg;
    aw_timeout_begin(&t, AW_NEVER);
    EXPECT_MISUSE(aw_timeout_begin(&t, AW_NEVER), "",
                  "began the same one twice");
    return aw_timeout_end(&t, 0);
}

/* D48 */
GRADED(timeout, beginning_twice_is_misuse,
       "Misuse outside of a task, and while `limit` is begun already.")
{
    struct aw_timeout t;

    EXPECT_MISUSE(aw_timeout_begin(&t, AW_NEVER), "",
                  "began a limit outside of a task");
    open_loop();
    launch("a", begins_twice, NULL);
    turn();
}

static int ends_in_the_wrong_order(void *arg)
{
    struct aw_timeout outer, inner;

    (void)arg;
    aw_timeout_begin(&outer, AW_NEVER);
    aw_timeout_begin(&inner, AW_NEVER);
    EXPECT_MISUSE(aw_timeout_end(&outer, 0), "opposite order",
                  "ended the outer one first");
    aw_timeout_end(&inner, 0);
    return aw_timeout_end(&outer, 0);
}

/* C24 */
GRADED(timeout, ending_in_the_wrong_order_is_misuse,
       "Misuse while a scope is open that was begun inside of it, and when it "
       "is not open in this task.")
{
    open_loop();
    launch("a", ends_in_the_wrong_order, NULL);
    turn();
}

static int ends_anothers(void *arg)
{
    (void)arg;
    EXPECT_MISUSE(aw_timeout_end(shared, 0), "",
                  "ended the limit of another task");
    return 0;
}

/* C24 */
GRADED(timeout, ending_anothers_is_misuse,
       "Misuse while a scope is open that was begun inside of it, and when it "
       "is not open in this task.")
{
    open_loop();
    launch("a", can_be_moved, num(5));
    launch("b", ends_anothers, NULL);
    turn();
    close_clean();
}

static int returns_inside(void *arg)
{
    struct aw_timeout t;

    (void)arg;
    aw_timeout_begin(&t, aw_from_now(AW_SEC));
    aw_yield();
    return 0;
}

GRADED(timeout, returning_inside_of_one_is_misuse,
       "a body that returns inside of one is told which, and that is misuse")
{
    open_loop();
    launch("a", returns_inside, NULL);
    turn();
    EXPECT_MISUSE(turn(), "was begun at", "forgot to end a limit");
}

/* ---- Many ---------------------------------------------------------------*/

static int late_inside, late_outside;

/* Sleeps for 5 ms within `arg`, and then too long within 20 of them. */
static int is_late_twice(void *arg)
{
    struct aw_timeout outer, inner;
    int rc;

    aw_timeout_begin(&outer, aw_from_now(20 * AW_MS));
    aw_timeout_begin(&inner, aw_from_now((intptr_t)arg * AW_MS));
    rc = aw_sleep(5 * AW_MS);
    late_inside += aw_timeout_end(&inner, rc) == -ETIMEDOUT;
    rc = aw_sleep(30 * AW_MS);
    late_outside += aw_timeout_end(&outer, rc) == -ETIMEDOUT;
    return 0;
}

GRADED_ORDER_FREE(timeout, each_is_told_of_its_own_limit,
                  "Limits may stand inside of each other, as blocks do.")
{
    late_inside = late_outside = 0;
    open_loop();
    for (int i = 0; i < 20; i++)
        launch("a", is_late_twice, num(i % 10 < 5 ? 3 : 7));
    run_all();
    EXPECT_INT(late_inside, 10, "ten of twenty had less than they needed");
    EXPECT_INT(late_outside, 20, "and all of them were late in the end");
    close_clean();
}

static int too_slow;

static int is_too_slow(void *arg)
{
    struct aw_timeout t;
    int rc;

    (void)arg;
    aw_timeout_begin(&t, aw_from_now(50 * AW_MS));
    rc = aw_sleep(AW_SEC);
    too_slow += aw_timeout_end(&t, rc) == -ETIMEDOUT;
    return 0;
}

/* D50 */
GRADED(timeout, ten_thousand_run_out_of_time_at_once,
       "When the moment comes the task is asked to end")
{
    open_loop();
    for (int i = 0; i < 10000; i++)
        launch("a", is_too_slow, NULL);
    run_all();
    EXPECT_INT(too_slow, 10000, "slept for a second within 50 ms");
    EXPECT_INT(now_ms(), 50, "and looked at the clock");
    close_clean();
}

static struct graded_alloc memory;

static int many_in_time(void *arg)
{
    size_t before = memory.calls;

    for (intptr_t n = (intptr_t)arg; n > 0; n--) {
        struct aw_timeout t;

        aw_timeout_begin(&t, aw_from_now(AW_SEC));
        aw_yield();
        aw_timeout_end(&t, 0);
    }
    EXPECT_INT(memory.calls, before, "a thousand limits: requests for memory");
    return 0;
}

GRADED_ORDER_FREE(timeout, none_of_it_allocates,
                  "Nothing allocates but aw_clean_up, which spawns a task.")
{
    graded_alloc_init(&memory);
    open_loop_with(&memory.alloc);
    launch("a", is_in_time, NULL); /* the heap has room now */
    run_all();
    launch("b", many_in_time, num(1000));
    close_clean();
}
