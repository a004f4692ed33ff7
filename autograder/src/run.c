/* SPDX-License-Identifier: MIT */
#include "run.h"

#include <errno.h>
#include <glob.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drawn.h"
#include "hear.h"
#include "progress.h"
#include "repeats.h"
#include "verdicts.h"

/* A program whose tests hang one after the other is given up after this many:
 * the rest would only take the learner's time. */
enum { HANGS_MAX = 4 };

/* Seconds for a program.  A program that is cut short here only has the rest
 * of its tests run one by one. */
enum { WALL_MAX = 20 };

struct finding *run_find(const struct run *run, const char *test)
{
    for (size_t i = 0; i < run->n; i++)
        if (strcmp(run->finding[i].test, test) == 0)
            return &run->finding[i];
    return NULL;
}

/* ---- Weighing -----------------------------------------------------------*/

static void clear(struct finding *f)
{
    const char *test = f->test, *claim = f->claim;

    *f = (struct finding){.test = test, .claim = claim};
}

static bool hung(const struct finding *f, const struct job_outcome *outcome)
{
    return f->status == TEST_TIMEOUT || outcome->end == JOB_IDLE ||
           outcome->end == JOB_BUSY;
}

/* In asyncio's order it went well, where the reader would look for it. */
static void tell_order(struct finding *f, struct arena *arena)
{
    if (f->order && f->message)
        f->message = arena_printf(
            arena,
            "%s\norder     tasks that were ready at the same time had changed "
            "places; SEED=%s has this order first",
            f->message, f->order);
}

static void ended(void *ctx, const struct job_outcome *outcome)
{
    struct start *s = ctx;
    const char *text = arena_copy(s->arena, outcome->records);
    struct record record;

    if (!s->again && !s->known && outcome->end == JOB_NOT_STARTED)
        s->run->not_started = arena_copy(s->arena, outcome->why);
    if (!s->again)
        s->run->last_words = arena_copy(s->arena, outcome->output);
    while (record_next(s->arena, &text, &record))
        if (!s->again || strcmp(record.field[0], s->only) == 0)
            hear(s, &record);
    for (size_t i = 0; i < s->run->n; i++) {
        struct finding *f = &s->run->finding[i];

        if (s->only && strcmp(f->test, s->only) != 0)
            continue;
        verdict(f, s->run->plain, s->only != NULL, outcome, s->arena);
        tell_order(f, s->arena);
    }
    if (s->again && hung(run_find(s->run, s->only), outcome))
        s->run->hangs++;
}

/* ---- Starting -----------------------------------------------------------*/

static const char asan[] =
    "ASAN_OPTIONS=detect_leaks=0:exitcode=66:hard_rss_limit_mb=1024:"
    "handle_abort=0:color=never";
static const char ubsan[] =
    "UBSAN_OPTIONS=print_stacktrace=1:exitcode=66:color=never";

/* --filter=@(heap|timer)/WHAT, as Criterion wants it. */
static const char *filter(const struct run *run, const char *only,
                          struct arena *arena)
{
    const char *pattern = "";

    if (only)
        return arena_printf(arena, "--filter=%s", only);
    if (run->suites.n == 0)
        return NULL;
    for (size_t i = 0; i < run->suites.n; i++)
        pattern = arena_printf(arena, "%s%s%s", pattern, i ? "|" : "",
                               run->suites.item[i]);
    return arena_printf(arena, "--filter=@(%s)/*", pattern);
}

static void start_some(struct start *s, const char *which,
                       const struct run_options *options, struct jobs *jobs)
{
    struct run *run = s->run;
    struct arena *arena = s->arena;
    const char *argv[] = {run->program->path, "-j2", which, NULL};
    const char *stand_in = arena_printf(arena, "%s/stand_in", options->objects);
    const char *env[] = {arena_printf(arena, "LD_LIBRARY_PATH=%s", stand_in),
                         arena_printf(arena, "AW_SEED=%" PRIu64, options->seed),
                         arena_printf(arena, "AW_ENGINE=%s", options->engine),
                         arena_printf(arena, "AW_ORDERS=%s", options->orders),
                         asan,
                         ubsan,
                         NULL};
    const char *readable[] = {run->program->path, stand_in, NULL};

    run->started = true;
    jobs_submit(
        jobs,
        &(struct job_spec){.argv = argv,
                           .env = env,
                           .readable = readable,
                           .results = true,
                           .asked = s->only != NULL,
                           .limits = {.cpu_seconds = CPU_MAX,
                                      .wall_seconds = s->only ? 0 : WALL_MAX}},
        false, ended, s);
}

