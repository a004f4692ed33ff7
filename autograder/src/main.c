/* SPDX-License-Identifier: MIT */
/* aw-grade: the program behind make grade, watch, hint and reset.
 *
 *      aw-grade COMMAND [NAME=value ...]
 *
 * It takes the same NAME=value words that make takes, and must be started in
 * the workbook's top folder. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cover.h"
#include "doctor.h"
#include "files.h"
#include "grade.h"
#include "learner.h"
#include "past.h"
#include "report.h"
#include "rubric.h"
#include "update.h"
#include "watch.h"
#include "words.h"

enum { DONE = 0, NOT_FULL = 1, TROUBLE = 2, INTERRUPTED = 130 };

/* ---- Grading ------------------------------------------------------------*/

static double seconds_now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* What is kept by digest grows with every edit; the oldest goes. */
static void tidy(struct arena *arena)
{
    folder_prune(arena, "build/grade/obj", 2000);
    folder_prune(arena, "build/grade/prog", 500);
    folder_prune(arena, "build/grade/verdicts", 5000);
    folder_sweep(arena, "build/grade/work");
}

static int interrupted(void)
{
    fputs("aw-grade: interrupted; nothing was changed\n", stderr);
    return INTERRUPTED;
}

/* NULL after saying why; `*status` is what to end with then. */
static struct jobs *open_jobs(struct workbook *book,
                              const struct command_line *line, int *status)
{
    const char *jail = getenv("AW_JAIL"), *wish = getenv("AW_ISOLATION");
    const char *why = NULL;
    struct jobs *jobs;

    *status = TROUBLE;
    if (!jail) {
        fputs("aw-grade: AW_JAIL is not set; start the grader through make\n",
              stderr);
        return NULL;
    }
    folder_make("build/grade");
    if (!disk_has_room("build/grade")) {
        fputs("aw-grade: the disk is full: a grading needs 64 MB and 500 files "
              "below build/\n",
              stderr);
        return NULL;
    }
    jobs = jobs_new(book->top, "build/grade", jail,
                    line->jobs ? (unsigned)atoi(line->jobs) : 0,
                    !wish || strcmp(wish, "none") != 0, &why);
    if (!jobs && why == jobs_interrupted) {
        *status = interrupted();
        return NULL;
    }
    if (!jobs) {
        fprintf(stderr, "aw-grade: %s\n", why ? why : "cannot run programs");
        return NULL;
    }
    book->isolation = jobs_isolation(jobs);
    book->isolation_why = jobs_isolation_why(jobs);
    if (words_on(line->official, false) &&
        strcmp(book->isolation, "full") != 0) {
        fprintf(stderr,
                "aw-grade: OFFICIAL=1, but isolation is only %s: %s.  Nothing "
                "was graded; grade on a machine that allows namespaces\n",
                book->isolation, book->isolation_why);
        jobs_free(jobs);
        return NULL;
    }
    return jobs;
}

static int report(const struct workbook *book,
                  const struct grade_options *options, bool strict,
                  const char *results)
{
    struct report_options how = {
        .colour = isatty(STDOUT_FILENO) && !getenv("NO_COLOR"),
        .timing = options->timing,
        .test = options->test,
        .again = strcmp(options->engine, "uv") == 0 ? " ENGINE=uv" : "",
        .page = report_page(book, results),
    };

    report_text(book, &how);
    if (strcmp(book->from, "exercises") == 0 && update_notice(book) &&
        update_is_due(book))
        puts("The workbook has changed since you looked: make update says "
             "what.");
    if (!report_files(book, results))
        return TROUBLE;
    /* A machine too noisy for the one speed that was asked for has worked. */
    if (report_any_spared(book) && book->possible <= 0 &&
        (!options->test || strncmp(options->test, "timing/", 7) != 0))
        return TROUBLE;
    /* Full marks of what the machine let through are not full marks. */
    return strict && (book->earned < book->possible || report_any_spared(book))
               ? NOT_FULL
               : DONE;
}

/* What gdb is to stop at. */
struct stop {
    const char *program, *test;
    bool fails, probe; /* a probe was asked for: none of its own tests fails */
};

static void look_at(struct stop *stop, const struct exercise *e,
                    const char *test, bool fails)
{
    if (stop->test && !fails)
        return;
    stop->program = e->program;
    stop->test = test;
    stop->fails = fails;
}

/* The first that fails, or the test that was asked for.  Of a probe, the
 * learner's own that fails on the reference. */
static struct stop to_debug(const struct workbook *book)
{
    struct stop stop = {0};

    for (size_t c = 0; c < book->nchapters; c++) {
        for (size_t i = 0; i < book->chapter[c].nexercises; i++) {
            const struct exercise *e = &book->chapter[c].exercise[i];

            if (!e->wanted || !e->program || stop.fails)
                continue;
            if (e->kind == KIND_PROBE) {
                stop.probe = true;
                if (e->refused)
                    look_at(&stop, e, e->refused, true);
                continue;
            }
            for (size_t t = 0; t < e->ntests && !stop.fails; t++)
                look_at(&stop, e, e->test[t].name,
                        e->test[t].status > TEST_PASSED &&
                            e->test[t].status < TEST_NOT_RUN);
        }
    }
    return stop;
}

