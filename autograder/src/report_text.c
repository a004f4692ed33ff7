/* SPDX-License-Identifier: MIT */
/* Most people read the last screen only.  So the scoreboard comes first, then
 * the first failure of each exercise, and at the very end what to do next. */
#include <stdio.h>
#include <string.h>

#include "report.h"
#include "report_lines.h"
#include "text.h"

static const char *colour(const struct report_options *o, const char *code)
{
    return o->colour ? code : "";
}

enum { NAMES_MAX = 3 }; /* of tests, in a line */

#define RED   "\033[31m"
#define GREEN "\033[32m"
#define DIM   "\033[2m"
#define BOLD  "\033[1m"
#define PLAIN "\033[0m"

/* ---- The scoreboard -----------------------------------------------------*/

static size_t kept_from_running(const struct exercise *e)
{
    size_t n = 0;

    for (size_t t = 0; t < e->ntests; t++)
        n += e->test[t].status == TEST_NOT_RUN;
    return n;
}

static void print_note(const struct exercise *e, const struct report_options *o)
{
    size_t waiting = kept_from_running(e);

    if (e->state == EX_FAILED && e->kind == KIND_PROBE)
        printf("   %zu of %zu broken versions caught",
               e->ntests - report_failures(e), e->ntests);
    else if (e->state == EX_FAILED && waiting && waiting == report_failures(e))
        printf("   %zu of %zu tests not run", waiting, e->ntests);
    else if (e->state == EX_FAILED && report_failures(e))
        printf("   %zu of %zu tests fail%s%s", report_failures(e), e->ntests,
               report_failures(e) == 1 ? "s" : "",
               o->timing && e->ntargets ? "; speed is measured when none does"
                                        : "");
    else if (e->state == EX_TODO)
        printf("   to be written: %zu of %zu tests pass",
               e->ntests - report_failures(e), e->ntests);
    for (size_t t = 0; t < e->ntargets; t++) {
        const struct target *target = &e->target[t];

        if (target->status == TIMING_NOT_MEASURED)
            continue;
        printf("   %s %s", target->name, timing_status_name(target->status));
        if (target->status == TIMING_PASSED)
            printf(" (%.2fx, gold is %.2fx)", target->ratio, target->gold);
        else if (target->ratio > 0)
            printf(" (%.2fx)", target->ratio);
    }
}

static void print_exercise(const struct exercise *e,
                           const struct report_options *o)
{
    static const char *const marks[] = {"-", "-", "x", "+", "~"};
    const char *tint = e->state == EX_PASSED   ? GREEN
                       : e->state == EX_FAILED ? RED
                                               : DIM;

    printf("  %s%s %-4s %-38.38s %-7s%s", colour(o, tint), marks[e->state],
           e->id, e->title, kind_name(e->kind), colour(o, PLAIN));
    if (e->state == EX_UNTOUCHED || e->state == EX_SKIPPED)
        printf(" %15s", exercise_state_name(e->state));
    else
        printf(" %6s / %-6s", points_text(e->earned), points_text(e->possible));
    print_note(e, o);
    putchar('\n');
    if (e->advice) {
        printf("         advice: ");
        print_text(e->advice, strnlen(e->advice, 200));
        putchar('\n');
    }
}

static void print_scoreboard(const struct workbook *book,
                             const struct report_options *o)
{
    bool all = report_alone(book);

    for (size_t i = 0; i < book->nchapters; i++) {
        const struct chapter *c = &book->chapter[i];

        if (!c->wanted)
            continue;
        printf("%s%-18s %-29.29s%s %6s / %-6s  %s\n", colour(o, BOLD), c->id,
               c->title, colour(o, PLAIN), points_text(c->earned),
               points_text(c->possible),
               o->test ? "one test" : report_chapter_state(book, c));
        for (size_t e = 0; (all || c->started) && e < c->nexercises; e++)
            if (c->exercise[e].wanted)
                print_exercise(&c->exercise[e], o);
    }
}

/* ---- Failures -----------------------------------------------------------*/

/* Can gdb stop where that test fails? */
static bool can_be_debugged(const struct exercise *e, const struct test *test)
{
    if (e->kind == KIND_PROBE)
        return e->refused != NULL;
    return test && e->program &&
           (test->status == TEST_FAILED || test->status == TEST_CRASHED);
}

