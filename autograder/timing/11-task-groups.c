/* SPDX-License-Identifier: MIT */
/* Groups of many that end at once. */
#include "aw/group.h"
#include "graded_loop.h"
#include "timing.h"
#include "tune_pool.h"

static struct aw_loop loop;
static long ended;

/* ---- cancel: a group of sleepers is asked to end, over and over ---------*/

enum { SLEEPERS = 2000, ROUNDS = 20 };

static int sleeps(void *arg)
{
    int rc = aw_sleep(3600 * AW_SEC);

    (void)arg;
    ended += rc == -ECANCELED;
    return rc;
}

static int ends_all(void *arg)
{
    struct aw_group group;

    (void)arg;
    for (int i = 0; i < ROUNDS; i++) {
        aw_group_begin(&group);
        for (int k = 0; k < SLEEPERS; k++)
            aw_group_spawn(&group, sleeps, NULL, NULL);
        aw_yield();
        timing_start();
        aw_group_cancel(&group, "enough");
        TIMING_CHECK(aw_group_close(&group, 0) == 0);
        timing_stop();
    }
    return 0;
}

static void cancel(void)
{
    TIMING_CHECK(graded_loop_init(&loop, NULL) == 0);
    aw_task_drop(aw_spawn(&loop, ends_all, NULL, NULL));
    while (aw_loop_run_once(&loop) > 0)
        continue;
    TIMING_CHECK(ended == (long)SLEEPERS * ROUNDS);
    TIMING_CHECK(loop.live[AW_TASKS] == 0);
}

/* ---- tune_pool: many items, eight at a time -----------------------------*/

enum { ITEMS = 300000, AT_A_TIME = 8 };

static int work(struct tune_pool *pool, int i)
{
    (void)pool;
    ended += i % 2;
    return aw_yield();
}

static int runs_a_pool(void *arg)
{
    struct tune_pool pool = {.work = work};

    (void)arg;
    timing_start();
    TIMING_CHECK(tune_pool(&pool, ITEMS, AT_A_TIME) == 0);
    timing_stop();
    TIMING_CHECK(pool.done == ITEMS);
    return 0;
}

static void tune(void)
{
    TIMING_CHECK(graded_loop_init(&loop, NULL) == 0);
    aw_task_drop(aw_spawn(&loop, runs_a_pool, NULL, NULL));
    while (aw_loop_run_once(&loop) > 0)
        continue;
    TIMING_CHECK(ended == ITEMS / 2);
}

int main(int argc, char **argv)
{
    static const struct timing_target targets[] = {
        {"cancel", cancel},
        {"tune_pool", tune},
        {NULL, NULL},
    };
    return timing_main(argc, argv, targets);
}
