/* SPDX-License-Identifier: MIT */
/* aw-grade: the program behind make grade, watch, hint and reset.
 *
 *      aw-grade COMMAND [NAME=value ...]
 *
 * It takes the same NAME=value words that make takes, and must be started in
 * the workbook's top folder. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "files.h"
#include "grade.h"
#include "learner.h"
#include "report.h"
#include "rubric.h"

enum { DONE = 0, NOT_FULL = 1, TROUBLE = 2, INTERRUPTED = 130 };

struct command_line {
    const char *command;
    const char *ch, *ex, *test, *from, *mine, *skip, *timing, *strict, *fresh,
        *seed;
    const char *results, *engine, *orders;
};

/* ---- Words --------------------------------------------------------------*/

static bool take_word(struct command_line *line, const char *word)
{
    const struct {
        const char *name;
        const char **value;
    } known[] = {{"CH", &line->ch},           {"EX", &line->ex},
                 {"TEST", &line->test},       {"FROM", &line->from},
                 {"MINE", &line->mine},       {"SKIP", &line->skip},
                 {"TIMING", &line->timing},   {"STRICT", &line->strict},
                 {"FRESH", &line->fresh},     {"SEED", &line->seed},
                 {"RESULTS", &line->results}, {"ENGINE", &line->engine},
                 {"ORDERS", &line->orders}};

    for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
        size_t n = strlen(known[i].name);

        if (strncmp(word, known[i].name, n) != 0 || word[n] != '=')
            continue;
        *known[i].value = word[n + 1] ? word + n + 1 : NULL;
        return true;
    }
    fprintf(
        stderr,
        "aw-grade: \"%s\" is not understood; CH=, EX=, TEST=, FROM=, MINE=all, "
        "SKIP=, TIMING=0, STRICT=1, FRESH=1, SEED=, ORDERS=, "
        "RESULTS= and ENGINE= are\n",
        word);
    return false;
}

/* A switch must be said clearly: TIMING=no must not mean yes. */
static bool is_switch(const char *name, const char *value)
{
    if (!value || strcmp(value, "0") == 0 || strcmp(value, "1") == 0)
        return true;
    fprintf(stderr, "aw-grade: %s=%s is not understood; say %s=0 or %s=1\n",
            name, value, name, name);
    return false;
}

static bool on(const char *value, bool otherwise)
{
    return value ? *value == '1' : otherwise;
}

static bool check_words(const struct command_line *line)
{
    if (line->mine && strcmp(line->mine, "all") != 0) {
        fprintf(stderr,
                "aw-grade: MINE=%s is not understood; MINE=all grades "
                "on your own earlier chapters\n",
                line->mine);
        return false;
    }
    if (line->seed && strspn(line->seed, "0123456789") != strlen(line->seed)) {
        fprintf(stderr, "aw-grade: SEED=%s is no number\n", line->seed);
        return false;
    }
    if (line->orders &&
        (strspn(line->orders, "0123456789") != strlen(line->orders) ||
         strlen(line->orders) > 5)) {
        fprintf(stderr,
                "aw-grade: ORDERS=%s is not understood; say in how many, as in "
                "ORDERS=1000\n",
                line->orders);
        return false;
    }
    if (line->engine && strcmp(line->engine, "epoll") != 0 &&
        strcmp(line->engine, "uv") != 0) {
        fprintf(stderr,
                "aw-grade: ENGINE=%s is not understood; say ENGINE=epoll or "
                "ENGINE=uv\n",
                line->engine);
        return false;
    }
    return is_switch("TIMING", line->timing) &&
           is_switch("STRICT", line->strict) && is_switch("FRESH", line->fresh);
}

static uint64_t draw_seed(void)
{
    uint64_t seed = 0;

    if (getrandom(&seed, sizeof(seed), 0) != sizeof(seed))
        seed = (uint64_t)time(NULL);
    return seed >> 20; /* short enough to be typed */
}

static struct grade_options options_of(const struct command_line *line,
                                       struct arena *arena)
{
    struct grade_options o = {
        .chapter = line->ch,
        .exercise = line->ex,
        .test = line->test,
        .from = line->from ? line->from : "exercises",
        .engine = line->engine ? line->engine : "epoll",
        .orders = line->orders ? line->orders : "5",
        .integrated = line->mine != NULL,
        .timing = on(line->timing, true),
        .fresh = on(line->fresh, false) || line->seed,
        .seed = line->seed ? strtoull(line->seed, NULL, 10) : draw_seed(),
    };
    char *skip = arena_copy(arena, line->skip ? line->skip : ""), *id;

