/* SPDX-License-Identifier: MIT */
/* Many that are finished already, and many that arrive one by one. */
#include <stdlib.h>

#include "aw/gather.h"
#include "graded_loop.h"
#include "timing.h"
#include "tune_arrivals.h"

static struct aw_loop loop;

/* ---- gather_finished: one hundred thousand, all of them settled ---------*/

enum { MANY = 100000, TIMES = 8 };

static struct aw_future *future;
static struct aw_member *member;
static long sum;

static int gathers(void *arg)
{
    for (int k = 0; k < TIMES; k++) {
        timing_start();
        TIMING_CHECK(aw_gather(member, MANY, AW_FAIL_FAST) == 0);
        timing_stop();
        for (int i = 0; i < MANY; i++)
            sum += aw_member_result(&member[i], arg);
    }
    return 0;
}

static void gather_finished(void)
{
    void *value;

    TIMING_CHECK(graded_loop_init(&loop, NULL) == 0);
    future = malloc(MANY * sizeof(*future));
    member = calloc(MANY, sizeof(*member));
    for (int i = 0; i < MANY; i++) {
        aw_future_init(&future[i], &loop, NULL);
        aw_future_settle(&future[i], 1, NULL);
        member[i].future = &future[i];
    }
    aw_task_drop(aw_spawn(&loop, gathers, &value, NULL));
    while (aw_loop_run_once(&loop) > 0)
        continue;
    TIMING_CHECK(sum == (long)MANY * TIMES);
}

/* ---- tune_arrivals: each in a turn of its own ---------------------------*/

enum { ARRIVE = 400, ROUNDS = 60 };

static struct aw_handle next;
static size_t settled;

static int settle_one(struct aw_handle *handle)
{
    aw_future_settle(&future[settled++], 0, NULL);
    if (settled < ARRIVE)
        aw_ready_push(&loop.ready, handle);
    return 0;
}

static void arrived(struct tune_arrivals *arrivals, struct aw_member *m)
{
    sum += m - arrivals->member;
}

static int waits(void *arg)
{
    struct tune_arrivals all = {
        .member = member, .n = ARRIVE, .arrived = arrived};

    for (int i = 0; i < ARRIVE; i++) {
        aw_future_init(&future[i], &loop, NULL);
        member[i] = (struct aw_member){.future = &future[i]};
    }
    settled = 0;
    aw_handle_init(&next, settle_one);
    aw_ready_push(&loop.ready, &next);
    timing_start();
    TIMING_CHECK(tune_arrivals(&all) == 0);
    timing_stop();
    for (int i = 0; i < ARRIVE; i++)
        aw_future_deinit(&future[i]);
    return arg != NULL;
}

static void tune(void)
{
    TIMING_CHECK(graded_loop_init(&loop, NULL) == 0);
    future = malloc(ARRIVE * sizeof(*future));
    member = malloc(ARRIVE * sizeof(*member));
    for (int k = 0; k < ROUNDS; k++) {
        aw_task_drop(aw_spawn(&loop, waits, NULL, NULL));
        while (aw_loop_run_once(&loop) > 0)
            continue;
    }
    TIMING_CHECK(sum == (long)ROUNDS * ARRIVE * (ARRIVE - 1) / 2);
}

int main(int argc, char **argv)
{
    static const struct timing_target targets[] = {
        {"gather_finished", gather_finished},
        {"tune_arrivals", tune},
        {NULL, NULL},
    };
    return timing_main(argc, argv, targets);
}
