/* SPDX-License-Identifier: MIT */
#include "fixture.h"

static int asked;

static int cleans_up(void *arg)
{
    if (aw_sleep(AW_NEVER - 1) == -ECANCELED)
        say("%s-asked", me());
    if (aw_sleep((intptr_t)arg * AW_MS) < 0)
        return -EIO;
    say("%s@%d", me(), now_ms());
    return -ECANCELED;
}

static int leaves_three(void *arg)
{
    launch_here("a", cleans_up, num(20));
    launch_here("b", cleans_up, num(10));
    aw_yield();
    launch_here("c", cleans_up, num(0));
    say("ends");
    return (int)(intptr_t)arg;
}

/* A60 */
GRADED(run, all_are_asked_to_end_and_waited_for,
       "Then all tasks that live are asked to end, the oldest first, and the "
       "loop runs until they have")
{
    EXPECT_INT(run(leaves_three, num(5)), 5, "main has left three");
    EXPECT_SAID("ends a-asked b-asked c-asked c@0 b@10 a@20",
                "each cleans up, and takes its time");
    EXPECT_INT(now_ms(), 20, "looked at the clock");
}

static int spawns_when_asked(void *arg)
{
    intptr_t left = (intptr_t)arg;

    if (aw_sleep(AW_SEC) == 0)
        say("too-late");
    say("%d", (int)left);
    if (left > 1)
        launch_here(NULL, spawns_when_asked, num(left - 1));
    aw_yield();
    return -ECANCELED;
}

static aw_body left;

static int leaves(void *arg)
{
    here()->on_error = arg ? say_report : NULL;
    launch_here("a", left, num(5));
    aw_yield();
    return 1;
}

/* Main leaves this one behind. */
static int run_leaving(aw_body fn, bool reports, aw_time grace)
{
    left = fn;
    return run_for(leaves, num(reports), grace);
}

/* A61 */
GRADED(run, those_spawned_meanwhile_are_asked_too,
       "then those that were spawned meanwhile, and so on")
{
    EXPECT_INT(run_leaving(spawns_when_asked, false, 0), 1, "ran a program");
    EXPECT_SAID("5 4 3 2 1", "each has spawned another one in its end");
    EXPECT_INT(now_ms(), 0, "and none has slept");
}

static int helps(void *arg)
{
    int rc = aw_sleep((intptr_t)arg * AW_MS);

    return say_result(rc);
}

static int needs_help_to_clean_up(void *arg)
{
    aw_sleep(AW_SEC);
    say_result(aw_join(aw_spawn(here(), helps, arg, AW_NAMED("b")), NULL));
    return -ECANCELED;
}

GRADED(run, who_cleans_up_is_asked_once,
       "and the loop runs until they have; then those that were spawned "
       "meanwhile")
{
    EXPECT_INT(run_leaving(needs_help_to_clean_up, false, 0), 1,
               "ran a program");
    EXPECT_SAID("b+0 a+0", "a was helped by a task of its own");
    EXPECT_INT(now_ms(), 5, "which took its time");
}

static int refuses_to_end(void *arg)
{
    for (;;)
        if (aw_sleep(10 * AW_MS) < 0)
            say("no");
    return (int)(intptr_t)arg;
}

GRADED(run, who_refuses_to_end_is_lost_by_name,
       "Those that live even then are reported as lost, by name, when the loop "
       "is closed.")
{
    EXPECT_INT(run_leaving(refuses_to_end, true, 50 * AW_MS), 1,
               "ran a program");
    EXPECT_SAID("no [a: ECANCELED] [?: EBUSY]", "one task refuses to end");
    EXPECT_INT(now_ms(), 50, "it was given its time");
    forget();
    run_leaving(refuses_to_end, true, 0);
    EXPECT_INT(now_ms(), 10000, "which is ten seconds, if nobody says more");
}

static int spawns_for_ever(void *arg)
{
    aw_sleep(AW_NEVER - 1);
    if (++asked < 1000)
        launch_here("next", spawns_for_ever, arg);
    aw_yield();
    return -ECANCELED;
}