    while ((id = strsep(&skip, ", ")))
        if (*id)
            strings_add(arena, &o.skip, id);
    return o;
}

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
}

static struct jobs *open_jobs(struct workbook *book)
{
    const char *jail = getenv("AW_JAIL"), *wish = getenv("AW_ISOLATION");
    const char *why = NULL;
    struct jobs *jobs;

    if (!jail) {
        fputs("aw-grade: AW_JAIL is not set; start the grader through make\n",
              stderr);
        return NULL;
    }
    folder_make("build/grade");
    jobs = jobs_new(book->top, "build/grade", jail, 0,
                    !wish || strcmp(wish, "none") != 0, &why);
    if (!jobs) {
        fprintf(stderr, "aw-grade: %s\n", why ? why : "cannot run programs");
        return NULL;
    }
    book->isolation = jobs_isolation(jobs);
    book->isolation_why = jobs_isolation_why(jobs);
    return jobs;
}

/* Is there a test that could not be graded? */
static bool spared_any(const struct workbook *book)
{
    bool spared = false;

    for (size_t c = 0; c < book->nchapters; c++) {
        const struct chapter *chapter = &book->chapter[c];

        for (size_t e = 0; e < chapter->nexercises; e++)
            for (size_t t = 0; t < chapter->exercise[e].ntests; t++)
                spared |=
                    chapter->exercise[e].test[t].status == TEST_COULD_NOT_GRADE;
    }
    return spared;
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
    };

    report_text(book, &how);
    if (!report_json(book, results) ||
        (spared_any(book) && book->possible <= 0))
        return TROUBLE;
    /* Full marks of what the machine let through are not full marks. */
    return strict && (book->earned < book->possible || spared_any(book))
               ? NOT_FULL
               : DONE;
}

static int grade_once(const struct command_line *line, struct arena *arena,
                      const char *top)
{
    struct workbook book = {.arena = arena};
    struct grade_options options = options_of(line, arena);
    double begun = seconds_now();
    struct toolchain tc;
    struct jobs *jobs;
    int status = INTERRUPTED;

    if (!rubric_load(&book, top) || !grade_check(&book, &options) ||
        !toolchain_load(&tc, arena, &book) || !(jobs = open_jobs(&book)))
        return TROUBLE;
    tidy(arena);
    book.from = options.from;
    book.engine = options.engine;
    book.integrated = options.integrated;
    book.timed = options.timing;
    if (grade(&book, &options, &tc, jobs)) {
        book.seconds = seconds_now() - begun;
        status =
            report(&book, &options, on(line->strict, false),
                   line->results ? line->results : "build/grade/results.json");
    } else {
        fputs("aw-grade: interrupted; nothing was changed\n", stderr);
    }
    jobs_free(jobs);
    return status;
}

static int watch(const struct command_line *line, const char *top)
{
    for (;;) {
        struct arena arena = {0};
        struct workbook book = {.arena = &arena};
        int status = grade_once(line, &arena, top);

        if (status == TROUBLE || status == INTERRUPTED ||
            !rubric_load(&book, top)) {
            arena_free(&arena);
            return status;
        }
        printf("\nWatching exercises/; save a file to grade it again, "
               "Ctrl-C ends.\n");
        fflush(stdout);
        learner_wait(&book, line->ch ? chapter_find(&book, line->ch) : NULL);
        arena_free(&arena);
    }
}

/* ---- Commands -----------------------------------------------------------*/

static int run(const struct command_line *line, struct arena *arena,
               const char *top)
{
    struct workbook book = {.arena = arena};

    if (strcmp(line->command, "grade") == 0)
        return grade_once(line, arena, top);
    if (strcmp(line->command, "watch") == 0)
        return watch(line, top);
    if (!rubric_load(&book, top))
        return TROUBLE;
    if (strcmp(line->command, "hint") == 0)
        return learner_hint(&book, line->ex) ? DONE : TROUBLE;
    if (strcmp(line->command, "reset") == 0)
        return learner_reset(&book, line->ch, line->ex) ? DONE : TROUBLE;
    if (strcmp(line->command, "progress") == 0) {
        grade_states(&book);
        report_progress(&book);
        return DONE;
    }
    fprintf(stderr,
            "aw-grade: there is no command \"%s\"; grade, watch, "
            "hint, reset and progress are\n",
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
        ok = take_word(&line, argv[i]);
    if (ok && check_words(&line))
        status = run(&line, &arena, top);
    arena_free(&arena);
    free(top);
    return status;
}
