/* SPDX-License-Identifier: MIT */
#include "aw/scheduler.h"

#include "fixture.h"

static struct aw_scheduler s;
static struct graded_alloc memory;

static void says_ended(struct aw_scheduler *scheduler, void *arg, int result)
{
    say("%d=%s@%d/%zu", of(arg), result < 0 ? aw_error_name(result) : "OK",
        now_ms(), scheduler->running);
}

static struct aw_scheduler_options options;

/* Takes `arg` milliseconds; when asked to end it takes 3 more. */
static int job(void *arg)
{
    int rc = aw_sleep((intptr_t)arg * AW_MS);

    if (rc < 0)
        aw_sleep(3 * AW_MS);
    return rc;
}

/* What the main task does, between begin and end. */
static int (*program)(void);

static int runs_program(void *arg)
{
    int rc;

    (void)arg;
    aw_scheduler_begin(&s, &options);
    rc = program();
    return say_when(aw_scheduler_end(&s, rc));
}

static struct aw_task *begin(int (*fn)(void), size_t size, aw_time limit)
{
    open_loop();
    program = fn;
    options = (struct aw_scheduler_options){
        .size = size, .limit = limit, .ended = says_ended};
    return spawn("main", runs_program, NULL);
}

static void run(int (*fn)(void), size_t size, aw_time limit)
{
    aw_task_drop(begin(fn, size, limit));
    run_all();
}

static void expect_counts(size_t done, size_t failed, size_t late,
                          size_t cancelled)
{
    EXPECT_INT(s.done, done, "counted what was done");
    EXPECT_INT(s.failed, failed, "counted what has failed");
    EXPECT_INT(s.late, late, "counted what was late");
    EXPECT_INT(s.cancelled, cancelled, "counted what was cancelled");
    EXPECT_INT(s.running, 0, "counted what runs still");
    EXPECT(aw_list_empty(&s.live), "looked at what lives still");
}

/* "OK@0": what came of submitting a job of so many ms, and when. */
static void submit(int ms)
{
    int rc = aw_scheduler_submit(&s, job, num(ms));

    say("%s@%d", aw_error_name(rc), now_ms());
}

/* Submits jobs of 10, 20, ... ms. */
static int submits(int n)
{
    for (int i = 1; i <= n; i++)
        submit(i * 10);
    return 0;
}

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
    EXPECT(strstr(said(), "submitted task-") == said(), "submitted one");
    EXPECT(strstr(said(), "yielded main+0@0") != NULL, "and ended");
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
    EXPECT(strstr(said(), "main+0@40") != NULL, "four jobs, and 100 places");
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

static int submits_one(void *arg)
{
    say_when(aw_scheduler_submit(&s, job, arg));
    return 0;
}

static int sleeps_long(void)
{
    return aw_sleep(100 * AW_MS);
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

GRADED(scheduler, it_can_shrink, "Those that run go on.")
{
    run(shrinks, 2, 0);
    EXPECT_SAID("OK@0 OK@0 10=OK@10/1 20=OK@20/0 OK@20 5=OK@25/0 main+0@25",
                "from 2 to 1");
    expect_counts(3, 0, 0, 0);
    close_quiet();
}

/* ---- Being asked to end -------------------------------------------------*/

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

static int cancels_at_once(void)
{
    submits(1);
    aw_scheduler_cancel(&s);
    return 0;
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
       "Whoever waits for a place then is told when it is his turn.")
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

/* ---- Memory -------------------------------------------------------------*/

static int submits_three(void)
{
    for (int i = 0; i < 3; i++) {
        int rc = aw_scheduler_submit(&s, job, num(5));

        say("%s", aw_error_name(rc));
    }
    return 0;
}

GRADED(scheduler, without_memory_the_place_is_free,
       "With an error `fn` will not be called, and the place goes to the next.")
{
    for (size_t fail = 1; fail <= 2; fail++) {
        graded_alloc_init(&memory);
        open_loop_with(&memory.alloc);
        program = submits_three;
        options = (struct aw_scheduler_options){.size = 1};
        launch("main", runs_program, NULL);
        memory.fail_once = memory.calls + fail;
        run_all();
        EXPECT(strstr(said(), "ENOMEM") == said() || fail > 1,
               "request %zu of the first job fails", fail);
        EXPECT_INT(s.done + (strstr(said(), "ENOMEM") != NULL), 3,
                   "three were submitted: done, and refused");
        EXPECT_INT(s.places.value, 1, "counted the places");
        expect_counts(s.done, 0, 0, 0);
        forget();
        close_quiet();
    }
}

/* The second request of any submit fails. */
static int submits_many(void)
{
    size_t refused = 0;

    for (int i = 0; i < 300; i++) {
        memory.fail_once = memory.calls + 2;
        refused += aw_scheduler_try_submit(&s, job, num(5)) == -ENOMEM;
    }
    memory.fail_once = 0;
    EXPECT_INT(s.running + refused, 300, "300 were submitted: run, or refused");
    return 0;
}

GRADED(scheduler, without_memory_for_a_task_nothing_is_counted,
       "With an error `fn` will not be called, and the place goes to the next.")
{
    graded_alloc_init(&memory);
    open_loop_with(&memory.alloc);
    program = submits_many;
    options = (struct aw_scheduler_options){.size = 300};
    launch("main", runs_program, NULL);
    run_all();
    EXPECT_INT(s.places.value, 300, "counted the places");
    expect_counts(s.done, 0, 0, 0);
    close_quiet();
}

GRADED(scheduler, its_jobs_leave_no_memory, "Memory   that of the jobs' tasks.")
{
    size_t before;

    graded_alloc_init(&memory);
    open_loop_with(&memory.alloc);
    program = submits_three;
    options = (struct aw_scheduler_options){.size = 2};
    launch("main", runs_program, NULL);
    run_all();
    before = memory.blocks;
    program = cancels_at_once;
    launch("main", runs_program, NULL);
    run_all();
    EXPECT_INT(memory.blocks, before,
               "three jobs, and then one that never "
               "began: blocks");
    close_quiet();
}

/* ---- Misuse -------------------------------------------------------------*/

static int misuses(void *arg)
{
    (void)arg;
    EXPECT_MISUSE(
        aw_scheduler_begin(&s, &(struct aw_scheduler_options){.size = 0}), "",
        "began one for 0");
    aw_scheduler_begin(&s, &(struct aw_scheduler_options){.size = 1});
    EXPECT_MISUSE(aw_scheduler_set_size(&s, 0), "", "set its size to 0");
    return aw_scheduler_end(&s, 0);
}

GRADED(scheduler, none_at_a_time_is_misuse,
       "jobs that run at a time; misuse "
       "with 0")
{
    open_loop();
    launch("a", misuses, NULL);
    close_quiet();
}

static int forgets_to_end(void *arg)
{
    (void)arg;
    aw_scheduler_begin(&s, &(struct aw_scheduler_options){.size = 1});
    return 0;
}

GRADED(scheduler, it_is_a_scope, "it is a scope, as its group is")
{
    open_loop();
    launch("a", forgets_to_end, NULL);
    EXPECT_MISUSE(turn(), "was begun at", "returned inside of it");
}
