/* SPDX-License-Identifier: MIT */
#include "source.h"

#include <string.h>
#include <unistd.h>

#include "admit.h"
#include "compile.h"
#include "files.h"
#include "progress.h"

enum { TRIES = 4 };

bool source_fail(struct source *source, enum test_status status,
                 const char *message)
{
    if (source->trouble == TEST_UNKNOWN) {
        source->trouble = status;
        source->message = message;
    }
    return false;
}

static bool same_contents(struct arena *arena, const char *a, const char *b)
{
    size_t na, nb;
    char *ca = file_read(arena, a, &na), *cb = file_read(arena, b, &nb);

    return ca && cb && na == nb && memcmp(ca, cb, na) == 0;
}

void source_init(struct source *source, const struct chapter *chapter,
                 const struct exercise *exercise, const char *from,
                 struct arena *arena)
{
    const char *stub = arena_printf(arena, "autograder/stubs/%s/%s",
                                    chapter->id, exercise->file);

    *source = (struct source){.chapter = chapter, .exercise = exercise};
    source->path =
        arena_printf(arena, "%s/%s/%s", from, chapter->id, exercise->file);
    if (!file_exists(source->path) ||
        same_contents(arena, source->path, stub)) {
        source->path = stub;
        return;
    }
    source->state = SOURCE_STARTED;
    if (!file_is_plain(source->path)) {
        source->trouble = TEST_REFUSED;
        source->message = arena_printf(
            arena,
            "found     %s is a link, or no regular file\n"
            "do        write your code into a plain file, or get the stub "
            "back: make reset CH=%s",
            source->path, chapter->number);
    }
}

/* ---- What a file holds --------------------------------------------------*/

static const char *digest_of(const struct source *source, struct arena *arena)
{
    struct digest *digest = digest_new();
    const char *slash = strrchr(source->path, '/');

    /* What cannot be read cannot be compiled either, and has not changed. */
    if (access(source->path, R_OK) == 0)
        digest_add_file(digest, source->path);
    digest_add_headers(
        digest, arena,
        arena_copy_n(arena, source->path, (size_t)(slash - source->path)));
    return digest_end(arena, digest);
}

void source_note(struct source *source, struct arena *arena)
{
    source->digest = digest_of(source, arena);
    source->changed = false;
    source->trouble = TEST_UNKNOWN;
    source->message = source->warning = NULL;
    memset(source->object, 0, sizeof(source->object));
}

bool source_has_changed(const struct source *source, struct arena *arena)
{
    return strcmp(digest_of(source, arena), source->digest) != 0;
}

/* ---- From text to objects -----------------------------------------------*/

static bool may_be_compiled(const struct source *source)
{
    return source->trouble == TEST_UNKNOWN && source->state != SOURCE_SKIPPED;
}

static void give_up(struct source *source, struct arena *arena)
{
    source->trouble = TEST_COULD_NOT_GRADE;
    source->message = arena_printf(arena,
                                   "machine   %s was saved each time that it "
                                   "was being compiled; grade again",
                                   source->path);
}

/* What somebody saves while it is compiled is compiled once more: an object
 * must be what its name says, and of all builds the same. */
static bool compile_all(struct source *const *source, size_t n,
                        const struct toolchain *tc, struct jobs *jobs)
{
    bool again = true;

    for (int tries = 0; again && tries < TRIES; tries++) {
        for (size_t i = 0; i < n; i++)
            if (source[i]->changed ||
                (tries == 0 && may_be_compiled(source[i]))) {
                source_note(source[i], tc->arena);
                source_compile(source[i], tc, jobs);
            }
        if (!progress_run(jobs, "compiling"))
            return false;
        again = false;
        for (size_t i = 0; i < n; i++)
            again |= source[i]->changed;
    }
    for (size_t i = 0; i < n; i++)
        if (source[i]->changed)
            give_up(source[i], tc->arena);
    return true;
}

bool sources_prepare(struct source *const *source, size_t n,
                     const struct toolchain *tc, struct jobs *jobs)
{
    if (!compile_all(source, n, tc, jobs))
        return false;
    for (size_t i = 0; i < n; i++)
        if (source[i]->state == SOURCE_STARTED)
            source_admit(source[i], tc, jobs);
    return progress_run(jobs, "screening");
}
