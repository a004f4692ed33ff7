/* SPDX-License-Identifier: MIT */
#include "fixture.h"

static int four(void)
{
    return submits(4);
}

/* ---- Few at a time ------------------------------------------------------*/

GRADED(scheduler, few_run_at_a_time,
       "Run fn(arg) as soon as there is a place: waits until then.")
{
    run(four, 2, 0);
    EXPECT_SAID("OK@0 OK@0 10=OK@10/1 OK@10 20=OK@20/1 OK@20 30=OK@40/1 "
                "40=OK@60/0 main+0@60",
                "four jobs, two at a time");
    expect_counts(4, 0, 0, 0);
    close_quiet();
}

static int begins_next(void)
{
    aw_scheduler_submit(&s, passes, NULL);
    say("submitted");
    aw_yield();
    say("yielded");
    return 0;
}

GRADED(scheduler, a_job_begins_in_the_next_turn,
       "Returns 0: the job begins in the next turn")
{
    run(begins_next, 1, 0);
    EXPECT(strstr(said(), "submitted task-") == said(),
           "submitted one, and then it ran; said %s", said());
    EXPECT_HAS(said(), "yielded main+0@0", "and ended");
    expect_counts(1, 0, 0, 0);
    close_quiet();
}

GRADED(scheduler, without_jobs_it_ends,
       "Wait until all jobs have ended, and "
       "nobody waits for a place.")
{
    run(begins_next, 1, 0);
    forget();
    close_quiet();
    run(four, 100, 0);
    EXPECT_HAS(said(), "main+0@40", "four jobs, and 100 places");
    close_quiet();
}

static int fails(void *arg)
{
    aw_sleep(AW_MS);
    return arg ? -ETIMEDOUT : -EIO;
}

static int some_fail(void)
{
    aw_scheduler_submit(&s, fails, num(0));
    aw_scheduler_submit(&s, fails, num(1));
    aw_scheduler_submit(&s, job, num(10));
    return 7;
}

GRADED(scheduler, one_that_fails_stops_nobody,
       "Unlike a group it goes on when a job fails: what came of each is "
       "counted, and told.")
{
    run(some_fail, 3, 0);
    EXPECT_SAID("0=EIO@1/2 1=ETIMEDOUT@1/1 10=OK@10/0 main+7@10",
                "two of three fail");
    expect_counts(1, 1, 1, 0);
    close_quiet();
}

GRADED(scheduler, who_is_too_slow_is_ended,
       "-ETIMEDOUT when its limit has ended it")
{
    run(four, 2, 25 * AW_MS);
    EXPECT_SAID("OK@0 OK@0 10=OK@10/1 OK@10 20=OK@20/1 OK@20 "
                "30=ETIMEDOUT@38/1 40=ETIMEDOUT@48/0 main+0@48",
                "four jobs, within 25 ms each");
    expect_counts(2, 0, 2, 0);
    close_quiet();
}

static int tries(void)
{
    say("%s", aw_error_name(aw_scheduler_try_submit(&s, job, num(10))));
    say("%s", aw_error_name(aw_scheduler_try_submit(&s, job, num(20))));
    aw_sleep(15 * AW_MS);
    say("%s", aw_error_name(aw_scheduler_try_submit(&s, job, num(30))));
    return 0;
}

GRADED(
    scheduler, trying_does_not_wait,
    "Returns as above, or -EAGAIN when there is no place, or others wait for "
    "one.")
{
    run(tries, 1, 0);
    EXPECT_SAID("OK EAGAIN 10=OK@10/0 OK 30=OK@45/0 main+0@45",
                "one place, and three tries");
    close_quiet();
}

GRADED(
    scheduler, nobody_overtakes_who_waits_for_a_place,
    "Returns as above, or -EAGAIN when there is no place, or others wait for "
    "one.")
{
    aw_task_drop(begin(sleeps_long, 1, 0));
    turn();
    aw_scheduler_try_submit(&s, job, num(10));
    launch("a", submits_one, num(20));
    launch("b", submits_one, num(30));
    while (s.done == 0)
        turn();
    EXPECT_INT(aw_scheduler_try_submit(&s, job, num(9)), -EAGAIN,
               "tried in the turn in which the place is free");
    run_all();
    EXPECT_SAID("10=OK@10/0 a+0@10 20=OK@30/0 b+0@30 30=OK@60/0 main+0@100",
                "two waited");
    close_quiet();
}

