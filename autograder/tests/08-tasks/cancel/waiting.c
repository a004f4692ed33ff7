/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* ---- When it waits ------------------------------------------------------*/

/* C4 */
GRADED(cancel, who_waits_goes_on_with_an_error,
       "The call in which it waits returns -ECANCELED when that is over")
{
    open_loop();
    task = spawn("a", awaits, &f);
    turn();
    cancel(task);
    EXPECT_SAID("", "asked it to end while it waits");
    EXPECT_INT(f.state, AW_CANCELLED, "looked at what it waits for");
    turn();
    EXPECT_SAID("a=ECANCELED", "and a turn later");
    EXPECT_INT(task->future.state, AW_CANCELLED, "it has handed that on");
    EXPECT_INT(task->ncancel, 1, "it was asked once");
    EXPECT_STR(task->reason, "why not", "asked for the reason");
}

/* C3, C16 */
GRADED(cancel, what_has_ended_stays_as_it_is,
       "Returns true, or false when it has ended already: then nothing "
       "changes.")
{
    open_loop();
    task = spawn("a", passes, num(5));
    launch("b", awaits, task);
    turn();
    EXPECT(!aw_task_cancel(task, "late"), "asked a task that has ended");
    EXPECT_INT(task->ncancel, 0, "asked a task that has ended");
    EXPECT_PTR((void *)task->reason, NULL, "asked a task that has ended");
    turn();
    EXPECT_SAID("a b+5", "and b, which awaits it, has its result");
}

/* C8, C9 */
GRADED(
    cancel, who_catches_it_goes_on,
    "One request or several that have not been delivered are delivered once.")
{
    open_loop();
    task = spawn("a", catches, &f);
    turn();
    cancel(task);
    turn();
    turn();
    EXPECT_SAID("a=ECANCELED", "it caught that, and waits again");
    aw_future_settle(&g, 2, NULL);
    turn();
    EXPECT_SAID("a=ECANCELED a+2", "what it waits for is settled");
    EXPECT_INT(aw_future_result(&task->future, NULL), 4, "it has a result");
}

/* C10 */
GRADED(
    cancel, asking_twice_is_delivered_once,
    "One request or several that have not been delivered are delivered once.")
{
    open_loop();
    task = spawn("a", catches, &f);
    turn();
    cancel(task);
    cancel(task);
    cancel(task);
    EXPECT_INT(task->ncancel, 3, "asked three times");
    turn();
    turn();
    EXPECT_SAID("a=ECANCELED", "asked three times before it could go on");
    EXPECT_INT(g.state, AW_PENDING, "looked at what it waits for now");
}

/* C11 */
GRADED(cancel, asking_again_interrupts_again,
       "If it waits, what it waits for is cancelled as far as this task is "
       "concerned")
{
    open_loop();
    task = spawn("a", catches, &f);
    turn();
    cancel(task);
    turn();
    cancel(task);
    turn();
    EXPECT_SAID("a=ECANCELED a=ECANCELED", "asked again while it cleans up");
    EXPECT_INT(g.state, AW_CANCELLED, "looked at what it waited for");
}

/* C12 */
GRADED(
    cancel, a_future_cancelled_in_the_same_turn_counts_once,
    "One request or several that have not been delivered are delivered once.")
{
    open_loop();
    task = spawn("a", catches, &f);
    turn();
    aw_future_cancel(&f);
    cancel(task);
    turn();
    EXPECT_SAID("a=ECANCELED", "cancelled the future, and then the task");
    turn();
    EXPECT_SAID("a=ECANCELED", "and another turn");
    EXPECT_INT(g.state, AW_PENDING, "looked at what it waits for now");
}

/* ---- When it is woken already -------------------------------------------*/

