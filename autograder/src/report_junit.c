/* SPDX-License-Identifier: MIT */
/* JUnit's XML, which build servers read: a suite for each exercise, a case
 * for each test and for each target that was asked for. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "report.h"
#include "text.h"

enum outcome { GOOD, FAILURE, ERROR, SKIPPED, OUTCOMES };

/* Told apart: the learner's mistakes, the machine's, and what has not run. */
static enum outcome of_test(const struct test *test)
{
    switch (test->status) {
    case TEST_PASSED:
        return GOOD;
    case TEST_COULD_NOT_GRADE:
        return ERROR;
    case TEST_NOT_RUN:
    case TEST_UNKNOWN:
        return SKIPPED;
    default:
        return FAILURE;
    }
}

static enum outcome of_target(const struct target *target)
{
    static const enum outcome outcomes[] = {
        [TIMING_NOT_MEASURED] = SKIPPED, [TIMING_GOLD] = GOOD,
        [TIMING_PASSED] = GOOD,          [TIMING_FAILED] = FAILURE,
        [TIMING_INCONCLUSIVE] = ERROR,
    };

    return outcomes[target->status];
}

struct counts {
    size_t all, of[OUTCOMES];
    double seconds;
};

static struct counts count(const struct exercise *e, bool timed)
{
    struct counts n = {.all = e->ntests + (timed ? e->ntargets : 0)};

    for (size_t i = 0; i < e->ntests; i++) {
        n.of[of_test(&e->test[i])]++;
        n.seconds += e->test[i].seconds;
    }
    for (size_t i = 0; timed && i < e->ntargets; i++)
        n.of[of_target(&e->target[i])]++;
    return n;
}

static struct counts count_all(const struct workbook *book)
{
    struct counts all = {0};

    for (size_t c = 0; c < book->nchapters; c++) {
        const struct chapter *chapter = &book->chapter[c];

        for (size_t e = 0; e < chapter->nexercises; e++) {
            struct counts n = {0};

            if (chapter->exercise[e].wanted)
                n = count(&chapter->exercise[e], book->timed);
            all.all += n.all;
            all.seconds += n.seconds;
            for (int o = 0; o < OUTCOMES; o++)
                all.of[o] += n.of[o];
        }
    }
    return all;
}

static void put_counts(FILE *out, const struct counts *n)
{
    fprintf(out,
            " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"%zu\" "
            "time=\"%.4f\">\n",
            n->all, n->of[FAILURE], n->of[ERROR], n->of[SKIPPED], n->seconds);
}

/* Attributes hold one line; and a list of tests has no room for more. */
static void put_first_line(FILE *out, struct arena *arena, const char *message)
{
    size_t n = strcspn(message, "\n");

    text_markup(out, arena_copy_n(arena, message, n < 200 ? n : 200));
}

static void put_outcome(FILE *out, struct arena *arena, enum outcome outcome,
                        const char *type, const char *message)
{
    static const char *const tag[] = {"", "failure", "error", "skipped"};

    fprintf(out, ">\n   <%s message=\"", tag[outcome]);
    put_first_line(out, arena, message);
    if (outcome == SKIPPED) {
        fputs("\"/>\n  </testcase>\n", out);
        return;
    }
    text_put(out, "\" type=\"%s\">%s</%s>\n  </testcase>\n", type, message,
             tag[outcome]);
}

static void put_case(FILE *out, const struct chapter *c,
                     const struct exercise *e, const char *folder,
                     const char *name, double seconds)
{
    text_put(out, "  <testcase classname=\"%s.%s\" name=\"%s%s\"", c->id, e->id,
             folder, name);
    fprintf(out, " time=\"%.4f\"", seconds);
}

static void put_exercise(FILE *out, const struct workbook *book,
                         const struct chapter *c, const struct exercise *e)
{
    struct counts n = count(e, book->timed);

    text_put(out, " <testsuite name=\"%s %s\"", e->id, e->title);
    put_counts(out, &n);
    for (size_t i = 0; i < e->ntests; i++) {
        const struct test *test = &e->test[i];

        put_case(out, c, e, "", test->name, test->seconds);
        if (of_test(test) == GOOD)
            fputs("/>\n", out);
        else
            put_outcome(out, book->arena, of_test(test),
                        test_status_name(test->status),
                        test->message ? test->message : report_unrun(e));
    }
    for (size_t i = 0; book->timed && i < e->ntargets; i++) {
        const struct target *target = &e->target[i];
        const char *why = report_slow(book->arena, target);

        put_case(out, c, e, "timing/", target->name, 0);
        if (of_target(target) == GOOD)
            fputs("/>\n", out);
        else
            put_outcome(out, book->arena, of_target(target),
                        timing_status_name(target->status),
                        why ? why : report_unrun(e));
    }
    fputs(" </testsuite>\n", out);
}

bool report_junit(const struct workbook *book, const char *path)
{
    struct counts all = count_all(book);
    char *bytes = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&bytes, &n);
    bool ok = false;

    if (out) {
        fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
              "<testsuites name=\"The Await Workbook\"",
              out);
        put_counts(out, &all);
        for (size_t c = 0; c < book->nchapters; c++)
            for (size_t e = 0; e < book->chapter[c].nexercises; e++)
                if (book->chapter[c].exercise[e].wanted)
                    put_exercise(out, book, &book->chapter[c],
                                 &book->chapter[c].exercise[e]);
        fputs("</testsuites>\n", out);
        ok = fclose(out) == 0 && file_write_soon(path, bytes, n);
    }
    free(bytes);
    return ok;
}
