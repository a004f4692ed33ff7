/* SPDX-License-Identifier: MIT */
#include "fixture.h"

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
       "not taken for the limit's, unless it has been taken back by then.")
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

    aw_task_cancel(aw_task_self(), "by itself");
    aw_timeout_begin(&t, aw_from_now(10 * AW_MS));
    say_when(aw_yield()); /* delivered, and dealt with */
    if (arg)
        aw_uncancel(aw_task_self());
    rc = aw_sleep(50 * AW_MS);
    return say_when(aw_timeout_end(&t, rc));
}

/* D45 */
GRADED(timeout, once_that_is_delivered_the_next_is_its_own,
       "A request from before that reaches the body only now stays one: it is "
       "not taken for the limit's, unless it has been taken back by then.")
{
    for (int back = 0; back < 2; back++) {
        open_loop();
        launch("a", hears_and_goes_on, num(back));
        run_all();
        EXPECT_SAID("a=ECANCELED@0 a=ETIMEDOUT@10",
                    "a request from before was delivered%s, and then time ran "
                    "out",
                    back ? ", and taken back" : "");
        forget();
        close_clean();
    }
}

static struct aw_task *repented;

static int takes_back(struct aw_handle *handle)
{
    (void)handle;
    aw_uncancel(repented);
    return 0;
}

/* The limit strikes, then the older request is taken back, then both would be
 * heard. */
static int asks_itself_and_repents(void *arg)
{
    struct aw_handle handle;
    struct aw_timeout t;
    int rc;

    (void)arg;
    repented = aw_task_self();
    aw_handle_init(&handle, takes_back);
    aw_task_cancel(repented, "by itself");
    aw_timeout_begin(&t, aw_from_now(0));
    aw_call_soon(repented->future.loop, &handle);
    rc = aw_sleep(50 * AW_MS);
    say_when(aw_timeout_end(&t, rc));
    say("%u", aw_cancelling(aw_task_self()));
    return 0;
}

GRADED(timeout, one_from_before_that_is_taken_back_counts_no_more,
       "A request from before that reaches the body only now stays one: it is "
       "not taken for the limit's, unless it has been taken back by then.")
{
    open_loop();
    launch("a", asks_itself_and_repents, NULL);
    run_all();
    EXPECT_SAID("a=ETIMEDOUT@0 0",
                "asked, ran out of time, and took the request back at once");
    close_clean();
}
