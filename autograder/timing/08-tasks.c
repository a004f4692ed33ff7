/* SPDX-License-Identifier: MIT */
/* Tasks that come and go, tasks that yield, and jobs for a few of them. */
#include "aw/task.h"
#include "graded_loop.h"
#include "timing.h"
#include "tune_workers.h"

static struct aw_loop loop;
static uint64_t sum;

static void run_all(void)
{
    while (aw_loop_run_once(&loop) > 0)
        continue;
    TIMING_CHECK(loop.live[AW_TASKS] == 0);
}

/* ---- spawn_join: a hundred at a time, beside a thousand that wait --------*/

enum { CROWD = 100, ROUNDS = 800 };

static struct aw_future never;

static int waits(void *arg)
{
    (void)arg;
    aw_await(&never, NULL);
    return 0;
}

static void open_with_others(int n)
{
    TIMING_CHECK(graded_loop_init(&loop, NULL) == 0);
    aw_future_init(&never, &loop, NULL);
    for (int i = 0; i < n; i++)
        aw_task_drop(aw_spawn(&loop, waits, NULL, NULL));
}

static int gives_one(void *arg)
{
    return arg != NULL;
}

static int spawns_and_joins(void *arg)
{
    struct aw_task *task[CROWD];

    timing_start();
    for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < CROWD; i++)
            task[i] = aw_spawn(&loop, gives_one, arg, NULL);
        for (int i = 0; i < CROWD; i++)
            sum += (uint64_t)aw_join(task[i], NULL);
    }
    timing_stop();
    aw_future_resolve(&never, NULL);
    return 0;
}

static void spawn_join(void)
{
    open_with_others(1000);
    aw_task_drop(aw_spawn(&loop, spawns_and_joins, &loop, NULL));
    run_all();
    TIMING_CHECK(sum == (uint64_t)CROWD * ROUNDS);
    TIMING_CHECK(loop.live[AW_STACKS] == 0);
}

/* ---- volley: a hundred that yield, beside others that wait ---------------*/

enum { PLAYERS = 100, YIELDS = 4000 };

static int plays(void *arg)
{
    for (int i = 0; i < YIELDS; i++)
        sum += (uint64_t)(aw_yield() == 0);
    if (sum == (uint64_t)PLAYERS * YIELDS) {
        timing_stop();
        aw_future_resolve(&never, NULL);
    }
    return arg != NULL;
}

static void volley(void)
{
    open_with_others(150);
    for (int i = 0; i < PLAYERS; i++)
        aw_task_drop(aw_spawn(&loop, plays, NULL, NULL));
    aw_loop_run_once(&loop);
    timing_start();
    run_all();
    TIMING_CHECK(sum == (uint64_t)PLAYERS * YIELDS);
}

/* ---- workers: many small jobs -------------------------------------------*/

enum { JOBS = 200000 };

static int small_job(struct tune_work *work, int i)
{
    (void)work;
    sum += (uint64_t)i;
    return aw_yield();
}

static int works(void *arg)
{
    struct tune_work work = {.n = JOBS, .width = 8, .job = small_job};

    (void)arg;
    timing_start();
    TIMING_CHECK(tune_workers(&work) == JOBS);
    timing_stop();
    return 0;
}

static void workers(void)
{
    TIMING_CHECK(graded_loop_init(&loop, NULL) == 0);
    aw_task_drop(aw_spawn(&loop, works, NULL, NULL));
    run_all();
    TIMING_CHECK(sum == (uint64_t)JOBS * (JOBS - 1) / 2);
}

int main(int argc, char **argv)
{
    static const struct timing_target targets[] = {
        {"spawn_join", spawn_join},
        {"volley", volley},
        {"workers", workers},
        {NULL, NULL},
    };

    return timing_main(argc, argv, targets);
}
