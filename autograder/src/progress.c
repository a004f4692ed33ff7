/* SPDX-License-Identifier: MIT */
#include "progress.h"

#include <stdio.h>
#include <unistd.h>

struct shown {
    struct jobs *jobs;
    const char *what;
    size_t all;
};

static void tick(void *ctx)
{
    struct shown *shown = ctx;
    size_t left = jobs_left(shown->jobs);

    /* Jobs may submit jobs: the whole grows. */
    if (left > shown->all)
        shown->all = left;
    fprintf(stderr, "\r\033[K%s %zu of %zu", shown->what, shown->all - left,
            shown->all);
    fflush(stderr);
}

/* Where lines cannot be rewritten, one for each phase is enough. */
static void say_once(const char *what, size_t all)
{
    static const char *said;

    if (what != said)
        fprintf(stderr, "%s: %zu\n", what, all);
    said = what;
}

bool progress_run(struct jobs *jobs, const char *what)
{
    struct shown shown = {jobs, what, jobs_left(jobs)};
    bool terminal = isatty(STDERR_FILENO), ok;

    if (shown.all == 0)
        return jobs_run(jobs, NULL, NULL);
    if (!terminal)
        say_once(what, shown.all);
    ok = jobs_run(jobs, terminal ? tick : NULL, &shown);
    if (terminal)
        fputs("\r\033[K", stderr);
    return ok;
}
