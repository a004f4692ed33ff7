/* SPDX-License-Identifier: MIT */
#include "cover.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "cover_json.h"
#include "files.h"
#include "progress.h"

#define COVER "build/grade/cover"

/* One unit: the learner's files of a chapter's module, or one that stands
 * apart. */
struct covered {
    struct cover *cover;
    struct unit *unit;
    const char *folder;  /* where everything of it is written */
    const char *program; /* once linked */
    const char *hung;    /* the tests that hung, as a|b */
    struct covered *next;
};

static void tell_trouble(const struct covered *c, const char *what,
                         const struct job_outcome *outcome)
{
    fprintf(stderr, "aw-grade: no coverage of %s: %s%s%.300s\n",
            c->unit->chapter->id, what, *outcome->output ? ": " : "",
            outcome->why ? outcome->why : outcome->output);
}

/* ---- Compiling ----------------------------------------------------------*/

static bool counts(const struct covered *c, size_t e)
{
    const struct exercise *exercise = &c->unit->chapter->exercise[e];
    const struct source *source = &c->cover->sources->of[c->unit->index][e];

    return unit_has(c->unit, exercise) && exercise->kind != KIND_PREDICT &&
           exercise->kind != KIND_PROBE && source->state == SOURCE_STARTED &&
           source->trouble == TEST_UNKNOWN;
}

static const char *object_of(const struct covered *c, size_t e)
{
    return arena_printf(c->cover->arena, "%s/%s.o", c->folder,
                        c->unit->chapter->exercise[e].stem);
}

static void compiled(void *ctx, const struct job_outcome *outcome)
{
    if (!job_went_well(outcome))
        tell_trouble(ctx, "a file could not be compiled for it", outcome);
}

static void compile(struct covered *c, size_t e)
{
    struct arena *arena = c->cover->arena;
    const char *path = c->cover->sources->of[c->unit->index][e].path;
    const char *readable[] = {
        "chapters", "autograder/support",
        arena_copy_n(arena, path, (size_t)(strrchr(path, '/') - path)), NULL};
    const struct strings *flags = &c->cover->tc->cover;
    struct strings argv = {0};

    strings_add(arena, &argv, c->cover->tc->cc);
    for (size_t i = 0; i < flags->n; i++)
        strings_add(arena, &argv, flags->item[i]);
    strings_add(arena, &argv, "-w");
    /* gcov looks for the text from where it may write. */
    strings_add(arena, &argv, "-fprofile-abs-path");
    strings_add(arena, &argv, "-c");
    strings_add(arena, &argv, "-o");
    strings_add(arena, &argv, object_of(c, e));
    strings_add(arena, &argv, path);
    jobs_submit(c->cover->jobs,
                &(struct job_spec){.argv = argv.item,
                                   .readable = readable,
                                   .writable = c->folder,
                                   .limits = {.cpu_seconds = 20,
                                              .address_bytes = (size_t)2 << 30,
                                              .idle_seconds = 20}},
                false, compiled, c);
}

static void compile_all(struct covered *c)
{
    for (size_t e = 0; e < c->unit->chapter->nexercises; e++)
        if (counts(c, e) && !file_exists(object_of(c, e)))
            compile(c, e);
}

/* ---- Linking ------------------------------------------------------------*/

static void linked(void *ctx, const struct job_outcome *outcome)
{
    struct covered *c = ctx;

    if (job_went_well(outcome))
        c->program = arena_printf(c->cover->arena, "%s/tests", c->folder);
    else
        tell_trouble(c, "its tests could not be linked", outcome);
}

/* The objects of the unit, those that count in the place of the usual ones. */
static struct strings objects(struct covered *c)
{
    struct unit unit;

    for (size_t e = 0; e < c->unit->chapter->nexercises; e++)
        if (counts(c, e))
            c->cover->sources->of[c->unit->index][e].object[MODE_ASAN] =
                object_of(c, e);
    unit_copy(&unit, c->unit);
    unit_link_tests(
        &unit, c->cover->book, c->cover->sources, c->cover->tc,
        &(struct whose){.mine = (chapter_set)1 << unit.index, .apart = true});
    return unit.program.objects;
}

