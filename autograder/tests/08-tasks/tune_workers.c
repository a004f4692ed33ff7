/* SPDX-License-Identifier: MIT */
#include "tune_workers.h"

#include "graded.h"
#include "graded_loop.h"

enum { MOST = 64 };

static struct aw_loop loop;
static struct aw_clock_virtual virtual_clock;
static struct aw_future door[MOST]; /* job i waits for door i */
static int running, widest, begun[1000];
static int result;

/* Waits for its door, and fails if that is said. */
static int waits(struct tune_work *work, int i)
{
    int rc;

    (void)work;
    say("%d", i);
    running++;
    widest = running > widest ? running : widest;
    rc = aw_await(&door[i], NULL);
    running--;
    return rc;
}

static int works(void *arg)
{
    result = tune_workers(arg);
    say("done");
    return 0;
}

static void turns(int n)
{
    while (n-- > 0)
        aw_loop_run_once(&loop);
}

static void start(struct tune_work *work)
{
    struct aw_loop_options options = {.clock = &virtual_clock.clock};

    aw_clock_virtual_init(&virtual_clock, 0);
    EXPECT_INT(graded_loop_init(&loop, &options), 0, "made a loop");
    for (int i = 0; i < MOST; i++)
        aw_future_init(&door[i], &loop, NULL);
    aw_task_drop(aw_spawn(&loop, works, work, AW_NAMED("main")));
    turns(3);
}

GRADED(tune_workers, as_many_as_allowed_begin,
       "They begin in their order, each as soon as fewer than `width` are "
       "running")
{
    struct tune_work work = {.n = 6, .width = 3, .job = waits};

    start(&work);
    EXPECT_SAID("0 1 2", "six jobs, three at a time: within three turns");
    aw_future_resolve(&door[1], NULL);
    turns(2);
    EXPECT_SAID("0 1 2 3", "six jobs, three at a time, and job 1 has ended");
    aw_future_resolve(&door[0], NULL);
    aw_future_resolve(&door[3], NULL);
    turns(2);
    EXPECT_SAID("0 1 2 3 4 5", "then jobs 0 and 3 have ended, too");
    EXPECT_INT(widest, 3, "counted how many were running");
}

GRADED(tune_workers, it_returns_when_all_are_done,
       "Do all jobs, and return when all are done.")
{
    struct tune_work work = {.n = 3, .width = 2, .job = waits};

    start(&work);
    aw_future_resolve(&door[0], NULL);
    aw_future_resolve(&door[1], NULL);
    turns(4);
    EXPECT_SAID("0 1 2", "one is still running");
    aw_future_resolve(&door[2], NULL);
    turns(4);
    EXPECT_SAID("0 1 2 done", "all have ended");
    EXPECT_INT(result, 3, "and none has failed");
    EXPECT_INT(loop.live[AW_TASKS], 0, "looked who lives");
    EXPECT_INT(loop.live[AW_STACKS], 0, "and who is held");
}

GRADED(tune_workers, an_error_ends_only_its_own_job,
       "An error ends no job but its own.")
{
    struct tune_work work = {.n = 4, .width = 2, .job = waits};

    start(&work);
    aw_future_fail(&door[0], -EIO);
    turns(2);
    for (int i = 1; i < 4; i++) {
        aw_future_resolve(&door[i], NULL);
        turns(2);
    }
    turns(4);
    EXPECT_SAID("0 1 2 3 done", "the first of four has failed");
    EXPECT_INT(result, 3, "counted those that have not");
}

GRADED(tune_workers, there_may_be_fewer_jobs_than_places,
       "so many at a time, 1 to TUNE_WIDEST")
{
    struct tune_work few = {.n = 2,
                            .width = TUNE_WIDEST,
                            .job = waits,
                            .next = 1,
                            .running = 1,
                            .good = 1,
                            .done = 1};
    struct tune_work none = {.n = 0, .width = 3, .job = waits};

    start(&few);
    aw_future_resolve(&door[0], NULL);
    aw_future_resolve(&door[1], NULL);
    turns(4);
    EXPECT_SAID("0 1 done", "two jobs, and many places");
    start(&none);
    EXPECT_SAID("0 1 done done", "no job at all");
    EXPECT_INT(result, 0, "no job at all");
}

/* Ends at once, or some turns later. */
static int varies(struct tune_work *work, int i)
{
    EXPECT_AT_MOST(running + 1, work->width, "job %d begins beside %d others",
                   i, running);
    begun[i]++;
    running++;
    for (uint64_t n = graded_random(6); n > 0; n--)
        aw_yield();
    running--;
    return i % 10 == 3 ? -EIO : i;
}

GRADED(tune_workers, each_job_is_done_once,
       "Do all jobs, and return when all are done.")
{
    struct tune_work work = {.n = 1000, .width = 7, .job = varies};

    start(&work);
    while (aw_loop_run_once(&loop) > 0)
        continue;
    for (int i = 0; i < 1000; i++)
        EXPECT_INT(begun[i], 1, "counted how often job %d has begun", i);
    EXPECT_INT(result, 900, "one in ten fails");
}

GRADED(tune_workers, nothing_runs_while_all_wait,
       "While `width` jobs wait nothing of this runs, and there are never more "
       "than `width` tasks.")
{
    struct tune_work work = {.n = 50, .width = 4, .job = waits};
    uint64_t ran;

    start(&work);
    ran = loop.ready.ran;
    turns(10);
    EXPECT_INT(loop.ready.ran - ran, 0, "ten turns while four jobs wait");
    EXPECT_INT(loop.live[AW_TASKS], 5, "counted the tasks, main included");
}

static int takes_its_time(struct tune_work *work, int i)
{
    int rc;

    (void)work;
    say("%d@%d", i, (int)(virtual_clock.time / AW_MS));
    rc = aw_sleep((aw_time)graded_random(50) * AW_MS);
    return graded_random(4) ? rc : -EIO;
}

GRADED(tune_workers, drawn_jobs_begin_as_in_the_reference,
       "They begin in their order, each as soon as fewer than `width` are "
       "running")
{
    struct tune_work work = {
        .n = 40, .width = 1 + (int)graded_random(8), .job = takes_its_time};

    start(&work);
    while (aw_loop_run_once(&loop) > 0)
        continue;
    say("%d@%d", result, (int)(virtual_clock.time / AW_MS));
    EXPECT_AS_REFERENCE("forty jobs of up to 50 ms, %d at a time: each with "
                        "the moment when it began",
                        work.width);
}
