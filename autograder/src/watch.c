/* SPDX-License-Identifier: MIT */
/* Editors save in many ways: over the old file, by a new one of its name, by
 * an exchange of two, with a moment in which there is none or an empty one.
 * What all of them have in common is what the file holds in the end.  So that
 * is what is looked at, and a touch or a save of the same text is no news. */
#include "watch.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "files.h"

/* Looks that a file may be gone or empty for before that is believed. */
enum { PATIENCE = 8 };

static volatile sig_atomic_t interrupted;

static void on_interrupt(int sig)
{
    (void)sig;
    interrupted = 1;
}

/* What a chapter's files hold, and headers that lie beside them. */
static void look_at(const struct chapter *chapter, struct digest *digest,
                    struct arena *arena, struct watched *now)
{
    const char *folder = arena_printf(arena, "exercises/%s", chapter->id);

    for (size_t e = 0; e < chapter->nexercises; e++) {
        size_t n = 0;
        char *text = file_read(
            arena,
            arena_printf(arena, "%s/%s", folder, chapter->exercise[e].file),
            &n);

        now->gone += n == 0;
        digest_add(digest, &n, sizeof(n));
        if (text)
            digest_add(digest, text, n);
    }
    digest_add_headers(digest, arena, folder);
}

/* What all files hold, as one digest; `gone` counts those that hold nothing. */
static void look(const struct workbook *book, const struct chapter *only,
                 struct watched *now)
{
    struct arena arena = {0};
    struct digest *digest = digest_new();

    now->gone = 0;
    for (size_t c = 0; c < book->nchapters; c++)
        if (!only || only == &book->chapter[c])
            look_at(&book->chapter[c], digest, &arena, now);
    strcpy(now->digest, digest_end(&arena, digest));
    arena_free(&arena);
}

void watch_look(const struct workbook *book, const struct chapter *only,
                struct watched *now)
{
    look(book, only, now);
}

/* Until two looks are the same, and nothing that was there is missing. */
static void settle(const struct workbook *book, const struct chapter *only,
                   const struct watched *graded, struct watched *now)
{
    const struct timespec quarter = {0, 250000000};
    struct watched last;
    int patience = PATIENCE;

    do {
        last = *now;
        nanosleep(&quarter, NULL);
        look(book, only, now);
    } while (!interrupted && (strcmp(now->digest, last.digest) != 0 ||
                              (now->gone > graded->gone && patience-- > 0)));
}

bool watch_wait(const struct workbook *book, const struct chapter *only,
                const struct watched *graded)
{
    const struct timespec quarter = {0, 250000000};
    struct sigaction old, end = {.sa_handler = on_interrupt};
    struct watched now;

    interrupted = 0;
    sigaction(SIGINT, &end, &old); /* first: who reads that may press it */
    puts("\nWatching exercises/; save a file to grade it again, Ctrl-C ends.");
    fflush(stdout);
    look(book, only, &now);
    while (!interrupted && strcmp(now.digest, graded->digest) == 0) {
        nanosleep(&quarter, NULL);
        look(book, only, &now);
        if (strcmp(now.digest, graded->digest) != 0)
            settle(book, only, graded, &now);
    }
    sigaction(SIGINT, &old, NULL);
    return !interrupted;
}