/* ---- Jobs that submit ---------------------------------------------------*/

static int submits_another(void *arg)
{
    aw_sleep(AW_MS);
    if (arg)
        say("%s", aw_error_name(aw_scheduler_submit(&s, submits_another,
                                                    num(of(arg) - 1))));
    return 0;
}

static int a_chain(void)
{
    return aw_scheduler_submit(&s, submits_another, num(3));
}

GRADED(scheduler, jobs_may_submit_jobs, "Any task may do so, jobs among them")
{
    run(a_chain, 2, 0);
    EXPECT_SAID("OK 3=OK@1/1 OK 2=OK@2/1 OK 1=OK@3/1 0=OK@4/0 main+0@4",
                "a chain of jobs, while the end is waited for");
    expect_counts(4, 0, 0, 0);
    close_quiet();
}

static void ended_tries_again(struct aw_scheduler *scheduler, void *arg,
                              int result)
{
    says_ended(scheduler, arg, result);
    if (of(arg) > 0)
        say("%s", aw_error_name(aw_scheduler_try_submit(scheduler, fails,
                                                        num(of(arg) - 1))));
}

static int one_that_fails(void)
{
    s.options.ended = ended_tries_again;
    return aw_scheduler_submit(&s, fails, num(1));
}

GRADED(scheduler, ended_may_submit,
       "Told of each job that has ended, when its "
       "place is free again.")
{
    run(one_that_fails, 1, 0);
    EXPECT_SAID("1=ETIMEDOUT@1/0 OK 0=EIO@2/0 main+0@2",
                "a job that failed was submitted again");
    close_quiet();
}

/* ---- Looking ------------------------------------------------------------*/

static void say_live(void *arg, void *ctx)
{
    say("%s%d", (const char *)ctx, of(arg));
}

static int looks(void)
{
    submits(3);
    aw_scheduler_each(&s, say_live, "live-");
    aw_sleep(15 * AW_MS);
    aw_scheduler_each(&s, say_live, "later-");
    return 0;
}

GRADED(scheduler, who_lives_can_be_seen,
       "Call fn(arg, ctx) with the argument of each job that lives, in the "
       "order in which they were given a place.")
{
    run(looks, 3, 0);
    EXPECT_SAID("OK@0 OK@0 OK@0 live-10 live-20 live-30 10=OK@10/2 later-20 "
                "later-30 20=OK@20/1 30=OK@30/0 main+0@30",
                "looked twice");
    close_quiet();
}

/* ---- Size ---------------------------------------------------------------*/

static int grows(void)
{
    submits(1);
    aw_scheduler_set_size(&s, 2);
    EXPECT_INT(s.options.size, 2, "asked for its size");
    submits(1);
    say("%s", aw_error_name(aw_scheduler_try_submit(&s, job, num(1))));
    return 0;
}

GRADED(scheduler, it_can_grow,
       "Change how many jobs run at a time, misuse "
       "with 0.")
{
    run(grows, 1, 0);
    EXPECT_SAID("OK@0 OK@0 EAGAIN 10=OK@10/1 10=OK@10/0 main+0@10",
                "from 1 to 2");
    close_quiet();
}

static int shrinks(void)
{
    submits(2);
    aw_scheduler_set_size(&s, 1);
    EXPECT_INT(s.running, 2, "two run still");
    submit(5);
    return 0;
}

GRADED(
    scheduler, it_can_shrink,
    "Change how many jobs run at a time, misuse with 0. Those that run go on.")
{
    run(shrinks, 2, 0);
    EXPECT_SAID("OK@0 OK@0 10=OK@10/1 20=OK@20/0 OK@20 5=OK@25/0 main+0@25",
                "from 2 to 1");
    expect_counts(3, 0, 0, 0);
    close_quiet();
}
