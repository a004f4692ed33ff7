/* SPDX-License-Identifier: MIT */
/* Limits that are not needed, as most of them are. */
#include "aw/cancel.h"
#include "graded_loop.h"
#include "timing.h"
#include "tune_limits.h"

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

/* ---- tune_limits: many answers, none of them late -----------------------*/

enum { ANSWERS = 150000 };

static int answers(struct tune_service *service, int i)
{
    (void)service;
    sum += (uint64_t)i;
    return aw_yield();
}

static int serves(void *arg)
{
    struct tune_service service = {.answer = answers, .limit = 3600 * AW_SEC};

    (void)arg;
    timing_start();
    TIMING_CHECK(tune_limits(&service, ANSWERS) == 0);
    timing_stop();
    TIMING_CHECK(service.good == ANSWERS);
    return 0;
}

static void tune(void)
{
    TIMING_CHECK(graded_loop_init(&loop, NULL) == 0);
    aw_task_drop(aw_spawn(&loop, serves, NULL, NULL));
    while (aw_loop_run_once(&loop) > 0)
        continue;
    TIMING_CHECK(sum == (uint64_t)ANSWERS * (ANSWERS - 1) / 2);
}

int main(int argc, char **argv)
{
    static const struct timing_target targets[] = {
        {"limits", limits},
        {"tune_limits", tune},
        {NULL, NULL},
    };
    return timing_main(argc, argv, targets);
}
