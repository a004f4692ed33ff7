/* SPDX-License-Identifier: MIT */
/* Many that are finished already. */
#include <stdlib.h>

#include "aw/gather.h"
#include "graded_loop.h"
#include "timing.h"

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

int main(int argc, char **argv)
{
    static const struct timing_target targets[] = {
        {"gather_finished", gather_finished},
        {NULL, NULL},
    };
    return timing_main(argc, argv, targets);
}