static void link_tests(struct covered *c)
{
    static const char *const words[] = {
        "--coverage", "-Wl,--wrap=_exit", "-Wl,--wrap=sigaction", "-pthread",
        "-luv", "-lcriterion",
        /* A helper that should have been static may meet another's name. */
        "-Wl,-z,muldefs", NULL};
    const struct toolchain *tc = c->cover->tc;
    struct arena *arena = c->cover->arena;
    struct strings argv = {0}, list = objects(c);
    const char *readable[] = {tc->objects, "build/grade/obj", NULL};

    strings_add(arena, &argv, tc->cc);
    for (size_t i = 0; i < tc->flags[MODE_ASAN].n; i++)
        strings_add(arena, &argv, tc->flags[MODE_ASAN].item[i]);
    strings_add(arena, &argv, "-o");
    strings_add(arena, &argv, arena_printf(arena, "%s/tests", c->folder));
    for (size_t i = 0; i < list.n; i++)
        strings_add(arena, &argv, list.item[i]);
    strings_add(
        arena, &argv,
        arena_printf(arena, "%s/asan/autograder/support/cover.o", tc->objects));
    for (size_t i = 0; words[i]; i++)
        strings_add(arena, &argv, words[i]);
    jobs_submit(
        c->cover->jobs,
        &(struct job_spec){.argv = argv.item,
                           .readable = readable,
                           .writable = c->folder,
                           .limits = {.cpu_seconds = 20, .idle_seconds = 20}},
        false, linked, c);
}

/* ---- Running ------------------------------------------------------------*/

/* How it ended does not matter: what it has counted lies in the folder. */
static void ran(void *ctx, const struct job_outcome *outcome)
{
    if (outcome->end == JOB_NOT_STARTED)
        tell_trouble(ctx, "its tests could not be run", outcome);
}

static const char asan[] =
    "ASAN_OPTIONS=detect_leaks=0:hard_rss_limit_mb=1024:handle_abort=0";

/* alarm  count what has been reached after a second, too: it will hang */
static void run(struct covered *c, const char *filter, bool alarm)
{
    const struct run_options *o = &c->cover->options;
    struct arena *arena = c->cover->arena;
    const char *stand_in = arena_printf(arena, "%s/stand_in", o->objects);
    const char *argv[] = {c->program, "-j2", filter, NULL};
    const char *readable[] = {stand_in, NULL};
    const char *env[] = {
        arena_printf(arena, "LD_LIBRARY_PATH=%s", stand_in),
        arena_printf(arena, "AW_SEED=%lu", (unsigned long)o->seed),
        arena_printf(arena, "AW_ENGINE=%s", o->engine),
        "AW_ORDERS=0",
        asan,
        alarm ? "AW_COVER_ALARM=1" : NULL,
        NULL};

    jobs_submit(c->cover->jobs,
                &(struct job_spec){.argv = argv,
                                   .env = env,
                                   .readable = readable,
                                   .writable = c->folder,
                                   .results = true,
                                   .limits = {.cpu_seconds = CPU_MAX}},
                false, ran, c);
}

/* The tests that hung in the grading stand at the end, each by itself: one of
 * them would take all behind it along. */
static void run_all(struct covered *c)
{
    struct arena *arena = c->cover->arena;
    const struct run *before = &c->unit->run;
    const char *hung = "";

    if (!c->program)
        return;
    for (size_t i = 0; i < before->n; i++)
        if (before->finding[i].status == TEST_TIMEOUT)
            hung = arena_printf(arena, "%s%s%s", hung, *hung ? "|" : "",
                                before->finding[i].test);
    run(c, *hung ? arena_printf(arena, "--filter=!(%s)", hung) : NULL, false);
    for (size_t i = 0; i < before->n; i++)
        if (before->finding[i].status == TEST_TIMEOUT)
            run(c, arena_printf(arena, "--filter=%s", before->finding[i].test),
                true);
}