/* Hand over to gdb, with the seed that has just failed. */
static int debug(const struct workbook *book,
                 const struct grade_options *options)
{
    struct stop stop = to_debug(book);

    if (!stop.test || (!stop.fails && !options->test)) {
        fprintf(stderr, "aw-grade: GDB=1 finds nothing to stop at: %s\n",
                stop.probe
                    ? "the reference passes your tests, as it should.  Broken "
                      "versions that pass them, too, are not shown: ask of "
                      "each sentence of the contract which of your tests "
                      "would fail without it"
                    : "no test that could be linked fails.  TEST= stops at "
                      "the beginning of one that passes");
        return TROUBLE;
    }
    setenv("AW_SEED", arena_printf(book->arena, "%" PRIu64, options->seed), 1);
    setenv("AW_ENGINE", options->engine, 1);
    setenv("AW_ORDERS", options->orders, 1);
    fflush(NULL);
    execl("autograder/tools/gdb.sh", "gdb.sh", stop.program, stop.test,
          stop.fails ? "1" : "0", NULL);
    perror("aw-grade: autograder/tools/gdb.sh");
    return TROUBLE;
}

static int grade_once(const struct command_line *line, struct arena *arena,
                      const char *top)
{
    struct workbook book = {.arena = arena};
    struct grade_options options = words_options(line, arena);
    double begun = seconds_now();
    struct toolchain tc;
    struct jobs *jobs;
    int status;

    if (!rubric_load(&book, top) || !grade_check(&book, &options) ||
        !toolchain_load(&tc, arena, &book) ||
        (options.coverage && !cover_possible(&tc)))
        return TROUBLE;
    if (!(jobs = open_jobs(&book, line, &status)))
        return status;
    tidy(arena);
    book.from = options.from;
    book.engine = options.engine;
    book.integrated = options.integrated;
    book.timed = options.timing;
    if (grade(&book, &options, &tc, jobs)) {
        book.seconds = seconds_now() - begun;
        past_update(&book, &options);
        status =
            report(&book, &options, words_on(line->strict, false),
                   line->results ? line->results : "build/grade/results.json");
    } else {
        status = interrupted();
    }
    jobs_free(jobs);
    if (words_on(line->gdb, false) && (status == DONE || status == NOT_FULL))
        status = debug(&book, &options);
    return status;
}

/* The chapter that is asked for; NULL: all. */
static const struct chapter *watched_chapter(const struct workbook *book,
                                             const struct command_line *line)
{
    struct chapter *chapter = line->ch ? chapter_find(book, line->ch) : NULL;

    if (!chapter && line->ex)
        exercise_find(book, line->ex, &chapter);
    return chapter;
}

static int watch(const struct command_line *line, const char *top)
{
    if (line->from && strcmp(line->from, "exercises") != 0) {
        fprintf(stderr,
                "aw-grade: watch looks at exercises/ alone; leave out FROM=, "
                "or say make grade FROM=%s\n",
                line->from);
        return TROUBLE;
    }
    for (;;) {
        struct arena arena = {0};
        struct workbook book = {.arena = &arena};
        const struct chapter *only;
        struct watched before;
        int status = TROUBLE;

        if (rubric_load(&book, top)) {
            only = watched_chapter(&book, line);
            watch_look(&book, only, &before);
            status = grade_once(line, &arena, top);
        }
        if (status == TROUBLE || status == INTERRUPTED) {
            arena_free(&arena);
            return status;
        }
        if (!watch_wait(&book, only, &before)) {
            puts("\nThe watch has ended.");
            arena_free(&arena);
            return DONE;
        }
        arena_free(&arena);
    }
}

/* ---- Commands -----------------------------------------------------------*/

static int examine(const char *top)
{
    const char *jail = getenv("AW_JAIL"), *wish = getenv("AW_ISOLATION");
    const char *why = jail ? "build/grade cannot be made"
                           : "AW_JAIL is not set; say make doctor";
    struct jobs *jobs = NULL;

    if (jail && folder_make("build/grade"))
        jobs = jobs_new(top, "build/grade", jail, 0,
                        !wish || strcmp(wish, "none") != 0, &why);
    if (!jobs && why == jobs_interrupted)
        return interrupted();
    doctor(jobs, why ? why : "for no known reason");
    if (jobs)
        jobs_free(jobs);
    return jobs ? DONE : TROUBLE;
}

static int run(const struct command_line *line, struct arena *arena,
               const char *top)
{
    struct workbook book = {.arena = arena};

    if (strcmp(line->command, "grade") == 0 ||
        strcmp(line->command, "coverage") == 0)
        return grade_once(line, arena, top);
    if (strcmp(line->command, "watch") == 0)
        return watch(line, top);
    if (strcmp(line->command, "doctor") == 0)
        return examine(top);
    if (!rubric_load(&book, top))
        return TROUBLE;
    if (strcmp(line->command, "hint") == 0)
        return learner_hint(&book, line->ex, words_on(line->fresh, false))
                   ? DONE
                   : TROUBLE;
    if (strcmp(line->command, "reset") == 0)
        return learner_reset(&book, line->ch, line->ex) ? DONE : TROUBLE;
    if (strcmp(line->command, "update") == 0)
        return update_carry_out(&book) ? DONE : TROUBLE;
    if (strcmp(line->command, "progress") == 0) {
        grade_states(&book);
        past_points(&book);
        report_progress(&book);
        return DONE;
    }
    fprintf(stderr,
            "aw-grade: there is no command \"%s\"; grade, coverage, "
            "watch, hint, reset, update, doctor and progress are\n",
            line->command);
    return TROUBLE;
}

int main(int argc, char **argv)
{
    struct command_line line = {.command = argc > 1 ? argv[1] : ""};
    struct arena arena = {0};
    char *top = getcwd(NULL, 0);
    int status = TROUBLE;
    bool ok = top != NULL;

    for (int i = 2; ok && i < argc; i++)
        ok = words_take(&line, argv[i]);
    if (ok && words_check(&line))
        status = run(&line, &arena, top);
    arena_free(&arena);
    free(top);
    return status;
}
