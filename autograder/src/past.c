/* SPDX-License-Identifier: MIT */
/* A record that cannot be read is put aside, never written over: it is the
 * learner's. */
#include "past.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "files.h"

enum { SCHEMA = 1 };

/* ---- The file -----------------------------------------------------------*/

static const char *path_of(const struct workbook *book, const struct chapter *c)
{
    return arena_printf(book->arena, PAST "/%s.json", c->id);
}

/* The record of a chapter; an empty one where there is none yet.  NULL when it
 * is of a later version, which knows what to do with it. */
static json_t *load(const struct workbook *book, const struct chapter *c)
{
    const char *path = path_of(book, c), *aside;
    json_error_t error;
    json_t *json;
    int schema = 0;

    if (!file_exists(path))
        return json_pack("{si s{}}", "schema", SCHEMA, "exercises");
    json = json_load_file(path, 0, &error);
    if (json && json_unpack(json, "{si}", "schema", &schema) == 0 &&
        schema > SCHEMA) {
        json_decref(json);
        return NULL;
    }
    if (schema == SCHEMA && json_is_object(json_object_get(json, "exercises")))
        return json;
    json_decref(json);
    aside = arena_printf(book->arena, "%s.unreadable", path);
    for (int n = 2; file_exists(aside); n++)
        aside = arena_printf(book->arena, "%s.unreadable-%d", path, n);
    fprintf(stderr, "aw-grade: %s cannot be read; it is kept as %s\n", path,
            aside);
    if (rename(path, aside) != 0)
        return NULL;
    return json_pack("{si s{}}", "schema", SCHEMA, "exercises");
}

static bool save(const struct workbook *book, const struct chapter *c,
                 const json_t *json)
{
    char *text = json_dumps(json, JSON_INDENT(1) | JSON_SORT_KEYS);
    bool ok = text && folder_make(PAST) &&
              file_write(path_of(book, c), text, strlen(text));

    free(text);
    return ok;
}

/* ---- What it is about ---------------------------------------------------*/

/* The file as it was graded, whatever has become of it since; "-" for one that
 * the reference stands in for. */
static json_t *digest_of(const struct workbook *book, const struct chapter *c,
                         const struct exercise *e)
{
    struct digest *digest;

    if (e->state == EX_UNTOUCHED)
        return json_string("-");
    if (e->digest)
        return json_string(e->digest);
    digest = digest_new();
    digest_add_file(
        digest, arena_printf(book->arena, "exercises/%s/%s", c->id, e->file));
    return json_string(digest_end(book->arena, digest));
}

/* {file: digest} of what an exercise's tests are linked with. */
static json_t *files_of(const struct workbook *book, const struct chapter *c,
                        const struct exercise *e)
{
    json_t *files = json_object();

    for (size_t i = 0; i < c->nexercises; i++)
        if (&c->exercise[i] == e || (!kind_stands_apart(e->kind) &&
                                     !kind_stands_apart(c->exercise[i].kind)))
            json_object_set_new(files, c->exercise[i].file,
                                digest_of(book, c, &c->exercise[i]));
    return files;
}

static void add_suite(struct digest *digest, struct arena *arena,
                      const char *path)
{
    struct strings names = folder_list(arena, path);
    const char *file = arena_printf(arena, "%s.c", path);

    if (file_exists(file))
        digest_add_file(digest, file);
    for (size_t i = 0; i < names.n; i++)
        digest_add_file(digest,
                        arena_printf(arena, "%s/%s", path, names.item[i]));
}

/* The tests of an exercise: their names, and the files of their suites. */
static const char *tests_of(const struct workbook *book,
                            const struct chapter *c, const struct exercise *e)
{
    struct digest *digest = digest_new();
    const char *last = "";

    for (size_t t = 0; t < e->ntests; t++) {
        const char *name = e->test[t].name;
        int n = (int)strcspn(name, "/");
        const char *suite = arena_printf(
            book->arena, "autograder/tests/%s/%.*s", c->id, n, name);

        digest_add_string(digest, name);
        if (strcmp(suite, last) != 0)
            add_suite(digest, book->arena, suite);
        last = suite;
    }
    return digest_end(book->arena, digest);
}

/* ---- What is broken -----------------------------------------------------*/

const char *past_moment(struct arena *arena, long long when)
{
    time_t then = (time_t)when, now = time(NULL);
    struct tm a, b;
    char text[40];

    localtime_r(&then, &a);
    localtime_r(&now, &b);
    strftime(text, sizeof(text),
             a.tm_year == b.tm_year && a.tm_yday == b.tm_yday
                 ? "%H:%M"
                 : "%Y-%m-%d at %H:%M",
             &a);
    return arena_copy(arena, text);
}

static bool fails(const struct test *test)
{
    return test->status != TEST_PASSED && test->status != TEST_NOT_RUN &&
           test->status != TEST_COULD_NOT_GRADE;
}

/* "list.c and handle.c": those that are not what they were, or "". */
static const char *edited(const struct workbook *book, json_t *then,
                          json_t *now)
{
    const char *list = "", *name;
    json_t *digest;

    json_object_foreach(now, name, digest)
    {
        json_t *old = json_object_get(then, name);

        if (!old || !json_equal(old, digest))
            list = arena_printf(book->arena, "%s%s%s", list,
                                *list ? " and " : "", name);
    }
    return list;
}

