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
#include "progress.h"
#include "records.h"
#include "repeats.h"
#include "verdicts.h"

/* A program whose tests hang one after the other is given up after this many:
 * the rest would only take the learner's time. */
enum { HANGS_MAX = 4 };

/* Seconds for a program.  A program that is cut short here only has the rest
 * of its tests run one by one. */
enum { WALL_MAX = 20 };

/* One start of a program: all of its tests, or one by itself. */
struct start {
    struct run *run;
    struct arena *arena;
    const char *only; /* the test, or NULL for all */
    bool again;       /* it left no clear word the first time */
    bool known;       /* its tests are: others are none of its own */
};

struct finding *run_find(const struct run *run, const char *test)
{
    for (size_t i = 0; i < run->n; i++)
        if (strcmp(run->finding[i].test, test) == 0)
            return &run->finding[i];
    return NULL;
}

/* Is it the one that is to run alone, or in one of the suites that are? */
static bool is_meant(const struct start *s, const char *test)
{
    const struct run *run = s->run;
    size_t n = strcspn(test, "/");

    if (s->known)
        return false;
    if (s->only)
        return strcmp(s->only, test) == 0;
    for (size_t i = 0; i < run->suites.n; i++)
        if (strncmp(run->suites.item[i], test, n) == 0 &&
            run->suites.item[i][n] == '\0')
            return true;
    return run->suites.n == 0;
}

static struct finding *add(struct run *run, struct arena *arena,
                           const char *test, const char *claim)
{
    struct finding *finding;

    if (run->n == run->room) {
        size_t room = run->room ? 2 * run->room : 32;
        struct finding *more = arena_new(arena, room * sizeof(*more));

        if (run->n)
            memcpy(more, run->finding, run->n * sizeof(*more));
        run->finding = more;
        run->room = room;
    }
    finding = &run->finding[run->n++];
    *finding = (struct finding){.test = test, .claim = claim};
    return finding;
}

/* ---- Hearing ------------------------------------------------------------*/

/* A check that did not hold: the one outcome that speaks for itself. */
static void hear_failure(struct finding *f, const struct record *r,
                         struct arena *arena)
{
    f->status = TEST_FAILED;
    f->message = arena_printf(arena,
                              "did       %s\n"
                              "promised  \"%s\"\n"
                              "expected  %s\n"
                              "but       %s\n"
                              "test      %s:%s (SEED=%s)",
                              r->field[3], f->claim, r->field[4], r->field[5],
                              r->field[1], r->field[2], r->field[6]);
}

/* An untouched file is compiled from its kept copy; the one to write is in
 * exercises/. */
static const char *learners(const char *sentence)
{
    static const char kept[] = "autograder/stubs/";
    static char shown[600];

    if (strncmp(sentence, kept, sizeof(kept) - 1) != 0)
        return sentence;
    snprintf(shown, sizeof(shown), "exercises/%s", sentence + sizeof(kept) - 1);
    return shown;
}

/* What the program says of itself when it is about to be stopped. */
static void hear_last(struct finding *f, const struct record *r,
                      struct arena *arena)
{
    f->last = *r->field[1]
                  ? arena_printf(arena, "%s:%s was the last to hold: %s",
                                 r->field[1], r->field[2], r->field[3])
                  : "it had made no check yet";
}

/* As a sanitizer prints it. */
static void hear_frame(struct finding *f, const struct record *r,
                       struct arena *arena)
{
    f->stack = arena_printf(arena, "%s    #0 in %s\n", f->stack ? f->stack : "",
                            r->field[1]);
}

static void hear_post(struct finding *f, const struct record *r)
{
    f->posted++;
    f->post = r->field[4][0] ? "timeout" : r->field[1];
    f->code = atoi(r->field[2]);
    f->sig = atoi(r->field[3]);
    f->seconds = atof(r->field[5]);
}

static void hear(struct start *s, const struct record *r)
{
    struct finding *f = run_find(s->run, r->field[0]);

    if (strcmp(r->kind, "done") == 0)
        s->run->done = true;
    if (strcmp(r->kind, "plan") == 0 && !f && is_meant(s, r->field[0]))
        add(s->run, s->arena, r->field[0], r->field[1]);
    if (!f)
        return;
    if (strcmp(r->kind, "begin") == 0)
        f->begun++;
    if (strcmp(r->kind, "order") == 0)
        f->order = r->field[1];
    if (strcmp(r->kind, "end") == 0) {
        f->ended++;
        f->checks = strtoul(r->field[1], NULL, 10);
        f->lines = r->field[2];
    }
    if (strcmp(r->kind, "says") == 0)
        drawn_hear(f, r, s->arena);
    if (strcmp(r->kind, "fail") == 0 && f->status == TEST_UNKNOWN)
        hear_failure(f, r, s->arena);
    if (strcmp(r->kind, "todo") == 0 && f->status == TEST_UNKNOWN) {
        f->status = TEST_TODO;
        f->message =
            arena_printf(s->arena, "todo      %s", learners(r->field[1]));
    }
    if (strcmp(r->kind, "assert") == 0)
        f->sentence = arena_printf(s->arena, "%s:%s: %s", r->field[1],
                                   r->field[2], r->field[3]);
    if (strcmp(r->kind, "last") == 0)
        hear_last(f, r, s->arena);
    if (strcmp(r->kind, "frame") == 0)
        hear_frame(f, r, s->arena);
    if (strcmp(r->kind, "misuse") == 0)
        f->sentence = r->field[1];
    if (strcmp(r->kind, "post") == 0)
        hear_post(f, r);
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
    f->message = "not run   too many tests of this program hung before it";
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
