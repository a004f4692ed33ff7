/* SPDX-License-Identifier: MIT */
#include "learner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "files.h"
#include "past.h"

#define HINTS  PAST "/hints"
#define BACKUP ".backup"

/* ---- Hints --------------------------------------------------------------*/

bool learner_hint(const struct workbook *book, const char *id, bool first)
{
    static const char *const step[] = {"nudge", "approach", "near-solution"};
    struct chapter *chapter = NULL;
    const struct exercise *e = id ? exercise_find(book, id, &chapter) : NULL;
    const char *folder, *path, *seen, *count;
    int n;

    if (!e) {
        fprintf(stderr,
                "aw-grade: %s%s%s: say which exercise, as in make hint "
                "EX=1.2; make shows them all\n",
                id ? "there is no exercise \"" : "no exercise was named",
                id ? id : "", id ? "\"" : "");
        return false;
    }
    folder = arena_printf(book->arena, HINTS "/%s", chapter->id);
    path = arena_printf(book->arena, "%s/%s", folder, e->file);
    seen = first ? NULL : file_read(book->arena, path, NULL);
    n = seen ? atoi(seen) + 1 : 1;
    n = n < 1 ? 1 : n > 3 ? 3 : n;
    printf("%s %s\n", e->id, e->title);
    for (int i = 0; i < n; i++)
        printf("\n%d. %s\n   %s\n", i + 1, step[i], e->hint[i]);
    if (n < 3)
        printf("\nThe next hint says more: make hint EX=%s\n", e->id);
    else
        printf("\nThat was the last one.  The reference beside yours: make "
               "solution EX=%s\n",
               e->id);
    count = arena_printf(book->arena, "%d\n", n);
    return folder_make(folder) && file_write(path, count, strlen(count));
}

/* ---- Reset --------------------------------------------------------------*/

/* A name in .backup/ that nobody has. */
static const char *backup_name(const struct workbook *book,
                               const struct chapter *c,
                               const struct exercise *e)
{
    char when[32];
    time_t now = time(NULL);
    struct tm local;
    const char *path = NULL;

    localtime_r(&now, &local);
    strftime(when, sizeof(when), "%Y%m%d-%H%M%S", &local);
    for (int i = 0; !path || file_exists(path); i++)
        path = arena_printf(book->arena, BACKUP "/%s/%s.%s.%d", c->id, e->file,
                            when, i);
    return path;
}

static bool reset_file(const struct workbook *book, const struct chapter *c,
                       const struct exercise *e)
{
    struct arena *arena = book->arena;
    size_t n, stub_n;
    const char *path = arena_printf(arena, "exercises/%s/%s", c->id, e->file);
    char *mine = file_read(arena, path, &n);
    char *stub = file_read(
        arena, arena_printf(arena, "autograder/stubs/%s/%s", c->id, e->file),
        &stub_n);
    const char *backup;

    if (!stub) {
        fprintf(stderr, "aw-grade: the stub of %s is missing\n", path);
        return false;
    }
    if (mine && n == stub_n && memcmp(mine, stub, n) == 0)
        return true;
    if (mine) {
        backup = backup_name(book, c, e);
        if (!folder_make(arena_printf(arena, BACKUP "/%s", c->id)) ||
            !file_write(backup, mine, n))
            return false;
        printf("%s: kept as %s\n", path, backup);
    } else if (file_exists(path)) {
        fprintf(stderr, "aw-grade: %s cannot be read; it stays as it is\n",
                path);
        return false;
    }
    if (!folder_make(arena_printf(arena, "exercises/%s", c->id)) ||
        !file_write(path, stub, stub_n))
        return false;
    printf("%s: the stub again\n", path);
    return true;
}

bool learner_reset(const struct workbook *book, const char *chapter,
                   const char *exercise)
{
    struct chapter *c = chapter ? chapter_find(book, chapter) : NULL;
    struct exercise *only = exercise ? exercise_find(book, exercise, &c) : NULL;
    bool ok = true;

    if (!c || (exercise && !only)) {
        fprintf(stderr, "aw-grade: say what to reset, as in make reset CH=02 "
                        "or make reset EX=2.1\n");
        return false;
    }
    for (size_t i = 0; i < c->nexercises; i++)
        if (!only || only == &c->exercise[i])
            ok &= reset_file(book, c, &c->exercise[i]);
    if (ok)
        printf("Chapter %s: %s reset.  Nothing was thrown away: ls " BACKUP
               "/%s\n",
               c->number, only ? only->file : "all files", c->id);
    return ok;
}
