/* SPDX-License-Identifier: MIT */
/* The runner's side: Criterion's hooks, put on the result pipe.
 *
 * Criterion runs every test in a worker process of its own.  These hooks run
 * in the process that watches the workers, so they still report when a worker
 * has crashed, hung, or left by the back door. */
#include <criterion/criterion.h>
#include <criterion/hooks.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "record.h"

extern const char _start[], _fini[]; /* the first of all code, and behind it */

/* What tests expect stands in their code, behind each call of what they judge;
 * so from here on the program's code can be run, and not be read.  Processors
 * without such memory let it be read all the same. */
__attribute__((constructor)) static void hide_code(void)
{
    uintptr_t page = 4096, from = ((uintptr_t)_start + page - 1) / page * page;
    uintptr_t to = (uintptr_t)_fini / page * page;

    if (getenv("AW_RESULT") && from < to)
        mprotect((void *)from, to - from, PROT_EXEC);
}

static void name_of(const struct criterion_test *test, char *name, size_t room)
{
    snprintf(name, room, "%s/%s", test->category, test->name);
}

ReportHook(PRE_ALL)(struct criterion_test_set *set)
{
    char name[256];

    if (!record_open(false))
        return;
    FOREACH_SET(struct criterion_suite_set * suite, set->suites)
    {
        FOREACH_SET(struct criterion_test * test, suite->tests)
        {
            const char *promise = test->data->description;

            name_of(test, name, sizeof(name));
            record("plan", name, promise ? promise : "", NULL);
        }
    }
}

/* Where a learner's own assertion failed. */
static void first_failed_assert(const struct criterion_test_stats *stats,
                                const char *name)
{
    const struct criterion_assert_stats *a = stats->asserts;
    char line[24];

    while (a && a->passed)
        a = a->next;
    if (!a)
        return;
    snprintf(line, sizeof(line), "%u", a->line);
    record("assert", name, a->file, line, a->message ? a->message : "", NULL);
}

static void after(const struct criterion_test_stats *stats)
{
    char name[256], code[16], sig[16], seconds[32];

    name_of(stats->test, name, sizeof(name));
    snprintf(code, sizeof(code), "%d", stats->exit_code);
    snprintf(sig, sizeof(sig), "%d", stats->signal);
    snprintf(seconds, sizeof(seconds), "%.4f", (double)stats->elapsed_time);
    first_failed_assert(stats, name);
    /* Only a worker that came to its end told Criterion how long it took: one
     * that has left by exit(0) did not. */
    record("post", name,
           stats->crashed            ? "crashed"
           : stats->failed_asserts   ? "failed"
           : stats->elapsed_time > 0 ? "ended"
                                     : "left",
           code, sig, stats->timed_out ? "timeout" : "", seconds, NULL);
}

ReportHook(POST_TEST)(struct criterion_test_stats *stats)
{
    after(stats);
}

ReportHook(TEST_CRASH)(struct criterion_test_stats *stats)
{
    after(stats);
}

ReportHook(POST_ALL)(struct criterion_global_stats *stats)
{
    (void)stats;
    record("done", NULL);
}
