/* SPDX-License-Identifier: MIT */
#include "hunt_worker_pool.h"

#include "fixture.h"

/* Producer i makes `jobs` of them, one each each_ms[i]; job 13 fails. */
static int jobs, each_ms[3], ready_ms, work_ms;
static int made[3], produced, given_back, worked_on[40];

static int produce(struct hunt_pool *pool, int number)
{
    int rc = aw_sleep(each_ms[number] * AW_MS);

    (void)pool;
    if (rc < 0)
        return rc;
    if (made[number] == jobs)
        return -ENODATA;
    produced++;
    return 10 * (number + 1) + ++made[number];
}

static int ready(struct hunt_pool *pool)
{
    (void)pool;
    return aw_sleep(ready_ms * AW_MS);
}

static int work(struct hunt_pool *pool, int job)
{
    int rc;

    (void)pool;
    worked_on[job]++;
    rc = aw_sleep(work_ms * AW_MS);
    say("%d%s@%d", job, rc < 0 ? "!" : "", now_ms());
    return job == 13 && rc == 0 ? -EIO : rc;
}

static void give_back(struct hunt_pool *pool, int job)
{
    (void)pool;
    given_back++;
    worked_on[job]++;
}

static struct hunt_pool pool;
static struct aw_task *task;

static void start(int producers, int workers)
{
    open_loop();
    pool = (struct hunt_pool){.produce = produce,
                              .ready = ready,
                              .work = work,
                              .give_back = give_back,
                              .producers = producers,
                              .workers = workers};
    memset(made, 0, sizeof(made));
    memset(worked_on, 0, sizeof(worked_on));
    produced = given_back = 0;
    jobs = 2;
    each_ms[0] = each_ms[1] = each_ms[2] = 1;
    ready_ms = 1;
    work_ms = 10;
    task = spawn("pool", hunt_worker_pool, &pool);
}

/* It has ended, and each job was in one place. */
static void end(int result)
{
    int wrong = 0;

    run_all();
    EXPECT_INT(task->state, AW_TASK_ENDED, "waited for its end: its state");
    EXPECT_INT(task->future.result, result, "looked at what has come of it");
    for (int i = 0; i < 40; i++)
        wrong += worked_on[i] > 1;
    EXPECT_INT(wrong, 0, "looked for jobs that were dealt with twice");
    EXPECT_INT(pool.done + pool.failed + (unsigned)given_back, produced,
               "counted jobs that were done, failed, or were given back");
    aw_task_drop(task);
    close_quiet();
}

GRADED(hunt_worker_pool, a_job_that_fails_is_over,
       "one that fails counts in `failed`, the others in `done`")
{
    start(1, 1);
    jobs = 4;
    run_all();
    EXPECT_INT(pool.failed, 1, "the third of four fails");
    EXPECT_INT(pool.done, 3, "the third of four fails");
    end(0);
}

GRADED(hunt_worker_pool, the_slower_producer_is_waited_for,
       "When all producers have no more, and all jobs have been worked on, the "
       "pool ends and returns 0.")
{
    start(2, 1);
    each_ms[1] = 30;
    run_all();
    EXPECT_INT(pool.done, 4, "one producer is slower than the other");
    end(0);
}

GRADED(hunt_worker_pool, more_producers_than_workers,
       "Each job that is produced is worked on once")
{
    start(3, 2);
    each_ms[2] = 40;
    run_all();
    EXPECT_INT(pool.done, 6, "three producers, two workers");
    end(0);
}

GRADED(hunt_worker_pool, all_at_once,
       "Each job that is produced is worked on once")
{
    start(3, 3);
    jobs = 7;
    ready_ms = 0;
    run_all();
    EXPECT_INT(pool.done, 20, "21 jobs, one of which fails");
    end(0);
}

GRADED(hunt_worker_pool, who_waits_for_the_machine_holds_no_job,
       "every other job that was produced is given back, once")
{
    struct asker asker;

    start(1, 1);
    ready_ms = 20;
    ask_at(&asker, task, 10);
    run_all();
    EXPECT_INT(given_back, 2, "asked while the worker waits for the machine");
    end(-ECANCELED);
}

GRADED(hunt_worker_pool, what_is_being_done_is_broken_off,
       "What is being worked on then is broken off and counts in `failed`")
{
    struct asker asker;

    start(3, 2);
    each_ms[0] = 10;
    each_ms[1] = 45;
    each_ms[2] = 50;
    ready_ms = 3;
    work_ms = 60;
    /* Both work on their second job, whether they were ready before they took
     * it or waited for that with the job in their hands. */
    ask_at(&asker, task, 120);
    run_all();
    EXPECT_INT(pool.done, 2, "asked while both work: done");
    EXPECT_INT(pool.failed, 2, "and broken off");
    EXPECT_INT(given_back, 2, "and given back");
    end(-ECANCELED);
}

static void nothing_is_lost_when_asked_at(int ms)
{
    struct asker asker;

    start(2, 2);
    jobs = 8;
    ready_ms = 2;
    ask_at(&asker, task, ms);
    end(-ECANCELED);
    forget();
}

/* At many in the order that is promised, and at one in the others. */
GRADED_ORDER_FREE(hunt_worker_pool, asked_at_any_time_nothing_is_lost,
                  "When it is asked to end, so are all its tasks")
{
    if (graded_order_seed())
        nothing_is_lost_when_asked_at(1 + (int)graded_random(39));
    else
        for (int ms = 1; ms < 40; ms += 2)
            nothing_is_lost_when_asked_at(ms);
}

static int work_is_given_up(struct hunt_pool *p, int job)
{
    int rc = work(p, job);

    return rc < 0 ? rc : -ECANCELED;
}

GRADED(hunt_worker_pool, a_job_that_gives_up_is_over_too,
       "or an error, which may be -ECANCELED although nobody has asked")
{
    start(1, 1);
    jobs = 4;
    pool.work = work_is_given_up;
    run_all();
    EXPECT_INT(pool.failed, 4, "each of four returns -ECANCELED: failed");
    EXPECT_INT(pool.done, 0, "and done");
    end(0);
}

/* Whether a worker is ready before it takes a job or behind is its affair: the
 * order is not said. */
GRADED(hunt_worker_pool, drawn_pools_end_as_in_the_reference,
       "Each job that is produced is worked on once")
{
    for (int round = 0; round < 12; round++) {
        unsigned done, failed;

        start(1 + (int)graded_random(3), 1 + (int)graded_random(4));
        jobs = (int)graded_random(9);
        for (int i = 0; i < 3; i++)
            each_ms[i] = (int)graded_random(40);
        ready_ms = (int)graded_random(5);
        work_ms = (int)graded_random(30);
        run_all();
        done = pool.done;
        failed = pool.failed;
        end(0);
        forget();
        say("%u-%u-%d", done, failed, given_back);
        EXPECT_AS_REFERENCE("a pool with producers and workers of all "
                            "speeds: done-failed-given back");
    }
}
