/* SPDX-License-Identifier: MIT */
#include "fixture.h"

GRADED(scheduler, who_waits_for_a_place_can_give_up,
       "-ECANCELED, when this task was asked to end")
{
    struct aw_task *a;
    struct asker asker;

    aw_task_drop(begin(sleeps_long, 1, 0));
    turn();
    aw_scheduler_try_submit(&s, job, num(10));
    a = spawn("a", submits_one, num(20));
    launch("b", submits_one, num(30));
    ask_at(&asker, a, 5);
    run_all();
    EXPECT_SAID("a=ECANCELED@5 10=OK@10/0 b+0@10 30=OK@40/0 main+0@100",
                "asked while it waits for a place");
    expect_counts(2, 0, 0, 0);
    aw_task_drop(a);
    close_quiet();
}

GRADED(scheduler, a_place_is_not_lost_with_who_ends,
       "With an error `fn` will not be called, and the place goes to the next.")
{
    struct aw_task *a;

    aw_task_drop(begin(sleeps_long, 1, 0));
    turn();
    aw_scheduler_try_submit(&s, job, num(10));
    a = spawn("a", submits_one, num(20));
    launch("b", submits_one, num(30));
    while (s.done == 0)
        turn();
    aw_task_cancel(a, NULL); /* it has the place, and goes on next */
    run_all();
    EXPECT_SAID("10=OK@10/0 a=ECANCELED@10 b+0@10 30=OK@40/0 main+0@100",
                "asked when it had the place");
    aw_task_drop(a);
    close_quiet();
}

static int cancels(void)
{
    submits(2);
    aw_sleep(5 * AW_MS);
    aw_scheduler_cancel(&s);
    say("%s", aw_error_name(aw_scheduler_submit(&s, job, num(1))));
    say("%s", aw_error_name(aw_scheduler_try_submit(&s, job, num(1))));
    return 0;
}

GRADED(scheduler, all_can_be_asked_to_end,
       "Ask all jobs that live to end, and take no more.")
{
    run(cancels, 2, 0);
    EXPECT_SAID("OK@0 OK@0 ESHUTDOWN ESHUTDOWN 10=ECANCELED@8/1 "
                "20=ECANCELED@8/0 main+0@8",
                "cancelled two");
    expect_counts(0, 0, 0, 2);
    close_quiet();
}

GRADED(scheduler, one_that_never_began_gives_its_place_back,
       "-ECANCELED when it was asked to end before it began")
{
    run(cancels_at_once, 1, 0);
    EXPECT_SAID("OK@0 10=ECANCELED@0/0 main+0@0", "cancelled before it began");
    EXPECT_INT(s.places.value, 1, "counted the places");
    expect_counts(0, 0, 0, 1);
    close_quiet();
}

static int cancels_it(void *arg)
{
    (void)arg;
    aw_sleep(5 * AW_MS);
    aw_scheduler_cancel(&s);
    return 0;
}

static int waits_for_answers(void)
{
    submits(1);
    aw_scheduler_submit(&s, cancels_it, num(5));
    return say_when(aw_sleep(AW_SEC));
}

GRADED(scheduler, a_job_may_cancel_all,
       "The task that has begun the scheduler is asked as well, as by "
       "aw_group_cancel, unless it is the one who calls or has come to "
       "aw_scheduler_end.")
{
    run(waits_for_answers, 2, 0);
    EXPECT_SAID("OK@0 5=OK@5/1 main=ECANCELED@5 10=ECANCELED@8/0 main+0@8",
                "one of two jobs cancelled all");
    expect_counts(1, 0, 0, 1);
    close_quiet();
}

static int two_and_a_word(void)
{
    submits(2);
    return 5;
}

GRADED(scheduler, a_request_from_outside_ends_the_jobs,
       "If `rc`, which is what has come of the body, is negative, or this task "
       "is asked to end, the jobs are asked to end.")
{
    struct asker asker;
    struct aw_task *task = begin(two_and_a_word, 2, 0);

    ask_at(&asker, task, 5);
    run_all();
    EXPECT_SAID("OK@0 OK@0 10=ECANCELED@8/1 20=ECANCELED@8/0 main=ECANCELED@8",
                "asked while it waits for the end");
    aw_task_drop(task);
    close_quiet();
}

