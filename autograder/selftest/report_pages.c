/* SPDX-License-Identifier: MIT */
/* Writes all reports of a grading that never was, in which everything has
 * happened at once: reports.py looks at what it gets.
 *
 *      report_pages FOLDER         every outcome, and the worst of texts
 *      report_pages FOLDER huge    as much as fourteen chapters hold */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "report.h"

#define LENGTH(array) (sizeof(array) / sizeof(*(array)))

/* What no report may take for its own, and no reader for a page's. */
static const char worst[] =
    "did       <script>document.title = 'ran'</script>\n"
    "promised  \"Returns `a` & 'b' <i>\"\n"
    "but       ]]> --> </pre></svg></style></title> &lt; &#0; \\ %s\n"
    "printed   \001\033[2J\177 \377 \300\257 \340\200\257 \355\240\200 "
    "\357\277\277 "
    "\302\233 "
    "\342\200\256odd \303\251 \360\237\230\200 \342\202";

static char long_line[3000], *long_name, many_lines[200];

static struct test tests[] = {
    {.name = "s/passed", .claim = "Returns 0 & <more>.", .seconds = 0.001},
    {.name = "s/failed", .claim = "Returns \"1\".", .message = worst},
    {.name = "s/todo", .claim = "c", .message = "todo      aw_x"},
    {.name = "s/compile_error", .message = long_line},
    {.name = "s/refused", .message = long_line},
    {.name = "s/crashed", .claim = "c", .message = worst},
    {.name = "s/timeout", .claim = "c", .message = "but       it slept"},
    {.name = "s/exited", .claim = "c", .message = "but       it ended"},
    {.name = "s/not_run"},
    {.name = "s/could_not_grade", .message = "machine   not here"},
    {.name = "s/a_test_that_nobody_has_looked_at"},
};

static const enum test_status statuses[] = {
    TEST_PASSED,  TEST_FAILED,          TEST_TODO,    TEST_COMPILE_ERROR,
    TEST_REFUSED, TEST_CRASHED,         TEST_TIMEOUT, TEST_EXITED,
    TEST_NOT_RUN, TEST_COULD_NOT_GRADE, TEST_UNKNOWN,
};

static struct test seven[7], three[3];
static struct test tall = {
    .name = "s/tall", .status = TEST_FAILED, .message = many_lines};

static struct target targets[] = {
    {"at_gold", "It is fast.", 2, 1.3, 0.75, .status = TIMING_GOLD},
    {"between", "It is fast.", 2, 1.3, 0.75, .status = TIMING_PASSED},
    {"too_slow", "It's <fast>.", 2, 1.3, 0.5, .status = TIMING_FAILED},
    {"close", "It is fast.", 1.3, 1.25, 0.5, .status = TIMING_PASSED},
    {"noisy", "It is fast.", 9, 3, 0.5, .status = TIMING_INCONCLUSIVE,
     .message = "machine   it is too noisy to decide"},
    {"dead", "It is fast.", 2, 1.3, 0.5, .status = TIMING_FAILED,
     .message = "but       the timed program failed (signal 9): </script>"},
};
static const double medians[] = {1.02, 1.63, 7.5, 1.27, 1, 0};

static struct exercise exercises[] = {
    {.title = "Every outcome", .test = tests, .ntests = LENGTH(tests)},
    {.title = "Good & <fast>",
     .test = seven,
     .ntests = 7,
     .target = targets,
     .ntargets = LENGTH(targets),
     .advice = worst},
    {.title = "Not begun", .test = three, .ntests = 3, .state = EX_UNTOUCHED},
    {.title = "Left out", .test = three, .ntests = 3, .state = EX_SKIPPED},
    {.title = "Fast, once it is right",
     .test = &tall,
     .ntests = 1,
     .target = targets,
     .ntargets = 1},
};
static const double points[] = {5, 7, 2, 4, 3};

static const struct coverage coverage[] = {
    {.lines = 120,
     .reached = 117,
     .branches = 31,
     .taken = 30,
     .missed = "12-13, 40"},
    {.lines = 20, .reached = 20, .missed = ""},
};

