/* SPDX-License-Identifier: MIT */
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "report.h"
#include "text.h"

/* Scores and ratios to a few places: people read this file too. */
static json_t *real(double value, double places)
{
    return json_real(round(value * places) / places);
}

/* A message may quote what a program printed: bytes that are no text are
 * shown as a question mark each. */
static json_t *text(struct arena *arena, const char *string)
{
    return string ? json_string(text_clean(arena, string)) : json_null();
}

static json_t *tests(struct arena *arena, const struct exercise *e)
{
    json_t *list = json_array();

    for (size_t t = 0; t < e->ntests; t++) {
        const struct test *test = &e->test[t];

        json_array_append_new(
            list, json_pack("{ss so ss so ss so}", "name", test->name, "claim",
                            text(arena, test->claim), "status",
                            test_status_name(test->status), "message",
                            text(arena, test->message), "section", e->section,
                            "seconds", real(test->seconds, 1e4)));
    }
    return list;
}

static json_t *ratios(const struct target *target)
{
    json_t *list = json_array();

    for (unsigned i = 0; i < target->pairs; i++)
        json_array_append_new(list, real(target->pair[i], 1e3));
    return list;
}

static json_t *timing(struct arena *arena, const struct exercise *e)
{
    json_t *list = json_array();

    for (size_t t = 0; t < e->ntargets; t++) {
        const struct target *target = &e->target[t];

        if (target->status == TIMING_NOT_MEASURED)
            continue;
        json_array_append_new(
            list,
            json_pack("{ss ss so so so si so ss so}", "name", target->name,
                      "claim", target->claim, "ratio", real(target->ratio, 1e3),
                      "required", real(target->required, 1e3), "gold",
                      real(target->gold, 1e3), "pairs", (int)target->pairs,
                      "ratios", ratios(target), "status",
                      timing_status_name(target->status), "message",
                      text(arena, report_slow(arena, target))));
    }
    return list;
}

/* Null when nothing was counted. */
static json_t *coverage(const struct exercise *e)
{
    const struct coverage *c = e->coverage;

    if (!c)
        return json_null();
    return json_pack("{si si si si ss}", "lines", (int)c->lines, "reached",
                     (int)c->reached, "branches", (int)c->branches, "taken",
                     (int)c->taken, "missed", c->missed);
}

static json_t *exercises(struct arena *arena, const struct chapter *c)
{
    json_t *list = json_array();

    for (size_t i = 0; i < c->nexercises; i++) {
        const struct exercise *e = &c->exercise[i];

        if (!e->wanted)
            continue;
        json_array_append_new(
            list,
            json_pack("{ss ss ss ss so so so so so so so}", "id", e->id,
                      "title", e->title, "kind", kind_name(e->kind), "state",
                      exercise_state_name(e->state), "points",
                      real(e->points, 100), "possible", real(e->possible, 100),
                      "earned", real(e->earned, 100), "tests", tests(arena, e),
                      "timing", timing(arena, e), "coverage", coverage(e),
                      "broken", text(arena, e->broken)));
    }
    return list;
}

static json_t *chapters(const struct workbook *book, json_t *mine)
{
    json_t *list = json_array();

    for (size_t i = 0; i < book->nchapters; i++) {
        const struct chapter *c = &book->chapter[i];

        if (c->started && (c->wanted || book->integrated))
            json_array_append_new(mine, json_string(c->number));
        if (!c->wanted)
            continue;
        json_array_append_new(
            list,
            json_pack("{ss ss so so so}", "id", c->id, "state",
                      report_chapter_state(book, c), "earned",
                      real(c->earned, 100), "possible", real(c->possible, 100),
                      "exercises", exercises(book->arena, c)));
    }
    return list;
}

bool report_json(const struct workbook *book, const char *path)
{
    json_t *mine = json_array(), *all = chapters(book, mine);
    json_t *json =
        json_pack("{si so so ss ss so so so so so}", "schema", 1, "from",
                  text(book->arena, book->from), "mine", mine, "engine",
                  book->engine, "isolation", book->isolation, "isolation_why",
                  text(book->arena, book->isolation_why), "seconds",
                  real(book->seconds, 100), "earned", real(book->earned, 100),
                  "possible", real(book->possible, 100), "chapters", all);
    char *out = json_dumps(json, JSON_INDENT(1));
    bool ok = out && file_write(path, out, strlen(out));

    if (!out)
        fprintf(stderr, "aw-grade: cannot write %s: a name is no text\n", path);
    free(out);
    json_decref(json);
    return ok;
}
