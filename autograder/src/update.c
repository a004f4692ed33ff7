/* SPDX-License-Identifier: MIT */
/* Three versions of a file decide: the old stub, the new one, the learner's.
 * Everything is written before the note of what was seen is: who is interrupted
 * says `make update` again. */
#include "update.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "contract.h"
#include "files.h"
#include "past.h"

#define SEEN   PAST "/seen"
#define STUBS  "autograder/stubs"
#define BACKUP ".backup"

struct update {
    const struct workbook *book;
    struct arena *arena;
    const char *backup; /* .backup/update-DATE */
    size_t news;
    bool ok;
};

struct text {
    const char *path;
    char *bytes; /* NULL: there is no such file */
    size_t n;
};

static struct text read_text(struct arena *arena, const char *folder,
                             const char *chapter, const char *name)
{
    struct text text = {
        .path = arena_printf(arena, "%s/%s/%s", folder, chapter, name)};

    text.bytes = file_read(arena, text.path, &text.n);
    return text;
}

static bool same(struct text a, struct text b)
{
    if (!a.bytes || !b.bytes)
        return !a.bytes && !b.bytes;
    return a.n == b.n && memcmp(a.bytes, b.bytes, a.n) == 0;
}

static bool ends_in(const char *name, const char *end)
{
    size_t n = strlen(name), most = strlen(end);

    return n >= most && strcmp(name + n - most, end) == 0;
}

/* The folder that a file is in is made. */
static bool put(struct arena *arena, const char *folder, const char *chapter,
                const char *name, struct text text)
{
    char *path = arena_printf(arena, "%s/%s/%s", folder, chapter, name);
    char *slash = strrchr(path, '/');
    bool made;

    *slash = '\0';
    made = folder_make(path);
    *slash = '/';
    return made && file_write(path, text.bytes, text.n);
}

static struct text rubric(struct arena *arena, const char *chapter)
{
    return read_text(arena, "autograder/tests", chapter, "rubric.json");
}

/* A chapter's contracts, and what its hunts, predictions and tunings declare:
 * paths below chapters/. */
static struct strings headers_of(struct arena *arena, const char *chapter)
{
    static const char *const folders[] = {"", "aw/"};
    struct strings found = {0};

    for (size_t f = 0; f < 2; f++) {
        const char *folder =
            arena_printf(arena, "chapters/%s/%s", chapter, folders[f]);
        struct strings names = folder_list(arena, folder);

        for (size_t i = 0; i < names.n; i++)
            if (ends_in(names.item[i], ".h"))
                strings_add(
                    arena, &found,
                    arena_printf(arena, "%s%s", folders[f], names.item[i]));
    }
    return found;
}

/* ---- What was seen ------------------------------------------------------*/

/* A header that is gone stays: nobody implements it any more. */
static bool note_headers(struct arena *arena, const char *chapter)
{
    struct strings now = headers_of(arena, chapter);
    bool ok = true;

    for (size_t i = 0; i < now.n; i++) {
        struct text header = read_text(arena, "chapters", chapter, now.item[i]);

        if (header.bytes &&
            !same(header, read_text(arena, SEEN, chapter, now.item[i])))
            ok &= put(arena, SEEN, chapter, now.item[i], header);
    }
    return ok;
}

static bool note_chapter(struct arena *arena, const char *chapter)
{
    const char *seen = arena_printf(arena, SEEN "/%s", chapter);
    struct strings old = folder_list(arena, seen);
    struct strings now =
        folder_list(arena, arena_printf(arena, STUBS "/%s", chapter));
    bool ok = true;

    for (size_t i = 0; ok && i < now.n; i++) {
        struct text stub = read_text(arena, STUBS, chapter, now.item[i]);
        struct text before = read_text(arena, SEEN, chapter, now.item[i]);

        if (stub.bytes && !same(stub, before))
            ok = put(arena, SEEN, chapter, now.item[i], stub);
    }
    for (size_t i = 0; i < old.n; i++)
        if (ends_in(old.item[i], ".c") &&
            !read_text(arena, STUBS, chapter, old.item[i]).bytes)
            unlink(arena_printf(arena, "%s/%s", seen, old.item[i]));
    /* The rubric last: without it the chapter counts as never seen. */
    return ok && note_headers(arena, chapter) &&
           put(arena, SEEN, chapter, "rubric.json", rubric(arena, chapter));
}

