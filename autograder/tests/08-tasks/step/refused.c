/* SPDX-License-Identifier: MIT */
#include "fixture.h"

static int awaits_itself(void *arg)
{
    say("%s", me());
    return say_result(aw_await(&aw_task_self()->future, arg));
}

/* C13 */
GRADED(step, awaiting_oneself_is_refused, "-EDEADLK    it is this very task")
{
    void *value = num(9);

    open_loop();
    launch("a", awaits_itself, &value);
    launch("b", passes, NULL);
    turn();
    EXPECT_SAID("a b", "a awaits itself");
    turn();
    EXPECT_SAID("a b a=EDEADLK", "and a turn later");
    EXPECT_PTR(value, NULL, "there is no value");
}

/* B12 */
GRADED(step, what_belongs_to_another_loop_is_refused,
       "-EINVAL     it belongs to another loop")
{
    struct aw_future foreign;
    struct aw_loop other;

    open_loop();
    EXPECT_INT(graded_loop_init(&other, NULL), 0, "made a second loop");
    aw_future_init(&foreign, &other, NULL);
    launch("a", awaits, &foreign);
    turn();
    EXPECT_SAID("", "a awaits a future of another loop");
    EXPECT_INT(foreign.awaits, 0,
               "a awaits a future of another loop: how many wait for that one");
    turn();
    EXPECT_SAID("a=EINVAL",
                "a awaits a future of another loop; and a turn later");
}

static int joins_what_is_foreign(void *arg)
{
    return say_result(aw_join(arg, NULL));
}

GRADED(step, what_is_refused_is_let_go_and_not_started,
       "Wait for `task` as aw_await does, and let go of it in any case.")
{
    struct aw_task *foreign;
    struct aw_loop other;

    open_loop();
    EXPECT_INT(graded_loop_init(&other, NULL), 0, "made a second loop");
    foreign = aw_spawn(&other, passes, NULL, AW_NAMED("b", .lazy = true));
    aw_task_hold(foreign);
    launch("a", joins_what_is_foreign, foreign);
    run_all();
    EXPECT_SAID("a=EINVAL", "a joins a lazy task of another loop");
    EXPECT_INT(foreign->state, AW_TASK_CREATED, "which is not started");
    EXPECT_INT(foreign->refs, 1, "and held once less");
}

GRADED(step, waiting_outside_of_a_task_is_misuse,
       "Calling one outside of a task is misuse")
{
    open_loop();
    EXPECT_MISUSE(aw_yield(), "", "yielded");
    EXPECT_MISUSE(aw_await(&f, NULL), "", "awaited");
    aw_future_resolve(&f, NULL);
    EXPECT_MISUSE(aw_await(&f, NULL), "", "awaited what is settled");
}

static void yields_in_between(void *arg)
{
    (void)arg;
    EXPECT_MISUSE(aw_yield(), "", "yielded in a coroutine");
    EXPECT_MISUSE(aw_await(&f, NULL), "", "awaited in a coroutine");
    say("in");
}

static int runs_a_coroutine(void *arg)
{
    struct aw_stack stack;
    struct aw_coro inner;

    EXPECT(aw_stack_new(&loop, 0, 0, &stack), "made a stack");
    aw_coro_init(&inner, &stack, yields_in_between, arg);
    aw_coro_resume(&inner);
    aw_stack_free(&loop, stack);
    aw_yield();
    say("out");
    return 0;
}

GRADED(step, waiting_in_a_coroutine_of_its_own_is_misuse,
       "so is calling it in a coroutine that the task runs")
{
    open_loop();
    launch("a", runs_a_coroutine, NULL);
    run_all();
    EXPECT_SAID("in out", "a task runs a coroutine, and waits behind it");
}