/* Pairs about their median, and one that something disturbed. */
static void fill_pairs(struct target *t, double ratio)
{
    t->ratio = ratio;
    t->pairs = ratio <= 0                 ? 4
               : t->status == TIMING_GOLD ? PAIRS_FIRST
                                          : PAIRS_MAX;
    for (unsigned i = 0; i < t->pairs; i++)
        t->pair[i] =
            (ratio > 0 ? ratio : 1) *
            (1 + 0.002 * ((int)(7 * i % t->pairs) - (int)t->pairs / 2));
    if (t->pairs == PAIRS_MAX)
        t->pair[PAIRS_MAX - 1] *= t->pair[PAIRS_MAX - 1] > ratio ? 40 : 0.1;
}

static void fill(struct arena *arena)
{
    memset(long_line, 'x', sizeof(long_line) - 1);
    memset(many_lines, '\n', sizeof(many_lines) - 1);
    for (size_t i = 0; i < sizeof(many_lines) - 1; i += 2)
        many_lines[i] = 'x';
    long_name = arena_printf(arena, "s/%.400s", long_line);
    for (size_t i = 0; i < LENGTH(tests); i++)
        tests[i].status = statuses[i];
    tests[2].name = long_name;
    for (size_t i = 0; i < LENGTH(seven); i++)
        seven[i] = (struct test){.name = arena_printf(arena, "f/%zu", i),
                                 .claim = "It is so.",
                                 .status = TEST_PASSED,
                                 .seconds = 0.0123};
    for (size_t i = 0; i < LENGTH(three); i++)
        three[i].name = arena_printf(arena, "n/%zu", i);
    for (size_t i = 0; i < LENGTH(targets); i++)
        fill_pairs(&targets[i], medians[i]);
    for (size_t i = 0; i < LENGTH(exercises); i++) {
        struct exercise *e = &exercises[i];

        e->file = "heap.c";
        e->section = "heap";
        e->points = points[i];
        e->minutes = 20;
        e->wanted = true;
        if (e->state != EX_SKIPPED && strcmp(e->title, "Not begun") != 0)
            e->state = EX_TODO;
    }
    exercises[0].coverage = &coverage[0];
    exercises[1].coverage = &coverage[1];
    exercises[2].state = EX_UNTOUCHED;
    exercises[4].ntargets = 0;
}

/* Chapters that hold the same exercises, over and over. */
static struct chapter *chapters(struct arena *arena, size_t n, size_t times)
{
    struct chapter *chapter = arena_new(arena, n * sizeof(*chapter));

    for (size_t i = 0; i < n; i++) {
        struct exercise *e =
            arena_new(arena, times * LENGTH(exercises) * sizeof(*e));

        for (size_t t = 0; t < times; t++)
            memcpy(e + t * LENGTH(exercises), exercises, sizeof(exercises));
        for (size_t t = 0; i % 3 == 2 && t < times * LENGTH(exercises); t++)
            e[t] = exercises[2];
        for (size_t t = 0; t < times * LENGTH(exercises); t++)
            e[t].id = arena_printf(arena, "%zu.%zu", i, t + 1);
        chapter[i] =
            (struct chapter){.id = arena_printf(arena, "%02zu-timers", i),
                             .number = arena_printf(arena, "%02zu", i),
                             .title = "Timers & <clocks>",
                             .exercise = e,
                             .nexercises = times * LENGTH(exercises),
                             .wanted = true,
                             .started = i % 3 != 2};
    }
    return chapter;
}

static bool write_all(struct workbook *book, const char *folder)
{
    const char *results = arena_printf(book->arena, "%s/results.json", folder);
    struct report_options how = {
        .timing = true, .again = "", .page = report_page(book, results)};
    clock_t begun;
    bool ok;

    report_text(book, &how);
    begun = clock();
    ok = report_files(book, results);
    fprintf(stderr, "%.1f ms of CPU time\n",
            1e3 * (double)(clock() - begun) / CLOCKS_PER_SEC);
    return ok;
}

int main(int argc, char **argv)
{
    struct arena arena = {0};
    bool huge = argc > 2, ok;
    char *top = getcwd(NULL, 0);
    struct workbook book = {
        .arena = &arena,
        .nchapters = huge ? 14 : 3,
        .top = top,
        .from = "build/<submission> & \"more\"",
        .engine = "uv",
        .isolation = "reduced",
        .isolation_why = "no 'namespaces' <here>",
        .timed = true,
        .seconds = 12.345,
    };

    fill(&arena);
    book.chapter = chapters(&arena, book.nchapters, huge ? 3 : 1);
    score(&book);
    ok = argc > 1 && write_all(&book, argv[1]);
    arena_free(&arena);
    free(top);
    return !ok;
}