static bool note_all(const struct workbook *book)
{
    bool ok = true;

    for (size_t i = 0; ok && i < book->nchapters; i++)
        ok = note_chapter(book->arena, book->chapter[i].id);
    return ok;
}

bool update_notice(const struct workbook *book)
{
    return file_exists(SEEN) || note_all(book);
}

static bool contract_is_due(struct arena *arena, const struct chapter *c)
{
    struct strings headers = headers_of(arena, c->id);

    for (size_t i = 0; i < headers.n; i++) {
        struct text old = read_text(arena, SEEN, c->id, headers.item[i]);

        if (old.bytes &&
            !same(old, read_text(arena, "chapters", c->id, headers.item[i])))
            return true;
    }
    return false;
}

static bool chapter_is_due(struct arena *arena, const struct chapter *c)
{
    if (!same(rubric(arena, c->id),
              read_text(arena, SEEN, c->id, "rubric.json")))
        return true;
    for (size_t i = 0; i < c->nexercises; i++)
        if (!same(read_text(arena, STUBS, c->id, c->exercise[i].file),
                  read_text(arena, SEEN, c->id, c->exercise[i].file)))
            return true;
    return contract_is_due(arena, c);
}

bool update_is_due(const struct workbook *book)
{
    for (size_t i = 0; file_exists(SEEN) && i < book->nchapters; i++)
        if (chapter_is_due(book->arena, &book->chapter[i]))
            return true;
    return false;
}

/* ---- Files --------------------------------------------------------------*/

/* Both stubs are kept, for the old one is nowhere else. */
static void tell_kept(struct update *u, const struct chapter *c,
                      const struct exercise *e, struct text old)
{
    u->ok &= put(u->arena, u->backup, c->id, e->file, old);
    printf("  %-5s your %s is kept, though its stub has changed:\n"
           "        diff -u %s/%s/%s " STUBS "/%s/%s\n",
           e->id, e->file, u->backup, c->id, e->file, c->id, e->file);
    u->news++;
}

static void renew(struct update *u, const struct chapter *c,
                  const struct exercise *e, struct text stub, const char *why)
{
    u->ok &= put(u->arena, "exercises", c->id, e->file, stub);
    printf("  %-5s exercises/%s/%s: %s\n", e->id, c->id, e->file, why);
    u->news++;
}

static void look_at_file(struct update *u, const struct chapter *c,
                         const struct exercise *e)
{
    struct text old = read_text(u->arena, SEEN, c->id, e->file);
    struct text stub = read_text(u->arena, STUBS, c->id, e->file);
    struct text mine = read_text(u->arena, "exercises", c->id, e->file);

    if (!stub.bytes || same(old, stub))
        return;
    if (!mine.bytes && file_exists(mine.path)) {
        printf("  %-5s %s cannot be read; it stays as it is\n", e->id,
               mine.path);
        u->ok = false;
    } else if (!old.bytes && !mine.bytes) {
        renew(u, c, e, stub, "it is new");
    } else if (same(mine, stub)) {
        printf("  %-5s %s has changed; yours was untouched, and is the new "
               "one\n",
               e->id, e->file);
        u->news++;
    } else if (!mine.bytes || same(mine, old)) {
        renew(u, c, e, stub,
              "the stub has changed; yours was untouched, and is the new one");
    } else if (old.bytes) {
        tell_kept(u, c, e, old);
    } else {
        printf("  %-5s is new; your %s is kept, the stub is " STUBS "/%s/%s\n",
               e->id, e->file, c->id, e->file);
        u->news++;
    }
}

/* Did a contract change that a file of the learner's implements?  What the old
 * one was is kept: it is nowhere else. */
static void look_at_contract(struct update *u, const struct chapter *c,
                             const struct exercise *e, const char *header)
{
    struct text old = read_text(u->arena, SEEN, c->id, header);
    struct text now = read_text(u->arena, "chapters", c->id, header);
    struct text mine = read_text(u->arena, "exercises", c->id, e->file);
    const char *names = "";

    if (!old.bytes || !now.bytes || !mine.bytes || same(old, now) ||
        same(mine, read_text(u->arena, STUBS, c->id, e->file)))
        return;
    if (!contract_changed(u->arena, old.bytes, now.bytes, mine.bytes, &names) &&
        strcmp(header, arena_printf(u->arena, "%s.h", e->stem)) != 0)
        return;
    u->ok &= put(u->arena, u->backup, c->id, header, old);
    printf("  %-5s the contract of your %s has changed%s%s:\n"
           "        diff -u %s/%s/%s chapters/%s/%s\n",
           e->id, e->file, *names ? ", in what it says of " : "", names,
           u->backup, c->id, header, c->id, header);
    u->news++;
}

