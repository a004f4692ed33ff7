/* SPDX-License-Identifier: MIT */
#include "timing.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "record.h"

static const char *target;
static int64_t started, spent;

/* Why the thread's clock: under a CPU limit (RLIMIT_CPU) Linux answers for the
 * process's clock with what it has counted at the last tick, up to 4 ms ago. */
static int64_t cpu_now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

void timing_start(void)
{
    started = cpu_now();
}

void timing_stop(void)
{
    spent += cpu_now() - started;
}

void timing_check(bool condition, const char *expression)
{
    if (condition)
        return;
    record("wrong", target, expression, NULL);
    fprintf(stderr, "%s: wrong result: %s does not hold\n", target, expression);
    exit(1);
}

static int report(void)
{
    char ns[24];

    snprintf(ns, sizeof(ns), "%" PRId64, spent);
    record("timing", target, ns, NULL);
    if (!getenv("AW_RESULT"))
        printf("%s %s ns\n", target, ns);
    return 0;
}

int timing_main(int argc, char **argv, const struct timing_target *targets)
{
    record_open(true);
    for (; argc == 2 && targets->name; targets++) {
        if (strcmp(argv[1], targets->name) == 0) {
            target = targets->name;
            targets->run();
            return report();
        }
    }
    fprintf(stderr, "usage: %s TARGET (see the rubric)\n", argv[0]);
    return 2;
}