GRADED(run, there_is_an_end_to_the_rounds, "for up to 100 rounds")
{
    EXPECT_INT(run_leaving(spawns_for_ever, true, 0), 1, "ran a program");
    EXPECT_INT(asked, 100, "whoever is asked to end spawns another");
    EXPECT_SAID("[next: ECANCELED] [?: EBUSY]", "and the last one is lost");
    EXPECT_INT(now_ms(), 0, "looked at the clock");
}

static int fails_when_asked(void *arg)
{
    aw_sleep(AW_NEVER - 1);
    return -EIO + 0 * (int)(intptr_t)arg;
}

/* A60 */
GRADED(run, errors_in_the_end_are_reported,
       "an error that nobody has retrieved is reported then")
{
    EXPECT_INT(run_leaving(fails_when_asked, true, 0), 1, "ran it");
    EXPECT_SAID("[a: EIO]", "a task fails when it is asked to end");
}

static int stops_when_asked(void *arg)
{
    aw_sleep(AW_NEVER - 1);
    aw_loop_stop(here());
    say_result(aw_sleep((intptr_t)arg * AW_MS));
    return -ECANCELED;
}

GRADED(run, a_stop_in_the_end_changes_nothing,
       "and the loop runs until they have")
{
    EXPECT_INT(run_leaving(stops_when_asked, false, 0), 1, "ran a program");
    EXPECT_SAID("a+0", "a task stops the loop when it is asked to end");
    EXPECT_INT(now_ms(), 5, "and sleeps to the end");
}

static int ends_before_another(void *arg)
{
    launch_here("a", awaits, &aw_task_self()->future);
    launch_here("b", yields, num(9));
    aw_yield();
    say("ends");
    return (int)(intptr_t)arg;
}

/* A6 */
GRADED(run, the_turn_is_finished,
       "When the main task has ended, the loop finishes the turn in which it "
       "hears of that.")
{
    EXPECT_INT(run(ends_before_another, num(3)), 3, "ran a program");
    EXPECT_SAID("b1 ends b2 a+3 b=ECANCELED", "a awaits main, and b yields");
}

static int stops_the_loop(void *arg)
{
    aw_loop_stop(here());
    return say_result(aw_sleep((intptr_t)arg * AW_MS));
}

/* A6 */
GRADED(run, a_stop_asks_main_to_end,
       "When the loop is stopped before the main task has ended, or its poller "
       "fails, the main task is asked to end with the others.")
{
    EXPECT_INT(run(stops_the_loop, num(5)), -ECANCELED, "main stops the loop");
    EXPECT_SAID("main=ECANCELED", "and was asked to end");
    EXPECT_INT(now_ms(), 0, "before it has slept");
}

static struct aw_poller_ops broken;

static int fails_to_poll(struct aw_poller *poller, aw_time timeout)
{
    return timeout == 0 ? aw_epoll_ops.poll(poller, timeout) : -EIO;
}

GRADED(run, the_pollers_error_comes_out,
       "or its poller fails, the main task is asked to end with the others")
{
    broken = aw_epoll_ops;
    broken.poll = fails_to_poll;
    EXPECT_INT(aw_run(waits_for_time, num(5),
                      &(struct aw_run_options){.loop.engine = &broken}),
               -EIO, "ran a program on an engine that fails");
    EXPECT_SAID("main=ECANCELED", "main was asked to end");
    EXPECT_INT(aw_run(refuses_to_end, NULL,
                      &(struct aw_run_options){.loop.engine = &broken}),
               -EIO, "ran one that refuses to end");
}

static int asks_one_who_awaits_it(void *arg)
{
    struct aw_task *a =
        aw_spawn(here(), awaits, &aw_task_self()->future, AW_NAMED("a"));

    aw_yield();
    aw_task_cancel(a, arg);
    say_result(aw_yield());
    aw_task_drop(a);
    return 3;
}

GRADED(
    run, who_awaits_main_alone_may_end_it,
    "The main task is only watched, and not awaited: a task that alone awaits "
    "it may end it.")
{
    EXPECT_INT(run(asks_one_who_awaits_it, NULL), 3, "ran a program");
    EXPECT_SAID("main=ECANCELED a+3",
                "a awaits main, and is asked to end: so main is");
}