static const char *why(const struct workbook *book, json_t *passed,
                       json_t *files, const char *tests)
{
    json_int_t when = 0;
    json_t *then = NULL;
    const char *old = "", *list, *moment;

    if (json_unpack(passed, "{sI so ss}", "when", &when, "files", &then,
                    "tests", &old) != 0)
        return NULL;
    list = edited(book, then, files);
    moment = past_moment(book->arena, when);
    if (*list)
        return arena_printf(
            book->arena, "since your edit of %s: it passed at %s%s", list,
            moment,
            strcmp(old, tests) == 0 ? "" : "; the workbook has changed, too");
    if (strcmp(old, tests) != 0)
        return arena_printf(book->arena,
                            "the workbook has changed since it passed at %s; "
                            "your files have not",
                            moment);
    return arena_printf(book->arena,
                        "it passed at %s, and no file of yours has changed "
                        "since: what differs is the SEED, or chance",
                        moment);
}

static void tell(const struct workbook *book, struct exercise *e,
                 json_t *passed, json_t *files, const char *tests)
{
    bool any = false;
    const char *reason;

    for (size_t t = 0; t < e->ntests; t++)
        any |= fails(&e->test[t]);
    if (!any || !passed || e->state == EX_UNTOUCHED || e->state == EX_SKIPPED ||
        !(reason = why(book, passed, files, tests)))
        return;
    e->broken = arena_printf(book->arena, "broken    %s", reason);
}

/* ---- What passes --------------------------------------------------------*/

static bool all_pass(const struct exercise *e)
{
    for (size_t t = 0; t < e->ntests; t++)
        if (e->test[t].status != TEST_PASSED)
            return false;
    return e->ntests > 0;
}

/* Points for speed that were measured count until the file changes. */
static bool knows_better(const struct workbook *book, json_t *graded,
                         json_t *files, const struct exercise *e)
{
    json_t *then = json_object_get(graded, "files");

    return !book->timed && e->ntargets > 0 && json_equal(then, files) &&
           json_number_value(json_object_get(graded, "earned")) > e->earned;
}

static void note(const struct workbook *book, json_t *exercises,
                 const struct exercise *e, json_t *files, const char *tests)
{
    json_t *entry = json_object_get(exercises, e->file);
    json_int_t now = (json_int_t)time(NULL);

    if (e->state == EX_UNTOUCHED || e->state == EX_SKIPPED)
        return;
    if (!entry) {
        entry = json_object();
        json_object_set_new(exercises, e->file, entry);
    }
    if (!knows_better(book, json_object_get(entry, "graded"), files, e))
        json_object_set_new(entry, "graded",
                            json_pack("{sI sf sf sO}", "when", now, "earned",
                                      e->earned, "points", e->points, "files",
                                      files));
    if (all_pass(e))
        json_object_set_new(entry, "passed",
                            json_pack("{sI sO ss}", "when", now, "files", files,
                                      "tests", tests));
}

static bool update_chapter(const struct workbook *book, struct chapter *c,
                           bool record)
{
    json_t *json = load(book, c), *exercises;
    bool ok = true;

    if (!json)
        return true;
    exercises = json_object_get(json, "exercises");
    for (size_t i = 0; i < c->nexercises; i++) {
        struct exercise *e = &c->exercise[i];
        json_t *files, *entry = json_object_get(exercises, e->file);
        const char *tests;

        if (!e->wanted)
            continue;
        files = files_of(book, c, e);
        tests = tests_of(book, c, e);
        tell(book, e, json_object_get(entry, "passed"), files, tests);
        if (record)
            note(book, exercises, e, files, tests);
        json_decref(files);
    }
    if (record && json_object_size(exercises) > 0)
        ok = save(book, c, json);
    json_decref(json);
    return ok;
}

/* One test of an exercise, or its tests on other files or another engine: what
 * comes of that says nothing of what came before. */
bool past_update(struct workbook *book, const struct grade_options *o)
{
    bool ok = true;

    if (strcmp(o->from, "exercises") != 0 || o->integrated || o->test ||
        strcmp(o->engine, "uv") == 0)
        return true;
    for (size_t i = 0; i < book->nchapters; i++)
        if (book->chapter[i].wanted)
            ok &= update_chapter(book, &book->chapter[i], o->skip.n == 0);
    return ok;
}

/* ---- Looking back -------------------------------------------------------*/

void past_points(struct workbook *book)
{
    for (size_t i = 0; i < book->nchapters; i++) {
        struct chapter *c = &book->chapter[i];
        json_t *json = load(book, c), *entry;

        for (size_t e = 0; e < c->nexercises; e++) {
            entry = json_object_get(json_object_get(json, "exercises"),
                                    c->exercise[e].file);
            entry = json_object_get(entry, "graded");
            if (c->exercise[e].state != EX_UNTOUCHED)
                c->exercise[e].earned =
                    json_number_value(json_object_get(entry, "earned"));
        }
        json_decref(json);
    }
}

bool past_outdated(const struct workbook *book, const struct chapter *c,
                   const struct exercise *e)
{
    json_t *json = load(book, c), *passed;
    const char *old;
    bool outdated;

    passed = json_object_get(
        json_object_get(json_object_get(json, "exercises"), e->file), "passed");
    old = json_string_value(json_object_get(passed, "tests"));
    outdated = old && strcmp(old, tests_of(book, c, e)) != 0;
    json_decref(json);
    return outdated;
}
