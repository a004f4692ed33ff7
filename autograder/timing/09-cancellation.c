/* SPDX-License-Identifier: MIT */
/* Limits that are not needed, as most of them are. */
#include "aw/cancel.h"
#include "graded_loop.h"
#include "timing.h"

static struct aw_loop loop;
static uint64_t sum;

/* ---- limits: a limit round something short, over and over ---------------*/

enum { TASKS = 100, LIMITS = 4000 };

static int is_limited(void *arg)
{
    struct aw_timeout limit;

    for (int i = 0; i < LIMITS; i++) {
        aw_timeout_begin(&limit, aw_from_now(3600 * AW_SEC));
        sum += arg != NULL;
        sum += aw_timeout_end(&limit, 1) == 1;
        aw_yield();
    }
    return 0;
}

static void limits(void)
{
    TIMING_CHECK(graded_loop_init(&loop, NULL) == 0);
    for (int i = 0; i < TASKS; i++)
        aw_task_drop(aw_spawn(&loop, is_limited, NULL, NULL));
    timing_start();
    while (aw_loop_run_once(&loop) > 0)
        continue;
    timing_stop();
    TIMING_CHECK(sum == (uint64_t)TASKS * LIMITS);
    TIMING_CHECK(loop.timers.live == 0);
}

int main(int argc, char **argv)
{
    static const struct timing_target targets[] = {
        {"limits", limits},
        {NULL, NULL},
    };
    return timing_main(argc, argv, targets);
}
