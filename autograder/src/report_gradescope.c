/* SPDX-License-Identifier: MIT */
/* The form of results that Gradescope's autograders hand over.  Its names are
 * fixed there: score, max_score, status, number, output, visibility. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "report.h"
#include "share.h"
#include "text.h"

/* What stands once in the whole document. */
struct sheet {
    const struct workbook *book;
    const struct chapter *chapter;
    const struct exercise *exercise;
    json_t *tests;
};

/* One line of the sheet.  What does not count has no points at all. */
static void add(const struct sheet *s, const char *name,
                const struct share *share, bool passed, const char *status,
                const char *output)
{
    json_t *test =
        json_pack("{ss ss ss ss ss s[sss] ss}", "number", s->exercise->id,
                  "name", name, "name_format", "text", "output",
                  text_clean(s->book->arena, output ? output : ""),
                  "output_format", "text", "tags", s->chapter->id,
                  s->exercise->id, status, "visibility", "visible");

    if (share->counts) {
        json_object_set_new(test, "score", json_real(share->score));
        json_object_set_new(test, "max_score", json_real(share->max));
        json_object_set_new(test, "status",
                            json_string(passed ? "passed" : "failed"));
    }
    json_array_append_new(s->tests, test);
}

static void add_test(const struct sheet *s, const struct test *test,
                     const struct share *share)
{
    bool passed = test->status == TEST_PASSED;

    add(s, test->name, share, passed, test_status_name(test->status),
        test->message ? test->message
        : passed      ? test->claim
                      : report_unrun(s->exercise));
}

static void add_target(const struct sheet *s, const struct target *target,
                       const struct share *share)
{
    struct arena *arena = s->book->arena;
    const char *why = report_slow(arena, target);
    const char *name = arena_printf(arena, "timing/%s", target->name);

    if (!why && target_measured(target))
        why = arena_printf(arena,
                           "%.2f times the reference's CPU time; %.2f is "
                           "required, %.2f is gold (median of %u pairs)",
                           target->ratio, target->required, target->gold,
                           target->pairs);
    add(s, name, share,
        target->status == TIMING_GOLD || target->status == TIMING_PASSED,
        timing_status_name(target->status),
        why ? why : "it is measured when all tests of the exercise pass");
}

static void add_exercise(struct sheet *s)
{
    const struct exercise *e = s->exercise;
    const struct share *share = shares(s->book->arena, e, s->book->timed);

    for (size_t i = 0; i < e->ntests; i++)
        add_test(s, &e->test[i], &share[i]);
    for (size_t i = 0; s->book->timed && i < e->ntargets; i++)
        add_target(s, &e->target[i], &share[e->ntests + i]);
}

static json_t *tests(const struct workbook *book)
{
    struct sheet s = {.book = book, .tests = json_array()};

    for (size_t c = 0; c < book->nchapters; c++) {
        s.chapter = &book->chapter[c];
        for (size_t e = 0; e < s.chapter->nexercises; e++) {
            s.exercise = &s.chapter->exercise[e];
            if (s.exercise->wanted)
                add_exercise(&s);
        }
    }
    return s.tests;
}

bool report_gradescope(const struct workbook *book, const char *path)
{
    const char *about = arena_printf(
        book->arena, "%s of %s points, on the %s engine, %s isolation%s%s",
        points_text(book->earned), points_text(book->possible), book->engine,
        book->isolation, book->isolation_why ? ": " : "",
        book->isolation_why ? book->isolation_why : "");
    json_t *json = json_pack(
        "{so so ss ss ss ss so}", "score", json_real(book->earned),
        "execution_time", json_real(book->seconds), "output",
        text_clean(book->arena, about), "output_format", "text", "visibility",
        "visible", "stdout_visibility", "hidden", "tests", tests(book));
    char *out = json_dumps(json, JSON_INDENT(1) | JSON_REAL_PRECISION(10));
    bool ok = out && file_write_soon(path, out, strlen(out));

    free(out);
    json_decref(json);
    return ok;
}
