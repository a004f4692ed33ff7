/* SPDX-License-Identifier: MIT */
#include "hunt_worker.h"

#include "fixture.h"

/* Jobs 1 to `last` take 10 ms each; job 3 fails.  A flush takes 5 ms. */
static int last, next_job, flushes, flush_ms, flush_result;

static int take(struct hunt_worker *worker)
{
    int rc = aw_sleep(AW_MS);

    (void)worker;
    if (rc < 0)
        return rc;
    if (next_job == last)
        return -ENODATA;
    say("take%d@%d", next_job + 1, now_ms());
    return ++next_job;
}

static int work(struct hunt_worker *worker, int job)
{
    int rc = aw_sleep(10 * AW_MS);

    (void)worker;
    if (rc < 0)
        return rc;
    return job == 3 ? -EIO : 0;
}

static int flush(struct hunt_worker *worker)
{
    int rc = aw_sleep(flush_ms * AW_MS);

    (void)worker;
    flushes++;
    say("%s@%d", rc < 0 ? "torn" : "flushed", now_ms());
    return rc < 0 ? rc : flush_result;
}

static struct hunt_worker worker;
static struct aw_task *task;

static void start(int jobs)
{
    open_loop();
    worker = (struct hunt_worker){
        .take = take, .work = work, .flush = flush, .bound = 20 * AW_MS};
    last = jobs;
    next_job = flushes = flush_result = 0;
    flush_ms = 5;
    task = spawn("worker", hunt_worker, &worker);
}

static void end(int result)
{
    run_all();
    EXPECT_INT(flushes, 1, "counted flushes");
    EXPECT_INT(task->future.result, result, "looked at what has come of it");
    aw_task_drop(task);
    close_clean();
}

GRADED(hunt_worker, what_the_flush_says_is_said,
       "otherwise what the flush has returned")
{
    start(2);
    flush_result = -ENOSPC;
    run_all();
    EXPECT_SAID("take1@1 take2@12 flushed@28", "two jobs");
    EXPECT_INT(worker.done, 2, "two jobs");
    end(-ENOSPC);
}

GRADED(hunt_worker, a_job_that_fails_is_counted,
       "One that fails counts in `failed`, and the next one is taken")
{
    struct asker asker;

    start(9);
    ask_at(&asker, task, 50);
    run_all();
    EXPECT_INT(worker.done, 3, "asked in the fifth job; the third has failed");
    EXPECT_INT(worker.failed, 1, "the third has failed");
    end(-ECANCELED);
}

GRADED(hunt_worker, asked_while_it_works_it_takes_no_other,
       "when it is asked to end, it takes no other and flushes, once")
{
    struct asker asker;

    start(5);
    ask_at(&asker, task, 15);
    run_all();
    EXPECT_SAID("take1@1 take2@12 flushed@20", "asked in the second job");
    EXPECT_INT(worker.done, 1, "asked in the second job");
    EXPECT_INT(worker.failed, 0, "asked in the second job");
    end(-ECANCELED);
}

GRADED(hunt_worker, asked_while_it_waits_it_takes_no_other,
       "when it is asked to end, it takes no other and flushes, once")
{
    struct asker asker;

    start(5);
    ask_at(&asker, task, 0);
    run_all();
    EXPECT_SAID("flushed@5", "asked while it waits for a job");
    end(-ECANCELED);
}

GRADED(hunt_worker, a_second_request_does_not_tear_the_flush,
       "A flush is not broken off, however often the worker is asked to end")
{
    struct asker asker[2];

    start(5);
    ask_at(&asker[0], task, 5);
    ask_at(&asker[1], task, 7);
    run_all();
    EXPECT_SAID("take1@1 flushed@10", "asked twice");
    end(-ECANCELED);
}

GRADED(hunt_worker, a_request_says_more_than_a_flush_that_fails,
       "Returns -ECANCELED when it was asked to end")
{
    struct asker asker;

    start(5);
    flush_result = -ENOSPC;
    ask_at(&asker, task, 5);
    end(-ECANCELED);
}

GRADED(hunt_worker, a_request_in_the_last_flush_does_not_tear_it,
       "A flush is not broken off, however often the worker is asked to end")
{
    struct asker asker;

    start(1);
    ask_at(&asker, task, 14);
    run_all();
    EXPECT_SAID("take1@1 flushed@17", "asked while it flushes at the end");
    end(-ECANCELED);
}

GRADED(hunt_worker, only_its_bound_ends_a_flush, "only `bound` ends it")
{
    start(1);
    flush_ms = 100;
    run_all();
    EXPECT_SAID("take1@1 torn@32", "a flush of 100 ms, and 20 for it");
    end(-ETIMEDOUT);
}

GRADED(hunt_worker, drawn_shifts_end_as_in_the_reference,
       "when it is asked to end, it takes no other and flushes, once")
{
    for (int i = 0; i < 8; i++) {
        struct asker asker[2];

        start((int)graded_random(9));
        flush_ms = (int)graded_random(30);
        flush_result = graded_random(3) ? 0 : -ENOSPC;
        for (uint64_t n = graded_random(3); n > 0; n--)
            ask_at(&asker[n - 1], task, (int)graded_random(90));
        run_all();
        say("%u-%u=%s", worker.done, worker.failed,
            aw_error_name(task->future.result));
        aw_task_drop(task);
        close_clean();
    }
    EXPECT_AS_REFERENCE("up to eight jobs, asked to end up to twice, flushes "
                        "of up to 29 ms (bound 20); done-failed=result");
}
