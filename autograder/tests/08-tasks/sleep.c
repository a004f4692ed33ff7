/* SPDX-License-Identifier: MIT */
/* Sleeping: how long, in which order, and what if one is woken early. */
#include "fixture.h"

GRADED(sleep, it_takes_as_long_as_was_asked,
       "Wait for `delay`, and never less.")
{
    open_loop();
    launch("a", sleeps, num(5));
    turn();
    EXPECT_SAID("", "it sleeps");
    run_all();
    EXPECT_SAID("a@5", "and the clock has moved on");
}

static int sleeps_a_nanosecond(void *arg)
{
    EXPECT_INT(aw_sleep(1), 0, "slept for a nanosecond");
    EXPECT_INT(aw_loop_now(&loop), 1, "looked at the clock");
    EXPECT_INT(aw_sleep_until(2), 0, "slept until the next one");
    EXPECT_INT(aw_loop_now(&loop), 2, "looked at the clock");
    return (int)(intptr_t)arg;
}

GRADED(sleep, the_least_time_is_time_too, "Wait for `delay`, and never less.")
{
    open_loop();
    launch("a", sleeps_a_nanosecond, NULL);
    run_all();
    EXPECT_INT(loop.live[AW_TASKS], 0, "it has woken");
}

GRADED(sleep, who_wakes_first_goes_on_first,
       "Wait for `delay`, and never less.")
{
    open_loop();
    launch("a", sleeps, num(30));
    launch("b", sleeps, num(10));
    launch("c", sleeps, num(20));
    launch("d", sleeps, num(10));
    run_all();
    EXPECT_SAID("b@10 d@10 c@20 a@30", "four tasks that sleep");
}

/* C19 */
GRADED(sleep, zero_and_less_is_a_yield, "Zero and less: as aw_yield.")
{
    open_loop();
    launch("a", yields, num(2));
    launch("b", sleeps, num(0));
    launch("c", sleeps, num(-7));
    turn();
    EXPECT_SAID("a1", "b and c sleep for no time");
    EXPECT_INT(loop.timers.live, 0, "no timer was started");
    turn();
    EXPECT_SAID("a1 a2 b@0 c@0", "and a turn later");
}

static int timer_ran(struct aw_handle *handle)
{
    (void)handle;
    say("t");
    return 0;
}

GRADED(sleep, who_sleeps_comes_behind_who_was_called,
       "A task stops on a future or for one turn, and goes on when its handle "
       "has its turn in the ready queue")
{
    struct aw_timer timer;

    open_loop();
    launch("a", sleeps, num(5));
    turn();
    aw_timer_init(&timer, timer_ran);
    aw_call_at(&loop, &timer, 5 * AW_MS);
    run_all();
    EXPECT_SAID("t a@5", "a timer was started behind a's, for the same time");
}

static int sleeps_until(void *arg)
{
    int rc = aw_sleep_until((intptr_t)arg * AW_MS);

    say_result(rc);
    say("%d", (int)(aw_loop_now(&loop) / AW_MS));
    return rc;
}

GRADED(sleep, it_may_last_until_a_moment,
       "Wait until the loop's clock shows `when`, and never less.")
{
    open_loop();
    virtual_clock.time = 10 * AW_MS;
    launch("a", sleeps_until, num(12));
    run_all();
    EXPECT_SAID("a+0 12", "slept from 10 until 12");
}

GRADED(sleep, a_moment_that_has_come_is_a_yield,
       "If it does already: as aw_yield.")
{
    open_loop();
    virtual_clock.time = 10 * AW_MS;
    launch("a", sleeps_until, num(10));
    launch("b", sleeps_until, num(3));
    launch("c", yields, num(2));
    turn();
    EXPECT_SAID("c1", "a and b sleep until now, and until long ago");
    EXPECT_INT(loop.timers.live, 0, "no timer was started");
    turn();
    EXPECT_SAID("c1 a+0 10 b+0 10 c2", "and a turn later");
}

static int sleeps_for_ever(void *arg)
{
    return say_result(arg ? aw_sleep(AW_NEVER - 1) : aw_sleep_until(AW_NEVER));
}

/* A14 */
GRADED(sleep, it_may_last_for_ever,
       "AW_NEVER: until this task is asked to end.")
{
    struct aw_task *a, *b;

    open_loop();
    virtual_clock.time = AW_SEC;
    a = spawn("a", sleeps_for_ever, NULL);
    b = spawn("b", sleeps_for_ever, num(1));
    turn();
    turn();
    EXPECT_SAID("", "two sleep until the end of time");
    aw_task_cancel(a, NULL);
    aw_task_cancel(b, NULL);
    run_all();
    EXPECT_SAID("a=ECANCELED b=ECANCELED", "and are asked to end");
}

/* C19 */
GRADED(sleep, a_sleep_that_is_broken_off_leaves_no_timer,
       "The call in which it waits returns -ECANCELED when that is over")
{
    struct aw_task *task;

    open_loop();
    task = spawn("a", sleeps, num(5));
    turn();
    aw_task_cancel(task, NULL);
    turn();
    EXPECT_SAID("a=ECANCELED", "asked it to end while it sleeps");
    EXPECT_INT(loop.timers.live, 0, "and took a turn");
    run_all();
    EXPECT_INT(aw_loop_now(&loop), 0, "and no time has passed");
    EXPECT_INT(loop.live[AW_FUTURES], 3, "two of the test, and the task");
}