static void print_where(const struct chapter *c, const struct exercise *e,
                        const struct test *test, const struct report_options *o)
{
    printf("    read      chapters/%s/README.md#%s\n", c->id, e->section);
    printf("    again     make grade CH=%s EX=%s%s%s%s%s\n", c->number, e->id,
           o->test ? " TEST=" : "", o->test ? o->test : "", o->again,
           can_be_debugged(e, test) ? "   (with GDB=1 it stops there)" : "");
}

/* The first that did not pass, in teaching order.  One that has run says more
 * than one that has not; and what could not be graded is no failure of the
 * learner's, and comes last. */
static const struct test *first_failure(const struct exercise *e)
{
    const struct test *spared = NULL, *not_run = NULL;

    for (size_t t = 0; t < e->ntests; t++) {
        const struct test *test = &e->test[t];

        if (test->status == TEST_COULD_NOT_GRADE)
            spared = spared ? spared : test;
        else if (test->status == TEST_NOT_RUN)
            not_run = not_run ? not_run : test;
        else if (test->status != TEST_PASSED)
            return test;
    }
    return not_run ? not_run : spared;
}

static void print_slow(struct arena *arena, const struct chapter *c,
                       const struct exercise *e, const struct report_options *o)
{
    for (size_t t = 0; t < e->ntargets; t++) {
        const struct target *target = &e->target[t];

        const char *why = report_slow(arena, target);

        if (!why)
            continue;
        printf("\n%s%s %s, timing of %s%s\n", colour(o, BOLD), e->id, e->title,
               target->name, colour(o, PLAIN));
        print_indented(why);
        print_where(c, e, NULL, o);
    }
}

/* Predictions do not hang on each other: a line for each of the others. */
static void print_others(const struct exercise *e, const struct test *first)
{
    for (size_t t = 0; t < e->ntests; t++) {
        const struct test *test = &e->test[t];
        const char *but =
            test->message ? strstr(test->message, "\nbut       ") : NULL;

        if (test == first || test->status == TEST_PASSED || !but)
            continue;
        printf("    too       %s: ", strchr(test->name, '/') + 1);
        print_text(but + 11, strcspn(but + 11, "\n"));
        putchar('\n');
    }
}

/* Did it run and fail, for a reason of its own?  A file that was not compiled
 * says the same of all its tests. */
static bool fails(const struct test *test)
{
    switch (test->status) {
    case TEST_FAILED:
    case TEST_CRASHED:
    case TEST_TIMEOUT:
    case TEST_EXITED:
        return true;
    default:
        return false;
    }
}

/* The names of the others that fail: often they tell what is amiss better than
 * the first alone.  Which broken versions a probe misses is not told. */
static void print_also(const struct exercise *e, const struct test *first)
{
    size_t n = 0;

    for (size_t t = 0; e->kind != KIND_PROBE && t < e->ntests; t++) {
        if (&e->test[t] == first || !fails(&e->test[t]))
            continue;
        if (n < NAMES_MAX)
            printf("%s%s", n ? ", " : "    also      ", e->test[t].name);
        n++;
    }
    if (n > NAMES_MAX)
        printf(" and %zu more", n - NAMES_MAX);
    if (n)
        putchar('\n');
}

static void print_failure(struct arena *arena, const struct chapter *c,
                          const struct exercise *e,
                          const struct report_options *o)
{
    const struct test *test = first_failure(e);

    bool spared = test && test->status == TEST_COULD_NOT_GRADE;

    if (e->state == EX_UNTOUCHED || (e->state == EX_SKIPPED && !spared))
        return;
    if (!test) {
        print_slow(arena, c, e, o);
        return;
    }
    printf("\n%s%s %s%s\n    %s%s: %s%s", colour(o, BOLD), e->id, e->title,
           colour(o, PLAIN), colour(o, RED), test_status_name(test->status),
           test->name, colour(o, PLAIN));
    if (report_failures(e) > 1)
        printf("   (the first of %zu)", report_failures(e));
    putchar('\n');
    if (test->message)
        print_indented(test->message);
    if (e->kind == KIND_PREDICT)
        print_others(e, test);
    else
        print_also(e, test);
    if (e->broken)
        print_indented(e->broken);
    print_where(c, e, test, o);
}