/* C5 */
GRADED(
    cancel, who_is_woken_hears_of_it_nevertheless,
    "If it is woken already, or yields, that call returns -ECANCELED all the "
    "same.")
{
    open_loop();
    task = spawn("a", catches, &f);
    turn();
    aw_future_settle(&f, 3, num(7));
    cancel(task);
    turn();
    EXPECT_SAID("a=ECANCELED", "asked it to end in the turn of the outcome");
    turn();
    EXPECT_SAID("a=ECANCELED", "and that was all");
    EXPECT_INT(g.state, AW_PENDING, "looked at what it waits for now");
}

/* C5 */
GRADED(cancel, a_value_that_is_lost_is_released,
       "Here `undelivered` is given it, right before -ECANCELED is returned.")
{
    open_loop();
    task = spawn("a", awaits_a_resource, &f);
    turn();
    aw_future_settle(&f, 3, num(7));
    cancel(task);
    turn();
    EXPECT_SAID("released-7 a=ECANCELED 0",
                "the value came, and then the request");
}

GRADED(cancel, a_value_that_arrives_is_not_released,
       "aw_await loses the value.  Here `undelivered` is given it")
{
    struct aw_future gone;

    open_loop();
    aw_future_init(&gone, &loop, NULL);
    launch("a", awaits_a_resource, &f);
    task = spawn("b", awaits_a_resource, &g);
    launch("c", awaits_a_resource, &gone);
    turn();
    cancel(task);
    aw_future_settle(&f, 3, num(7));
    aw_future_fail(&gone, -EIO);
    turn();
    EXPECT_SAID("b=ECANCELED 0 a+3 7 c=EIO 0",
                "a value arrives, a request comes first, an error arrives");
}

GRADED(cancel, there_is_no_value_to_release_in_an_error,
       "If the future is settled with a value, and this task is asked to end "
       "before it goes on")
{
    open_loop();
    task = spawn("a", awaits_a_resource, &f);
    turn();
    aw_future_fail(&f, -EIO);
    cancel(task);
    turn();
    EXPECT_SAID("a=ECANCELED 0", "an error came, and then the request");
}

/* ---- When it has not begun ----------------------------------------------*/

/* C2 */
GRADED(cancel, who_has_not_begun_never_runs,
       "A task that has not begun never runs its body.")
{
    struct ear ear;

    open_loop();
    task = aw_spawn(&loop, passes, num(4), AW_NAMED("a", .drop = say_dropped));
    listen_to(&ear, "ear", &task->future);
    cancel(task);
    EXPECT_SAID("", "asked it to end before it has begun");
    turn();
    EXPECT_SAID("dropped-4", "and its turn has come: its `drop` is due");
    EXPECT_INT(task->future.state, AW_CANCELLED, "its turn has come");
    EXPECT_INT(loop.live[AW_TASKS], 0, "its turn has come");
    turn();
    EXPECT_SAID("dropped-4 ear=ECANCELED", "and whoever watches is told");
}

GRADED(cancel, what_has_run_is_not_dropped,
       "If the body never runs, because the task has to end before or because "
       "there is no task, `drop` is given `arg`, once.")
{
    open_loop();
    task = aw_spawn(&loop, yields, num(3), AW_NAMED("a", .drop = say_dropped));
    turn();
    cancel(task);
    run_all();
    EXPECT_SAID("a1 a=ECANCELED", "asked it to end when it has begun");
}

GRADED(cancel, a_lazy_task_that_is_asked_has_to_end,
       "It ends in its next turn: so a lazy one is started by the request, and "
       "is not reported.")
{
    open_loop();
    loop.on_error = note_report;
    task = aw_spawn(&loop, passes, num(4),
                    AW_NAMED("a", .lazy = true, .drop = say_dropped));
    cancel(task);
    turn();
    EXPECT_SAID("dropped-4", "asked a lazy task to end");
    EXPECT_INT(task->future.state, AW_CANCELLED, "and took a turn");
    aw_task_drop(task);
    EXPECT_INT(loop.live[AW_STACKS], 0, "let go of it");
}
