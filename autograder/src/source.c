/* SPDX-License-Identifier: MIT */
#include "source.h"

#include <string.h>

#include "admit.h"
#include "compile.h"
#include "files.h"
#include "progress.h"

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

bool sources_prepare(struct source *const *source, size_t n,
                     const struct toolchain *tc, struct jobs *jobs)
{
    for (size_t i = 0; i < n; i++)
        source_compile(source[i], tc, jobs);
    if (!progress_run(jobs, "compiling"))
        return false;
    for (size_t i = 0; i < n; i++)
        if (source[i]->state == SOURCE_STARTED)
            source_admit(source[i], tc, jobs);
    return progress_run(jobs, "screening");
}