/* ---- Counting -----------------------------------------------------------*/

static void counted(void *ctx, const struct job_outcome *outcome)
{
    struct covered *c = ctx;
    struct cover *cover = c->cover;
    const char *json = arena_printf(cover->arena, COVER "/%s/coverage.json",
                                    c->unit->chapter->id);

    if (!job_went_well(outcome) ||
        !cover_read(json, c->unit->chapter, cover->arena))
        tell_trouble(c, "gcovr could not count", outcome);
}

/* gcovr takes regular expressions where others take paths, and goes by the
 * first character whether one is absolute. */
static const char *quoted(struct arena *arena, const char *path)
{
    const char *out = "";

    for (; *path; path++)
        out = arena_printf(
            arena, "%s%s%c", out,
            isalnum((unsigned char)*path) || strchr("/._-", *path) ? "" : "\\",
            *path);
    return out;
}

/* All units of a chapter together. */
static void count(struct covered *c)
{
    struct arena *arena = c->cover->arena;
    const char *folder = arena_printf(arena, COVER "/%s", c->unit->chapter->id);
    const char *json = arena_printf(arena, "%s/coverage.json", folder);
    const char *page = arena_printf(arena, "%s/index.html", folder);
    const char *only =
        arena_printf(arena, "%s/", quoted(arena, c->cover->book->from));
    const char *argv[] = {"gcovr", "--root", ".",  "--filter",
                          only,    "--json", json, "--html-details",
                          page,    folder,   NULL};
    const char *readable[] = {c->cover->book->from, "chapters",
                              "autograder/support", NULL};

    jobs_submit(
        c->cover->jobs,
        &(struct job_spec){.argv = argv,
                           .readable = readable,
                           .writable = folder,
                           .limits = {.cpu_seconds = 60, .idle_seconds = 30}},
        false, counted, c);
}

/* ---- All of it ----------------------------------------------------------*/

static bool any_counts(const struct covered *c)
{
    for (size_t e = 0; e < c->unit->chapter->nexercises; e++)
        if (counts(c, e))
            return true;
    return false;
}

/* Units of one chapter stand together, here as there. */
static bool opens_chapter(const struct covered *c)
{
    return !c->next || c->next->unit->chapter != c->unit->chapter;
}

static struct covered *list_of(struct cover *cover)
{
    struct arena *arena = cover->arena;
    struct covered *list = NULL;

    for (struct unit *unit = cover->unit; unit; unit = unit->next) {
        struct covered *c = arena_new(arena, sizeof(*c));
        const char *id = unit->chapter->id;

        *c = (struct covered){.cover = cover, .unit = unit, .next = list};
        if (!any_counts(c))
            continue;
        if (opens_chapter(c))
            folder_remove(arena_printf(arena, COVER "/%s", id));
        c->folder = arena_printf(arena, COVER "/%s/%s", id,
                                 unit->stem ? unit->stem : "module");
        folder_make(c->folder);
        list = c;
    }
    return list;
}

bool cover_possible(const struct toolchain *tc)
{
    if (!strstr(tc->cc, "clang"))
        return true;
    fprintf(stderr,
            "aw-grade: coverage is counted with gcc; say make coverage "
            "without CC=%s\n",
            tc->cc);
    return false;
}

bool cover(struct cover *cover)
{
    struct covered *list = list_of(cover);

    for (struct covered *c = list; c; c = c->next)
        compile_all(c);
    if (!progress_run(cover->jobs, "compiling for coverage"))
        return false;
    for (struct covered *c = list; c; c = c->next)
        link_tests(c);
    if (!progress_run(cover->jobs, "linking for coverage"))
        return false;
    for (struct covered *c = list; c; c = c->next)
        run_all(c);
    if (!progress_run(cover->jobs, "testing for coverage"))
        return false;
    for (struct covered *c = list; c; c = c->next)
        if (opens_chapter(c))
            count(c);
    return progress_run(cover->jobs, "counting");
}
