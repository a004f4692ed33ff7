/* SPDX-License-Identifier: MIT */
/* Most people read the last screen only.  So the scoreboard comes first, then
 * the first failure of each exercise, and at the very end what to do next. */
#include <stdio.h>
#include <string.h>

#include "report.h"

enum { MESSAGE_LINES = 17 }; /* with its frame, a message stays within 24 */

static const char *colour(const struct report_options *o, const char *code)
{
    return o->colour ? code : "";
}

#define RED   "\033[31m"
#define GREEN "\033[32m"
#define DIM   "\033[2m"
#define BOLD  "\033[1m"
#define PLAIN "\033[0m"

/* ---- The scoreboard -----------------------------------------------------*/

static size_t failures(const struct exercise *e)
{
    size_t n = 0;

    for (size_t t = 0; t < e->ntests; t++)
        n += e->test[t].status != TEST_PASSED;
    return n;
}

static void print_note(const struct exercise *e, const struct report_options *o)
{
    if (e->state == EX_FAILED && failures(e))
        printf("   %zu of %zu tests fail%s", failures(e), e->ntests,
               o->timing && e->ntargets ? "; speed is measured when none does"
                                        : "");
    else if (e->state == EX_TODO)
        printf("   to be written: %zu of %zu tests pass",
               e->ntests - failures(e), e->ntests);
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
    if (e->advice)
        printf("         advice: %.200s\n", e->advice);
}

static const char *chapter_state(const struct chapter *c,
                                 const struct report_options *o)
{
    if (o->test)
        return "one test";
    if (!c->started)
        return "untouched";
    return c->earned >= c->possible ? "complete" : "started";
}

/* Who asks for one chapter alone wants to see what is in it. */
static bool alone(const struct workbook *book)
{
    size_t wanted = 0;

    for (size_t i = 0; i < book->nchapters; i++)
        wanted += book->chapter[i].wanted;
    return wanted == 1;
}

static void print_scoreboard(const struct workbook *book,
                             const struct report_options *o)
{
    bool all = alone(book);

    for (size_t i = 0; i < book->nchapters; i++) {
        const struct chapter *c = &book->chapter[i];

        if (!c->wanted)
            continue;
        printf("%s%-18s %-29.29s%s %6s / %-6s  %s\n", colour(o, BOLD), c->id,
               c->title, colour(o, PLAIN), points_text(c->earned),
               points_text(c->possible), chapter_state(c, o));
        for (size_t e = 0; (all || c->started) && e < c->nexercises; e++)
            if (c->exercise[e].wanted)
                print_exercise(&c->exercise[e], o);
    }
}

/* ---- Failures -----------------------------------------------------------*/

/* Bytes of the character at `text`, or 0 when there is none: a message may
 * quote what a program printed, and may be cut anywhere. */
static size_t character(const char *text, size_t n)
{
    unsigned char c = (unsigned char)*text;
    size_t length = c < 0x80                ? 1
                    : c >= 0xc2 && c < 0xe0 ? 2
                    : c >= 0xe0 && c < 0xf0 ? 3
                    : c >= 0xf0 && c < 0xf5 ? 4
                                            : 0;

    for (size_t i = 1; i < length; i++)
        if (i >= n || ((unsigned char)text[i] & 0xc0) != 0x80)
            return 0;
    return length;
}

static void print_text(const char *text, size_t n)
{
    while (n > 0) {
        size_t length = character(text, n);

        if (length == 0)
            putchar('?');
        else
            fwrite(text, 1, length, stdout);
        text += length ? length : 1;
        n -= length ? length : 1;
    }
}

static void print_indented(const char *message)
{
    for (int lines = 0; *message && lines < MESSAGE_LINES; lines++) {
        size_t n = strcspn(message, "\n");

        printf("    ");
        print_text(message, n < 400 ? n : 400);
        putchar('\n');
        message += n + (message[n] == '\n');
    }
    if (*message)
        printf("    ...\n");
}

/* Can gdb stop where that test fails? */
static bool can_be_debugged(const struct exercise *e, const struct test *test)
{
    return test && e->program && e->kind != KIND_PROBE &&
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

static void print_slow(const struct chapter *c, const struct exercise *e,
                       const struct report_options *o)
{
    for (size_t t = 0; t < e->ntargets; t++) {
        const struct target *target = &e->target[t];

        if (target->status != TIMING_FAILED && !target->message)
            continue;
        printf("\n%s%s %s, timing of %s%s\n", colour(o, BOLD), e->id, e->title,
               target->name, colour(o, PLAIN));
        printf("    promised  \"%s\"\n", target->claim);
        if (target->ratio > 0)
            printf("    but       it takes %.2f times the reference's CPU "
                   "time; %.2f is required, %.2f is gold (median of %u "
                   "pairs)\n",
                   target->ratio, target->required, target->gold,
                   target->pairs);
        if (target->message)
            print_indented(target->message);
        print_where(c, e, NULL, o);
    }
}

static void print_failure(const struct chapter *c, const struct exercise *e,
                          const struct report_options *o)
{
    const struct test *test = first_failure(e);

    bool spared = test && test->status == TEST_COULD_NOT_GRADE;

    if (e->state == EX_UNTOUCHED || (e->state == EX_SKIPPED && !spared))
        return;
    if (!test) {
        print_slow(c, e, o);
        return;
    }
    printf("\n%s%s %s%s\n    %s%s: %s%s", colour(o, BOLD), e->id, e->title,
           colour(o, PLAIN), colour(o, RED), test_status_name(test->status),
           test->name, colour(o, PLAIN));
    if (failures(e) > 1)
        printf("   (the first of %zu)", failures(e));
    putchar('\n');
    if (test->message)
        print_indented(test->message);
    if (e->broken)
        print_indented(e->broken);
    print_where(c, e, test, o);
}

/* ---- What next ----------------------------------------------------------*/

static const struct exercise *next_exercise(const struct workbook *book,
                                            const struct chapter **chapter)
{
    for (size_t i = 0; i < book->nchapters; i++) {
        const struct chapter *c = &book->chapter[i];

        for (size_t e = 0; c->wanted && e < c->nexercises; e++) {
            const struct exercise *exercise = &c->exercise[e];

            if (exercise->wanted && exercise->state != EX_PASSED &&
                exercise->state != EX_SKIPPED) {
                *chapter = c;
                return exercise;
            }
        }
    }
    return NULL;
}

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

    printf("Next: everything that was asked for passes.  make solution CH=NN "
           "shows your code beside ours.\n");
    if (e)
        print_begin("      Then comes ", c, e);
}

static bool spared(const struct exercise *e)
{
    for (size_t t = 0; t < e->ntests; t++)
        if (e->test[t].status == TEST_COULD_NOT_GRADE)
            return true;
    return false;
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
                       spared(&c->exercise[e])
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
    const struct exercise *e = next_exercise(book, &c);

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
                print_failure(&book->chapter[i], &book->chapter[i].exercise[e],
                              options);
    printf("\nScore %s of %s, graded %s in %.1f s%s%s, %s isolation%s%s\n",
           points_text(book->earned), points_text(book->possible), book->from,
           book->seconds,
           strcmp(book->engine, "uv") == 0 ? " on the uv engine" : "",
           options->timing ? "" : " without the points for speed",
           book->isolation, book->isolation_why ? ": " : "",
           book->isolation_why ? book->isolation_why : "");
    print_next(book, options);
}