static int two_and_an_error(void)
{
    submits(2);
    return -EPROTO;
}

GRADED(scheduler, an_error_of_the_body_comes_out,
       "Returns `rc`, when that is an error")
{
    run(two_and_an_error, 2, 0);
    EXPECT_SAID("OK@0 OK@0 10=ECANCELED@0/1 20=ECANCELED@0/0 main=EPROTO@0",
                "the body has failed");
    close_quiet();
}

static int fails_and_looks(void *arg)
{
    (void)arg;
    aw_scheduler_begin(&s, &options);
    submits(1);
    aw_sleep(2 * AW_MS);
    say_when(aw_scheduler_end(&s, -EPROTO));
    say_when(aw_yield());
    say("%u", aw_cancelling(aw_task_self()));
    return 0;
}

GRADED(scheduler, a_request_behind_an_error_is_not_lost,
       "then a request to end is not lost, and the next call that suspends "
       "returns -ECANCELED")
{
    struct asker asker;
    struct aw_task *task;

    open_loop();
    options = (struct aw_scheduler_options){.size = 1};
    task = spawn("t", fails_and_looks, NULL);
    ask_at(&asker, task, 4); /* while the job cleans up */
    run_all();
    EXPECT_SAID("OK@0 t=EPROTO@5 t=ECANCELED@5 1",
                "asked at an end with an error, and waited behind it");
    aw_task_drop(task);
    close_quiet();
}

GRADED(scheduler, nor_is_it_when_others_are_sent_away,
       "then a request to end is not lost, and the next call that suspends "
       "returns -ECANCELED")
{
    struct asker asker;
    struct aw_task *task;

    open_loop();
    options = (struct aw_scheduler_options){.size = 1};
    task = spawn("t", fails_and_looks, NULL);
    turn();
    for (int i = 0; i < 5; i++)
        launch("w", submits_one, num(1));
    ask_at(&asker, task, 4); /* while the job cleans up */
    run_all();
    EXPECT_SAID("OK@0 w=ESHUTDOWN@5 w=ESHUTDOWN@5 w=ESHUTDOWN@5 "
                "w=ESHUTDOWN@5 w=ESHUTDOWN@5 t=EPROTO@5 t=ECANCELED@5 1",
                "and five stood in line for a place");
    aw_task_drop(task);
    close_quiet();
}

GRADED(scheduler, who_waits_at_the_end_is_served,
       "It takes no more when it was cancelled, and when aw_scheduler_end has "
       "been called and no job lives.")
{
    aw_task_drop(begin(cancels_at_once, 1, 0));
    program = two_and_a_word;
    turn();
    launch("a", submits_one, num(5));
    launch("b", submits_one, num(6));
    run_all();
    EXPECT_SAID("OK@0 10=OK@10/0 OK@10 20=OK@30/0 a+0@30 5=OK@35/0 b+0@35 "
                "6=OK@41/0 main+5@41",
                "two others submit while the end is waited for");
    close_quiet();
}

static int cancels_later(void)
{
    submits(1);
    aw_sleep(5 * AW_MS);
    aw_scheduler_cancel(&s);
    return 0;
}

GRADED(scheduler, who_waits_at_a_cancelled_one_is_sent_away,
       "With an error `fn` will not be called, and the place goes to the next.")
{
    aw_task_drop(begin(cancels_later, 1, 0));
    turn();
    launch("a", submits_one, num(5));
    launch("b", submits_one, num(6));
    launch("c", submits_one, num(7));
    run_all();
    EXPECT_SAID("OK@0 10=ECANCELED@8/0 a=ESHUTDOWN@8 b=ESHUTDOWN@8 "
                "c=ESHUTDOWN@8 main+0@8",
                "three waited for a place of a scheduler that was cancelled");
    close_quiet();
}

static int says_later(void *arg)
{
    aw_sleep(20 * AW_MS);
    return submits_one(arg);
}