static struct aw_task *victim;

static int cancels_victim(struct aw_handle *handle)
{
    (void)handle;
    say(aw_task_cancel(victim, NULL) ? "asked" : "too-late");
    return 0;
}

/* A17 */
GRADED(sleep, a_timer_that_is_due_is_stopped_too,
       "The call in which it waits returns -ECANCELED when that is over")
{
    struct aw_timer timer;

    open_loop();
    aw_timer_init(&timer, cancels_victim);
    aw_call_at(&loop, &timer, 5 * AW_MS);
    victim = spawn("a", sleeps, num(5));
    run_all();
    EXPECT_SAID("asked a=ECANCELED",
                "asked it to end in the turn in which its timer is due");
}

/* C5 */
GRADED(
    sleep, who_is_woken_already_hears_of_it_all_the_same,
    "If it is woken already, or yields, that call returns -ECANCELED all the "
    "same.")
{
    struct aw_timer timer;

    open_loop();
    victim = spawn("a", sleeps, num(5));
    turn();
    aw_timer_init(&timer, cancels_victim);
    aw_call_at(&loop, &timer, 5 * AW_MS);
    run_all();
    EXPECT_SAID("asked a=ECANCELED",
                "asked it to end between its timer and itself");
}

static int sleeps_often(void *arg)
{
    for (int i = 0; i < 100; i++)
        if (aw_sleep(AW_MS) < 0)
            return -EIO;
    return (int)(intptr_t)arg;
}

GRADED(
    sleep, sleeping_needs_no_memory,
    "Waiting asks for no memory, and sleeping for no more than its timer does.")
{
    struct graded_alloc alloc;
    size_t calls;

    graded_alloc_init(&alloc);
    open_loop_with(&alloc.alloc);
    launch("a", sleeps_often, NULL);
    turn();
    turn();
    calls = alloc.calls;
    run_all();
    EXPECT_INT(alloc.calls, calls, "slept a hundred times");
    EXPECT_INT(aw_loop_now(&loop), 100 * AW_MS, "slept a hundred times");
}

GRADED(sleep, sleeping_outside_of_a_task_is_misuse,
       "Calling one outside of a task is misuse")
{
    open_loop();
    EXPECT_MISUSE(aw_sleep(0), "", "slept for no time");
    EXPECT_MISUSE(aw_sleep(AW_MS), "", "slept");
    EXPECT_MISUSE(aw_sleep_until(AW_SEC), "", "slept until");
}

/* A thousand sleepers end in the order of their deadlines. */
static int wakes_in_order(void *arg)
{
    static intptr_t latest;
    intptr_t when = (intptr_t)arg;

    EXPECT_INT(aw_sleep_until(when), 0, "slept until %ld", (long)when);
    EXPECT_AT_LEAST(when, latest, "woke at %ld, and %ld was before", (long)when,
                    (long)latest);
    EXPECT_INT(aw_loop_now(&loop), when, "looked at the clock");
    latest = when;
    return 0;
}

/* A12 */
GRADED(sleep, a_thousand_wake_in_order, "Wait until the loop's clock shows")
{
    open_loop();
    for (int i = 0; i < 1000; i++)
        launch("a", wakes_in_order, num(1 + (intptr_t)graded_random(500)));
    run_all();
    EXPECT_INT(loop.live[AW_TASKS], 0, "all have woken");
}

/* ---- Drawn --------------------------------------------------------------*/

static int sleeps_by_chance(void *arg)
{
    static const aw_time delay[] = {0, -1, 1, AW_MS, 2 * AW_MS, AW_NEVER};
    int rc;

    (void)arg;
    for (int i = 0; i < 9; i++) {
        aw_time moment = (aw_time)graded_random(12) * AW_MS;

        switch (graded_random(5)) {
        case 0:
            rc = aw_sleep_until(graded_random(9) ? moment : AW_NEVER);
            break;
        case 1:
            rc = aw_yield();
            break;
        default:
            rc = aw_sleep(delay[graded_random(6)]);
        }
        say("%s%s@%lld", me(), rc < 0 ? "!" : "",
            (long long)aw_loop_now(&loop));
    }
    return 0;
}

GRADED(sleep, drawn_ones_wake_as_in_the_reference,
       "Wait until the loop's clock shows `when`, and never less.")
{
    struct aw_task *task[6];

    open_loop();
    for (int i = 0; i < 6; i++)
        task[i] = spawn((const char[]){(char)('a' + i), '\0'}, sleeps_by_chance,
                        NULL);
    for (int i = 0; i < 60; i++) {
        uint64_t drawn = graded_random(12);

        turn();
        if (drawn < 6)
            say("-%s%d", task[drawn]->name, aw_task_cancel(task[drawn], NULL));
    }
    for (int i = 0; i < 60; i++) {
        aw_task_cancel(task[i % 6], NULL);
        run_all();
    }
    for (int i = 0; i < 6; i++)
        aw_task_drop(task[i]);
    EXPECT_AS_REFERENCE(
        "six sleep for drawn times (a@5: went on at 5 ns, a!@5: "
        "was asked to end), and are asked to end (-a1)");
}
