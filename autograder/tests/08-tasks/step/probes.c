/* SPDX-License-Identifier: MIT */
#include "fixture.h"

static void note_event(struct aw_probe *probe, enum aw_probe_event event,
                       const void *subject, uint64_t arg)
{
    const struct aw_task *task = subject;

    (void)probe;
    if (event == AW_PROBE_RESUME)
        say("resume-%s-%d", task->name, (int)arg);
    if (event == AW_PROBE_SUSPEND)
        say("suspend-%s-%d", task->name, (int)arg);
}

static int timer_fired(struct aw_handle *handle)
{
    (void)handle;
    say("fired");
    return 0;
}

/* Starts a timer, waits for so many turns, and forgets the timer. */
static int leaves_a_timer(void *arg)
{
    struct aw_timer timer;

    aw_timer_init(&timer, timer_fired);
    EXPECT_INT(aw_call_later(&loop, &timer, AW_SEC), 0, "started a timer");
    for (intptr_t n = (intptr_t)arg; n > 0; n--)
        aw_yield();
    return 5;
}

GRADED(step, a_timer_left_behind_is_reported_and_stopped,
       "One on its stack that is still started is stopped and reported, with "
       "the task's name and -EBUSY.")
{
    struct aw_task *task;

    for (int turns = 0; turns < 3; turns++) {
        open_loop();
        forget();
        loop.on_error = note_report;
        task = spawn("a", leaves_a_timer, num(turns));
        run_all();
        EXPECT_SAID("reported-EBUSY", "a body returned after %d turns", turns);
        EXPECT_STR(told.name, "a", "and looked who is reported");
        EXPECT_PTR(told.subject, task, "and what");
        EXPECT_INT(aw_future_result(&task->future, NULL), 5,
                   "and what has become of the task");
        EXPECT_INT(loop.timers.live, 0, "and whether the timer is live");
        aw_task_drop(task);
        aw_future_deinit(&f);
        aw_future_deinit(&g);
        aw_loop_close(&loop);
    }
}

static int leaves_a_scope(void *arg)
{
    struct aw_scope scope;

    (void)arg;
    aw__scope_begin(&scope, "trap", "here:1");
    aw_yield();
    return 0;
}

GRADED(step, a_scope_left_open_is_misuse,
       "It has to end its scopes (aw/scope.h) before it returns, or that is "
       "misuse")
{
    open_loop();
    launch("a", leaves_a_scope, NULL);
    turn();
    EXPECT_MISUSE(turn(), "trap that was begun at here:1",
                  "a body returned inside of a scope");
}

static int lends_a_timer(void *arg)
{
    struct aw_timer own;

    aw_timer_init(&own, timer_fired);
    aw_call_later(&loop, &own, AW_MS);
    aw_call_later(&loop, arg, AW_SEC);
    aw_timer_stop(&loop.timers, &own);
    return 0;
}

GRADED(step, a_timer_elsewhere_is_left_alone,
       "One on its stack that is still started")
{
    struct aw_timer timer;

    open_loop();
    loop.on_error = note_report;
    aw_timer_init(&timer, timer_fired);
    launch("a", lends_a_timer, &timer);
    launch("b", sleeps, num(500));
    turn();
    EXPECT_SAID("", "a has ended, and b sleeps");
    run_all();
    EXPECT_SAID("b@500 fired", "and the rest of it");
}

GRADED(step, a_probe_hears_of_each_step,
       "A probe hears AW_PROBE_RESUME before and AW_PROBE_SUSPEND behind that, "
       "with its steps so far as argument.")
{
    struct aw_probe probe = {note_event};

    open_loop();
    aw_loop_set_probe(&loop, &probe);
    launch("a", yields, num(1));
    run_all();
    EXPECT_SAID("resume-a-1 a1 suspend-a-1 resume-a-2 suspend-a-2",
                "a task has yielded once");
}

GRADED(step, an_error_is_for_whoever_awaits,
       "it is settled with what the body returns")
{
    struct aw_task *task;

    open_loop();
    loop.on_error = note_report;
    task = spawn("a", passes, num(-EIO));
    turn();
    EXPECT_SAID("a", "a body has failed, and its task is held");
    EXPECT_INT(aw_future_result(&task->future, NULL), -EIO, "asked for it");
}