/* ---- What next ----------------------------------------------------------*/

/* The first exercise behind all that were asked for, or NULL. */
static const struct exercise *one_further(const struct workbook *book,
                                          const struct chapter **chapter)
{
    const struct exercise *further = NULL;

    for (size_t i = 0; i < book->nchapters; i++) {
        const struct chapter *c = &book->chapter[i];

        for (size_t e = 0; e < c->nexercises; e++) {
            if (c->wanted && c->exercise[e].wanted) {
                further = NULL;
            } else if (!further) {
                further = &c->exercise[e];
                *chapter = c;
            }
        }
    }
    return further;
}

static void print_begin(const char *next, const struct chapter *c,
                        const struct exercise *e)
{
    printf("%sexercise %s, %s (about %u minutes).\n"
           "      Read chapters/%s/README.md#%s, write "
           "exercises/%s/%s, then: make grade CH=%s\n",
           next, e->id, e->title, e->minutes, c->id, e->section, c->id, e->file,
           c->number);
}

static void print_passed(const struct workbook *book)
{
    const struct chapter *c = NULL;
    const struct exercise *e = one_further(book, &c);

    if (report_any_spared(book)) {
        printf("Next: %s no fault of yours.  See above what the machine "
               "lacks, and grade again\n",
               book->possible <= 0
                   ? "nothing could be graded, which is"
                   : "what could be graded passes, and the rest is");
        return;
    }
    printf("Next: everything that was asked for passes.  make solution CH=NN "
           "shows your code beside ours.\n");
    if (e)
        print_begin("      Then comes ", c, e);
}

/* The exercise that is asked for, of which one test has run. */
static void print_one(const struct workbook *book, const char *test)
{
    for (size_t i = 0; i < book->nchapters; i++) {
        const struct chapter *c = &book->chapter[i];

        for (size_t e = 0; e < c->nexercises; e++)
            if (c->exercise[e].wanted)
                printf("Next: %s %s  The whole exercise: make grade CH=%s "
                       "EX=%s\n",
                       test,
                       report_spared(book, &c->exercise[e])
                           ? "could not be graded, which is no fault of yours."
                           : "passes.",
                       c->number, c->exercise[e].id);
    }
}

static void print_mend(const struct chapter *c, const struct exercise *e)
{
    const struct test *test = first_failure(e);
    const char *file = test ? test->suspect : NULL;

    printf("Next: mend exercise %s (%s)", e->id, e->title);
    if (file)
        printf("; look into exercises/%s/%s first", c->id, file);
    printf(".  Stuck? make hint EX=%s\n", e->id);
}

static void print_next(const struct workbook *book,
                       const struct report_options *o)
{
    const struct chapter *c = NULL;
    const struct exercise *e = report_next(book, &c);

    if (!e && o->test)
        print_one(book, o->test);
    else if (!e)
        print_passed(book);
    else if (e->state == EX_UNTOUCHED || e->state == EX_TODO)
        print_begin("Next: ", c, e);
    else
        print_mend(c, e);
}

void report_text(const struct workbook *book,
                 const struct report_options *options)
{
    print_scoreboard(book, options);
    for (size_t i = 0; i < book->nchapters; i++)
        for (size_t e = 0; e < book->chapter[i].nexercises; e++)
            if (book->chapter[i].exercise[e].wanted)
                print_failure(book->arena, &book->chapter[i],
                              &book->chapter[i].exercise[e], options);
    report_coverage(book);
    printf("\nScore %s of %s, graded %s in %.1f s%s%s, %s isolation%s%s\n",
           points_text(book->earned), points_text(book->possible),
           text_clean(book->arena, book->from), book->seconds,
           strcmp(book->engine, "uv") == 0 ? " on the uv engine" : "",
           options->timing ? "" : " without the points for speed",
           book->isolation, book->isolation_why ? ": " : "",
           book->isolation_why ? text_clean(book->arena, book->isolation_why)
                               : "");
    printf("Report: %s\n", options->page);
    print_next(book, options);
}