static void start(struct run *run, const char *again,
                  const struct run_options *options, struct arena *arena,
                  struct jobs *jobs)
{
    struct start *s = arena_new(arena, sizeof(*s));
    const char *only = again ? again : options->test;

    *s = (struct start){
        .run = run, .arena = arena, .only = only, .again = again != NULL};
    start_some(s, filter(run, only, arena), options, jobs);
}

/* What the reference says depends on the seed: where its verdicts were kept
 * from another grading, it has to say it again. */
static void start_drawn(struct run *run, const struct run_options *options,
                        struct arena *arena, struct jobs *jobs)
{
    const char *which = drawn_begin_again(run, arena);
    struct start *s = arena_new(arena, sizeof(*s));

    *s = (struct start){.run = run, .arena = arena, .known = true};
    if (which)
        start_some(s, arena_printf(arena, "--filter=%s", which), options, jobs);
}

static void give_up(struct finding *f)
{
    f->status = TEST_NOT_RUN;
    f->message = "not run   too many tests of this program hung before it\n"
                 "do        mend those first: each may be the same mistake";
}

/* Start the next undecided test of `run` by itself.  One at a time for each
 * program, so that a program full of hangs can be given up. */
static bool start_alone(struct run *run, const struct run_options *options,
                        struct arena *arena, struct jobs *jobs)
{
    for (size_t i = 0; i < run->n; i++) {
        struct finding *f = &run->finding[i];

        if (f->status != TEST_UNKNOWN)
            continue;
        if (run->hangs >= HANGS_MAX) {
            give_up(f);
            continue;
        }
        clear(f);
        start(run, f->test, options, arena, jobs);
        return true;
    }
    return false;
}

/* Take away PREFIX<pid>... of processes that are no more. */
static void sweep(const char *prefix, const char *pattern)
{
    glob_t found;

    if (glob(pattern, GLOB_NOSORT, NULL, &found) != 0)
        return;
    for (size_t i = 0; i < found.gl_pathc; i++) {
        int pid = atoi(found.gl_pathv[i] + strlen(prefix));

        if (pid > 0 && kill(pid, 0) != 0 && errno == ESRCH)
            unlink(found.gl_pathv[i]);
    }
    globfree(&found);
}

/* A runner that is killed leaves its socket behind, and shared memory.  In a
 * sandbox they go with the sandbox; without one they are for us to sweep. */
static void sweep_up(void)
{
    sweep("/tmp/criterion_", "/tmp/criterion_*.sock");
    sweep("/dev/shm/bxfi_", "/dev/shm/bxfi_*");
}

/* Wait for what was started, and run by itself what is not decided. */
static bool finish_all(struct run *const *run, size_t n,
                       const struct run_options *options, struct arena *arena,
                       struct jobs *jobs)
{
    bool more = true;

    while (more) {
        bool whole = progress_run(jobs, "testing");

        sweep_up();
        if (!whole)
            return false;
        more = false;
        for (size_t i = 0; i < n; i++)
            more |= start_alone(run[i], options, arena, jobs);
    }
    return true;
}

bool runs_do(struct run *const *run, size_t n,
             const struct run_options *options, struct arena *arena,
             struct jobs *jobs)
{
    struct run **list;
    size_t all;

    for (size_t i = 0; i < n; i++)
        if (options->fresh || !verdicts_load(run[i], options, arena))
            start(run[i], NULL, options, arena, jobs);
    for (size_t i = 0; i < n; i++)
        if (run[i]->started && run[i]->beside && !run[i]->beside->started)
            start_drawn(run[i]->beside, options, arena, jobs);
    list = repeats_with(run, n, arena, &all);
    for (size_t i = n; i < all; i++)
        start(list[i], NULL, options, arena, jobs);
    if (!finish_all(list, all, options, arena, jobs))
        return false;
    repeats_gather(list, n);
    for (size_t i = 0; i < n; i++) {
        if (run[i]->started && run[i]->beside)
            drawn_compare(run[i], arena);
        verdicts_save(run[i], options, arena);
    }
    return true;
}