static void look_at_contracts(struct update *u, const struct chapter *c)
{
    struct strings headers = headers_of(u->arena, c->id);

    for (size_t i = 0; i < c->nexercises; i++)
        for (size_t h = 0; h < headers.n; h++)
            look_at_contract(u, c, &c->exercise[i], headers.item[h]);
}

/* ---- Rubrics ------------------------------------------------------------*/

/* The exercise whose file that is: numbers shift when one comes or goes. */
static json_t *exercise_in(json_t *old, const char *file)
{
    json_t *e;
    size_t i;

    json_array_foreach(json_object_get(old, "exercises"), i, e)
    {
        const char *its = json_string_value(json_object_get(e, "file"));

        if (its && strcmp(its, file) == 0)
            return e;
    }
    return NULL;
}

static void look_at_numbers(struct update *u, json_t *old,
                            const struct exercise *e)
{
    const char *id = e->id;
    double points = e->points;

    json_unpack(exercise_in(old, e->file), "{ss sF}", "id", &id, "points",
                &points);
    if (strcmp(id, e->id) != 0) {
        printf("  %-5s (%s) had the number %s\n", e->id, e->title, id);
        u->news++;
    }
    if (points != e->points) {
        printf("  %-5s is worth %g points now, and was worth %g\n", e->id,
               e->points, points);
        u->news++;
    }
}

static bool has_file(const struct chapter *c, const char *file)
{
    for (size_t i = 0; i < c->nexercises; i++)
        if (strcmp(c->exercise[i].file, file) == 0)
            return true;
    return false;
}

static void look_at_removed(struct update *u, json_t *old,
                            const struct chapter *c)
{
    json_t *e;
    size_t i;

    json_array_foreach(json_object_get(old, "exercises"), i, e)
    {
        const char *id = "", *title = "", *file = "";

        json_unpack(e, "{ss ss ss}", "id", &id, "title", &title, "file", &file);
        if (!*file || has_file(c, file))
            continue;
        printf("  old %s (%s) is no longer asked for; exercises/%s/%s stays\n",
               id, title, c->id, file);
        u->news++;
    }
}

/* ---- Chapters -----------------------------------------------------------*/

static void look_at_chapter(struct update *u, const struct chapter *c)
{
    struct text text = read_text(u->arena, SEEN, c->id, "rubric.json");
    json_t *old = text.bytes ? json_loads(text.bytes, 0, NULL) : NULL;

    if (!old) {
        printf("  chapter %s, %s, is new\n", c->number, c->title);
        u->news++;
    }
    for (size_t i = 0; i < c->nexercises; i++) {
        const struct exercise *e = &c->exercise[i];

        look_at_file(u, c, e);
        look_at_numbers(u, old, e);
        if (past_outdated(u->book, c, e)) {
            printf("  %-5s its tests have changed since you passed them: make "
                   "grade EX=%s\n",
                   e->id, e->id);
            u->news++;
        }
    }
    look_at_contracts(u, c);
    look_at_removed(u, old, c);
    json_decref(old);
}

static void look_for_removed_chapters(struct update *u)
{
    struct strings seen = folder_list(u->arena, SEEN);

    for (size_t i = 0; i < seen.n; i++) {
        if (chapter_find(u->book, seen.item[i]))
            continue;
        printf("  chapter %s is gone; exercises/%s stays\n", seen.item[i],
               seen.item[i]);
        u->news++;
    }
}

bool update_carry_out(const struct workbook *book)
{
    char when[32];
    time_t now = time(NULL);
    struct tm local;
    struct update u = {.book = book, .arena = book->arena, .ok = true};

    localtime_r(&now, &local);
    strftime(when, sizeof(when), "%Y%m%d-%H%M%S", &local);
    u.backup = arena_printf(u.arena, BACKUP "/update-%s", when);
    if (!update_notice(book))
        return false;
    for (size_t i = 0; i < book->nchapters; i++)
        look_at_chapter(&u, &book->chapter[i]);
    look_for_removed_chapters(&u);
    if (u.news == 0)
        puts("Nothing that concerns you has changed.");
    else
        puts("No file that you have written in was changed.");
    return u.ok && note_all(book);
}
