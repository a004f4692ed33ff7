/* SPDX-License-Identifier: MIT */
#include "fixture.h"

GRADED(
    cancel, who_yields_hears_of_it_in_the_next_turn,
    "If it is woken already, or yields, that call returns -ECANCELED all the "
    "same.")
{
    open_loop();
    task = spawn("a", yields, num(5));
    launch("b", yields, num(2));
    turn();
    cancel(task);
    turn();
    EXPECT_SAID("a1 b1 a=ECANCELED b2", "asked it to end while it yields");
}

static int cancels_itself(void *arg)
{
    aw_task_cancel(aw_task_self(), NULL);
    say("on");
    return (int)(intptr_t)arg;
}

/* C6 */
GRADED(cancel, a_result_with_a_request_undelivered_is_cancelled,
       "One whose body returns 0 or more with a request undelivered has been "
       "cancelled")
{
    struct aw_task *failed, *zero;

    open_loop();
    task = spawn("a", cancels_itself, num(5));
    failed = spawn("b", cancels_itself, num(-EIO));
    zero = spawn("c", cancels_itself, num(0));
    turn();
    EXPECT_SAID("on on on", "three have asked themselves to end, and end");
    EXPECT_INT(task->future.state, AW_CANCELLED,
               "a asked itself to end, and returned 5");
    EXPECT_INT(zero->future.state, AW_CANCELLED,
               "c asked itself to end, and returned 0");
    EXPECT(!task->must_cancel, "nothing is left to be delivered");
    EXPECT_INT(aw_future_result(&failed->future, NULL), -EIO,
               "b asked itself to end, and returned -EIO");
}

static int cancels_itself_and_joins(void *arg)
{
    struct aw_task *child = spawn("child", awaits, arg);

    aw_yield();
    aw_task_cancel(aw_task_self(), NULL);
    say_result(aw_await(&child->future, NULL));
    return say_result(aw_join(child, NULL));
}

/* C7 */
GRADED(cancel, a_pending_request_reaches_what_is_awaited,
       "it begins to wait, and what it waits for is cancelled")
{
    open_loop();
    task = spawn("a", cancels_itself_and_joins, &f);
    turn();
    turn();
    EXPECT_INT(f.state, AW_CANCELLED, "a has begun to wait for its child");
    EXPECT_SAID("", "which has not heard of it yet");
    run_all();
    EXPECT_SAID("child=ECANCELED a=ECANCELED a=ECANCELED",
                "first the child ends, then a goes on");
}

GRADED(cancel, a_pending_request_is_handed_over,
       "returns -ECANCELED when that is over, or whatever came of it")
{
    struct aw_task *inner;

    open_loop();
    inner = spawn("inner", survives, &f);
    turn();
    launch("a", cancels_itself_and_awaits, inner);
    run_all();
    EXPECT_SAID("inner=ECANCELED a+6 a+0",
                "a awaits one that catches the request");
}

GRADED(cancel, a_pending_request_leaves_others_alone,
       "what it waits for is cancelled as far as this task is concerned")
{
    open_loop();
    launch("b", awaits, &f);
    launch("a", cancels_itself_and_awaits, &f);
    turn();
    EXPECT_INT(f.state, AW_PENDING, "a began to wait for what b awaits");
    aw_future_settle(&f, 3, NULL);
    run_all();
    EXPECT_SAID("a=ECANCELED b+3 a+0", "and then it was settled");
}

static int awaits_the_settled(void *arg)
{
    aw_task_cancel(aw_task_self(), NULL);
    say_result(aw_await(arg, NULL));
    say_result(aw_yield());
    say_result(aw_yield());
    return 0;
}

GRADED(cancel, what_is_settled_delivers_no_request,
       "What is settled already does not suspend, even if a request to cancel "
       "is pending: that is delivered by the next call that suspends.")
{
    open_loop();
    aw_future_settle(&f, 3, NULL);
    launch("a", awaits_the_settled, &f);
    run_all();
    EXPECT_SAID("a+3 a=ECANCELED a+0", "awaited with a request pending");
}

static int awaits_itself_cancelled(void *arg)
{
    (void)arg;
    aw_task_cancel(aw_task_self(), NULL);
    return say_result(aw_await(&aw_task_self()->future, NULL));
}

GRADED(cancel, a_refusal_delivers_a_request,
       "A wait that is refused delivers a request that is pending.")
{
    open_loop();
    launch("a", awaits_itself_cancelled, NULL);
    run_all();
    EXPECT_SAID("a=ECANCELED", "awaited itself with a request pending");
}
