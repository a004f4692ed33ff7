/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* ---- The end ------------------------------------------------------------*/

static int returns_a_value(void *arg)
{
    aw_task_return(num(1));
    aw_task_return(arg);
    return 4;
}

GRADED(task, its_future_is_settled_with_what_the_body_returns,
       "it is settled with what the body returns")
{
    struct aw_task *task;
    void *value;

    open_loop();
    task = spawn("a", returns_a_value, num(9));
    turn();
    EXPECT_INT(aw_future_result(&task->future, &value), 4, "it returned 4");
    EXPECT_PTR(value, num(9), "and set a value, twice");
}

static int fails_with_a_value(void *arg)
{
    aw_task_return(num(1));
    return (int)(intptr_t)arg;
}

GRADED(task, a_negative_result_is_an_error,
       "Returns 0 or more, which is its result, or a negative error code, with "
       "which it has failed.")
{
    struct aw_task *failed, *cancelled;
    void *value;

    open_loop();
    failed = spawn("a", fails_with_a_value, num(-EIO));
    cancelled = spawn("b", fails_with_a_value, num(-ECANCELED));
    turn();
    EXPECT_INT(failed->future.state, AW_FAILED, "its body returned -EIO");
    EXPECT_INT(aw_future_result(&failed->future, &value), -EIO,
               "and asked for its result");
    EXPECT_PTR(value, NULL, "it had set a value before it failed");
    EXPECT_INT(cancelled->future.state, AW_CANCELLED,
               "its body returned -ECANCELED");
}

GRADED(
    task, it_is_live_until_it_has_ended,
    "It is its loop's youngest live task, and counts in live[AW_TASKS] until "
    "it has ended.")
{
    struct aw_task *a, *b;

    open_loop();
    a = spawn("a", passes, NULL);
    b = spawn("b", yields, num(1));
    EXPECT_INT(loop.live[AW_TASKS], 2, "spawned two tasks");
    turn();
    EXPECT_INT(loop.live[AW_TASKS], 1, "one of them has ended, and is held");
    turn();
    EXPECT_INT(loop.live[AW_TASKS], 0, "both have ended");
    aw_task_drop(a);
    aw_task_drop(b);
    EXPECT_INT(loop.live[AW_TASKS], 0, "and nobody holds them");
}

/* A60, 2.11: a callback that logs how a task ended. */
GRADED(task, whoever_watches_is_told_how_it_ended,
       "So everything that waits for futures waits for tasks.")
{
    struct ear a, b, c;

    open_loop();
    listen_to(&a, "a", &spawn("a", passes, num(3))->future);
    listen_to(&b, "b", &spawn("b", passes, num(-EIO))->future);
    listen_to(&c, "c", &spawn("c", passes, num(-ECANCELED))->future);
    turn();
    EXPECT_SAID("a b c", "three tasks have ended");
    turn();
    EXPECT_SAID("a b c a+3 b=EIO c=ECANCELED", "and a turn later");
}

/* ---- Who holds it -------------------------------------------------------*/

/* C18 */
GRADED(task, a_task_that_nobody_holds_goes_on,
       "If it has not ended it goes on all the same.")
{
    open_loop();
    launch("a", yields, num(2));
    run_all();
    EXPECT_SAID("a1 a2", "let go of a task that had not begun");
    EXPECT_INT(loop.live[AW_STACKS], 0, "and it has gone");
}

GRADED(task, an_ended_task_stays_while_it_is_held,
       "A task that has ended and that nobody holds is freed")
{
    struct aw_task *task;

    open_loop();
    task = spawn("a", passes, num(5));
    aw_task_hold(task);
    run_all();
    EXPECT_INT(loop.live[AW_STACKS], 1, "it has ended, and is held twice");
    aw_task_drop(task);
    EXPECT_INT(loop.live[AW_STACKS], 1, "let go once");
    EXPECT_INT(aw_future_result(&task->future, NULL), 5, "let go once");
    EXPECT_STR(task->name, "a", "let go once");
    aw_task_drop(task);
    EXPECT_INT(loop.live[AW_STACKS], 0, "let go twice");
    EXPECT_INT(loop.live[AW_FUTURES], 2, "two futures of the test are left");
}

GRADED(task, letting_go_too_often_is_misuse,
       "Letting go more often than holding is misuse.")
{
    struct aw_task *task, nobodys = {.refs = 0};

    open_loop();
    task = spawn("a", yields, num(2));
    turn();
    aw_task_drop(task);
    EXPECT_MISUSE(aw_task_drop(task), "", "let go twice of a task that waits");
    EXPECT_MISUSE(aw_task_drop(&nobodys), "",
                  "let go of a task that nobody holds");
}

static int lets_go_of_itself(void *arg)
{
    aw_task_drop(aw_task_self());
    say("still-there");
    aw_yield();
    say("%s", me());
    return (int)(intptr_t)arg;
}

/* Says the name, and what has become of the task; and reads a byte of its
 * locals, at which AddressSanitizer stops when they are gone. */
static void say_farewell(struct aw_task *task)
{
    char first;

    say("farewell-%s%+d", task->name, task->future.result);
    memcpy(&first, task->locals, 1);
}

static int has_a_local(void *arg)
{
    EXPECT_INT(aw_local_set(&loop, arg), 0, "set a local");
    return passes(arg);
}

GRADED(task, a_farewell_comes_right_before_it_is_freed,
       "Right before that its `farewell` is called, if there is one; it may "
       "still look at everything.")
{
    struct aw_task *a;

    open_loop();
    loop.on_error = note_report;
    a = spawn("a", has_a_local, num(-EIO));
    a->farewell = say_farewell;
    run_all();
    EXPECT_SAID("a", "a task that has failed and is held");
    aw_task_drop(a);
    EXPECT_SAID("a farewell-a-5 reported-EIO", "and let go of");
}

/* K2 */
GRADED(task, a_task_may_let_go_of_itself,
       "If it has not ended it goes on all the same.")
{
    open_loop();
    spawn("a", lets_go_of_itself, NULL);
    run_all();
    EXPECT_SAID("still-there a", "a task lets go of itself");
    EXPECT_INT(loop.live[AW_STACKS], 0, "it has ended");
}

/* B13 */
GRADED(task, whoever_watches_outlives_it,
       "A task that has ended and that nobody holds is freed")
{
    struct aw_task *task;
    struct ear ear;

    open_loop();
    task = spawn("a", passes, num(3));
    listen_to(&ear, "ear", &task->future);
    aw_task_drop(task);
    turn();
    EXPECT_INT(loop.live[AW_STACKS], 0, "it has ended, and nobody holds it");
    turn();
    EXPECT_SAID("a ear+3", "the watch was queued when the task went");
}
