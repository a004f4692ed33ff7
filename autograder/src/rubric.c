/* SPDX-License-Identifier: MIT */
/* One function for each shape in the file.  All of them take a `place`, which
 * goes before every complaint, and answer whether the shape was right; the
 * first complaint ends the reading.  docs/adding-a-chapter.md has the format.
 */
#include "rubric.h"

#include <jansson.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"

struct place {
    struct arena *arena;
    const char *file, *at;
};

static bool wrong(const struct place *p, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static bool wrong(const struct place *p, const char *format, ...)
{
    va_list args;

    fprintf(stderr, "aw-grade: %s: %s: ", p->file, p->at);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    return false;
}

/* ---- Values -------------------------------------------------------------*/

static bool keys_known(const struct place *p, json_t *object,
                       const char *const *known)
{
    const char *key;
    json_t *value;

    if (!json_is_object(object))
        return wrong(p, "must be an object");
    json_object_foreach(object, key, value)
    {
        const char *const *k = known;

        while (*k && strcmp(*k, key) != 0)
            k++;
        if (!*k)
            return wrong(p, "unknown key \"%s\"", key);
    }
    return true;
}

static bool get_string(const struct place *p, json_t *object, const char *key,
                       const char **out)
{
    const char *value = json_string_value(json_object_get(object, key));

    if (!value || !*value)
        return wrong(p, "\"%s\" must be a string that is not empty", key);
    *out = arena_copy(p->arena, value);
    return true;
}

static bool get_number(const struct place *p, json_t *object, const char *key,
                       double *out)
{
    json_t *value = json_object_get(object, key);

    if (!json_is_number(value) || json_number_value(value) <= 0)
        return wrong(p, "\"%s\" must be a number above 0", key);
    *out = json_number_value(value);
    return true;
}

/* A list of strings that may be absent. */
static bool get_strings(const struct place *p, json_t *object, const char *key,
                        struct strings *out)
{
    json_t *list = json_object_get(object, key), *value;
    size_t i;

    if (list && !json_is_array(list))
        return wrong(p, "\"%s\" must be a list", key);
    json_array_foreach(list, i, value)
    {
        if (!json_is_string(value))
            return wrong(p, "\"%s\" must hold strings only", key);
        strings_add(p->arena, out,
                    arena_copy(p->arena, json_string_value(value)));
    }
    return true;
}

/* ---- Shapes -------------------------------------------------------------*/

static bool read_kind(const struct place *p, json_t *json, enum kind *kind)
{
    const char *name;

    if (!get_string(p, json, "kind", &name))
        return false;
    for (*kind = KIND_BUILD; *kind <= KIND_TUNE; ++*kind)
        if (strcmp(kind_name(*kind), name) == 0)
            return true;
    return wrong(p, "no kind of exercise is called \"%s\"", name);
}

/* hunt_x.c is a hunt, x.c is to be built: the name and the kind must agree. */
static bool check_file(const struct place *p, const struct chapter *chapter,
                       struct exercise *e)
{
    size_t n = strlen(e->file), kind_n = strlen(kind_name(e->kind));
    bool prefixed = strncmp(e->file, kind_name(e->kind), kind_n) == 0 &&
                    e->file[kind_n] == '_';
    const char *stub;

    if (n < 3 || strcmp(e->file + n - 2, ".c") != 0 || strchr(e->file, '/'))
        return wrong(p, "\"file\" must be the name of a C source");
    if (kind_stands_apart(e->kind) && !prefixed)
        return wrong(p, "the file of a %s must be called %s_....c",
                     kind_name(e->kind), kind_name(e->kind));
    e->stem = arena_copy_n(p->arena, e->file, n - 2);
    stub =
        arena_printf(p->arena, "autograder/stubs/%s/%s", chapter->id, e->file);
    if (!file_exists(stub))
        return wrong(p, "there is no %s", stub);
    return true;
}

static bool read_target(const struct place *p, json_t *json,
                        struct target *target)
{
    static const char *const known[] = {"name", "claim",  "required",
                                        "gold", "points", NULL};

    if (!keys_known(p, json, known) ||
        !get_string(p, json, "name", &target->name) ||
        !get_string(p, json, "claim", &target->claim) ||
        !get_number(p, json, "required", &target->required) ||
        !get_number(p, json, "gold", &target->gold) ||
        !get_number(p, json, "points", &target->points))
        return false;
    if (target->gold < 1.15 || target->required <= target->gold)
        return wrong(p, "%s: 1.15 <= gold < required must hold", target->name);
    return true;
}

static bool read_targets(const struct place *p, json_t *json,
                         struct exercise *e)
{
    json_t *list = json_object_get(json, "timing"), *value;
    size_t i;

    e->ntargets = json_array_size(list);
    e->target = arena_new(p->arena, (e->ntargets + 1) * sizeof(*e->target));
    json_array_foreach(
        list, i, value) if (!read_target(p, value, &e->target[i])) return false;
    return true;
}

/* A probe's tests are not in the rubric: one for each mutant to be caught. */
static bool read_tests(const struct place *p, json_t *json, struct exercise *e)
{
    struct strings names = {0};

    if (!get_strings(p, json, "tests", &names) ||
        !get_strings(p, json, "mutants", &e->mutants))
        return false;
    if ((e->kind == KIND_PROBE) != (e->mutants.n > 0) ||
        (e->kind == KIND_PROBE) == (names.n > 0))
        return wrong(p, "a probe has \"mutants\", all others have \"tests\"");
    e->ntests = names.n + e->mutants.n;
    e->test = arena_new(p->arena, e->ntests * sizeof(*e->test));
    for (size_t i = 0; i < names.n; i++)
        e->test[i].name = names.item[i];
    for (size_t i = 0; i < e->mutants.n; i++)
        e->test[i].name =
            arena_printf(p->arena, "%s/catches_mutant_%zu", e->stem, i + 1);
    return true;
}

static bool read_hints(const struct place *p, json_t *json, struct exercise *e)
{
    struct strings hints = {0};

    if (!get_strings(p, json, "hints", &hints))
        return false;
    if (hints.n != 3)
        return wrong(p, "\"hints\" must be three: nudge, approach, "
                        "near-solution");
    for (size_t i = 0; i < 3; i++)
        e->hint[i] = hints.item[i];
    return true;
}

static bool read_exercise(struct place *p, json_t *json,
                          const struct chapter *chapter, size_t index,
                          struct exercise *e)
{
    static const char *const known[] = {
        "id",    "title",   "kind",  "file",   "points",  "minutes", "section",
        "needs", "imports", "tests", "timing", "mutants", "hints",   NULL};
    const char *id =
        arena_printf(p->arena, "%d.%zu", atoi(chapter->number), index + 1);
    double minutes;

    p->at = arena_printf(p->arena, "exercise %s", id);
    if (!keys_known(p, json, known) || !get_string(p, json, "id", &e->id))
        return false;
    if (strcmp(e->id, id) != 0)
        return wrong(p, "\"id\" is \"%s\", but it is number %s", e->id, id);
    if (!get_string(p, json, "title", &e->title) ||
        !read_kind(p, json, &e->kind) ||
        !get_string(p, json, "file", &e->file) || !check_file(p, chapter, e) ||
        !get_number(p, json, "points", &e->points) ||
        !get_number(p, json, "minutes", &minutes) ||
        !get_string(p, json, "section", &e->section) ||
        !get_strings(p, json, "needs", &e->needs) ||
        !get_strings(p, json, "imports", &e->imports) ||
        !read_tests(p, json, e) || !read_targets(p, json, e) ||
        !read_hints(p, json, e))
        return false;
    e->minutes = (unsigned)minutes;
    return true;
}

static bool read_chapter(struct place *p, json_t *json, struct chapter *chapter)
{
    static const char *const known[] = {"chapter", "title",     "hours",
                                        "imports", "exercises", NULL};
    json_t *list = json_object_get(json, "exercises"), *value;
    const char *id;
    size_t i;

    if (!keys_known(p, json, known) || !get_string(p, json, "chapter", &id) ||
        !get_string(p, json, "title", &chapter->title) ||
        !get_number(p, json, "hours", &chapter->hours) ||
        !get_strings(p, json, "imports", &chapter->imports))
        return false;
    if (strcmp(id, chapter->id) != 0)
        return wrong(p, "\"chapter\" must be \"%s\"", chapter->id);
    chapter->nexercises = json_array_size(list);
    if (chapter->nexercises == 0)
        return wrong(p, "\"exercises\" must be a list with exercises");
    chapter->exercise =
        arena_new(p->arena, chapter->nexercises * sizeof(*chapter->exercise));
    json_array_foreach(
        list, i, value) if (!read_exercise(p, value, chapter, i,
                                           &chapter->exercise[i])) return false;
    return true;
}

static bool load_chapter(struct workbook *book, const char *id,
                         struct chapter *chapter)
{
    struct place p = {book->arena, NULL, "the top"};
    json_error_t error;
    json_t *json;
    bool ok;

    chapter->id = id;
    chapter->number = arena_copy_n(book->arena, id, strcspn(id, "-"));
    p.file = arena_printf(book->arena, "autograder/tests/%s/rubric.json", id);
    json = json_load_file(p.file, JSON_REJECT_DUPLICATES, &error);
    if (!json) {
        fprintf(stderr, "aw-grade: %s:%d: %s\n", p.file, error.line,
                error.text);
        return false;
    }
    ok = read_chapter(&p, json, chapter);
    json_decref(json);
    return ok;
}

bool rubric_load(struct workbook *book, const char *top)
{
    struct strings ids = folder_list(book->arena, "chapters");

    book->top = top;
    book->chapter =
        arena_new(book->arena, (ids.n + 1) * sizeof(*book->chapter));
    for (size_t i = 0; i < ids.n; i++) {
        char *rubric = arena_printf(
            book->arena, "autograder/tests/%s/rubric.json", ids.item[i]);

        /* A chapter that is being written has no rubric yet. */
        if (!file_exists(rubric))
            continue;
        if (!load_chapter(book, ids.item[i], &book->chapter[book->nchapters]))
            return false;
        book->nchapters++;
    }
    if (book->nchapters > 0)
        return true;
    fprintf(stderr, "aw-grade: %s holds no chapter with a rubric\n", top);
    return false;
}