GRADED(scheduler, behind_its_end_it_takes_no_more,
       "-ESHUTDOWN, when the scheduler takes no more")
{
    aw_task_drop(begin(cancels_at_once, 1, 0));
    launch("a", says_later, num(5));
    run_all();
    EXPECT_SAID("OK@0 10=ECANCELED@0/0 main+0@0 a=ESHUTDOWN@20",
                "submitted behind the end");
    close_quiet();
}

/* ---- Being asked while others are sent away -----------------------------*/

enum { IN_LINE = 8 };

static int outcome; /* of the body; with 0 it has cancelled the scheduler */
static int came_of_it, heard_later;
static bool is_ending, has_ended;

static int ends_with_others_in_line(void *arg)
{
    (void)arg;
    is_ending = has_ended = false;
    aw_scheduler_begin(&s, &options);
    submits(1);
    aw_sleep(AW_MS);
    if (outcome == 0)
        aw_scheduler_cancel(&s);
    is_ending = true;
    came_of_it = aw_scheduler_end(&s, outcome);
    has_ended = true;
    heard_later = aw_yield();
    return 0;
}

/* The task that ends a scheduler with eight others in line for its place. */
static struct aw_task *begin_the_end(int rc)
{
    struct aw_task *task;

    open_loop();
    outcome = rc;
    options = (struct aw_scheduler_options){.size = 1};
    task = spawn("t", ends_with_others_in_line, NULL);
    turn();
    for (int i = 0; i < IN_LINE; i++)
        launch("w", submits_one, num(1));
    while (!is_ending)
        turn();
    return task;
}

static void expect_end(struct aw_task *task)
{
    run_all();
    EXPECT(has_ended, "waited for the end");
    EXPECT_INT(s.done, 0, "counted what was done");
    EXPECT_INT(s.places.waiters.n, 0, "looked for others in line");
    aw_task_drop(task);
    forget();
    close_quiet();
}

GRADED(scheduler, cancelled_while_others_are_sent_away,
       "Does nothing when it takes no more: it was cancelled before, or "
       "aw_scheduler_end sends away those who wait for a place, or has "
       "returned.")
{
    struct aw_task *task = begin_the_end(-EIO);

    for (int i = 0; i < 100 && !has_ended; i++) {
        aw_scheduler_cancel(&s);
        turn();
    }
    aw_scheduler_cancel(&s);
    EXPECT_INT(came_of_it, -EIO, "ended with an error, cancelled in each turn");
    EXPECT_INT(heard_later, 0, "and waited behind it");
    expect_end(task);
}

/* Asks in turn number `when` from the beginning of the end.  Returns whether
 * the end had been reached before. */
static bool asked_in_turn(int rc, int when)
{
    struct aw_task *task = begin_the_end(rc);
    bool too_late;

    for (int i = 0; i < when; i++)
        turn();
    too_late = has_ended;
    if (!too_late)
        aw_task_cancel(task, "asked");
    run_all();
    if (!too_late) {
        EXPECT_INT(came_of_it, rc < 0 ? rc : -ECANCELED,
                   "asked in turn %d: what has come of the end", when);
        EXPECT_INT(heard_later, rc < 0 ? -ECANCELED : 0,
                   "asked in turn %d: the next call that suspends", when);
        EXPECT_INT(aw_cancelling(task), 1, "asked in turn %d: counted", when);
        EXPECT_STR(task->reason, "asked", "asked in turn %d: why", when);
    }
    expect_end(task);
    return too_late;
}

GRADED(scheduler, asked_while_others_are_sent_away,
       "Otherwise -ECANCELED, when somebody else has asked this task to end, "
       "also while those are sent away who wait for a place")
{
    int turns[2] = {0, 0};

    UNCOUNTED
    {
        while (!asked_in_turn(-EIO, turns[0]))
            turns[0]++;
        while (!asked_in_turn(0, turns[1]))
            turns[1]++;
    }
    EXPECT_AT_LEAST(turns[0], IN_LINE + 1,
                    "asked in each turn of an end with an error: turns");
    EXPECT_AT_LEAST(turns[1], IN_LINE + 1,
                    "asked in each turn of a cancelled one's end: turns");
}
