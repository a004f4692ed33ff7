/* SPDX-License-Identifier: MIT */
#include "toolchain.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"

static const char *const modes[MODES] = {"asan", "release"};

const char *mode_name(enum mode mode)
{
    return modes[mode];
}

static const char *need(struct arena *arena, const char *name)
{
    const char *value = getenv(name);

    if (value && *value)
        return arena_copy(arena, value);
    fprintf(stderr,
            "aw-grade: %s is not set; start the grader through make "
            "(make grade)\n",
            name);
    return NULL;
}

static void split(struct arena *arena, const char *text, struct strings *out)
{
    while (*(text += strspn(text, " "))) {
        size_t n = strcspn(text, " ");

        strings_add(arena, out, arena_copy_n(arena, text, n));
        text += n;
    }
}

static const char *digest_headers(struct arena *arena,
                                  const struct workbook *book)
{
    struct digest *digest = digest_new();

    for (size_t i = 0; i < book->nchapters; i++) {
        const char *id = book->chapter[i].id;

        digest_add_headers(digest, arena,
                           arena_printf(arena, "chapters/%s", id));
        digest_add_headers(digest, arena,
                           arena_printf(arena, "chapters/%s/aw", id));
    }
    digest_add_headers(digest, arena, "autograder/support");
    return digest_end(arena, digest);
}

bool toolchain_load(struct toolchain *tc, struct arena *arena,
                    const struct workbook *book)
{
    const char *common = need(arena, "AW_CFLAGS");
    const char *asan = need(arena, "AW_CFLAGS_asan");
    const char *release = need(arena, "AW_CFLAGS_release");
    const char *cover = need(arena, "AW_CFLAGS_cover");

    *tc = (struct toolchain){.arena = arena};
    tc->seen = arena_new(arena, sizeof(*tc->seen));
    tc->cc = need(arena, "AW_CC");
    tc->version = need(arena, "AW_CC_VERSION");
    tc->objects = need(arena, "AW_OBJECTS");
    if (!common || !asan || !release || !cover || !tc->cc || !tc->version ||
        !tc->objects)
        return false;
    split(arena, common, &tc->flags[MODE_ASAN]);
    split(arena, asan, &tc->flags[MODE_ASAN]);
    split(arena, common, &tc->flags[MODE_RELEASE]);
    split(arena, release, &tc->flags[MODE_RELEASE]);
    split(arena, common, &tc->cover);
    split(arena, cover, &tc->cover);
    split(arena, getenv("AW_LDFLAGS") ? getenv("AW_LDFLAGS") : "", &tc->link);
    tc->headers = digest_headers(arena, book);
    return true;
}

const char *toolchain_object(const struct toolchain *tc, enum mode mode,
                             const char *folder, const char *chapter,
                             const char *stem)
{
    return arena_printf(tc->arena, "%s/%s/%s/%s/%s.o", tc->objects, modes[mode],
                        folder, chapter, stem);
}

/* The objects of all .c files of a folder that are no demos. */
static struct strings objects_of(const struct toolchain *tc, enum mode mode,
                                 const char *above, const char *name)
{
    const char *folder = arena_printf(tc->arena, "%s/%s", above, name);
    struct strings names = folder_list(tc->arena, folder), objects = {0};

    for (size_t i = 0; i < names.n; i++) {
        size_t n = strlen(names.item[i]);

        if (n < 3 || strcmp(names.item[i] + n - 2, ".c") != 0 ||
            strncmp(names.item[i], "demo_", 5) == 0)
            continue;
        strings_add(
            tc->arena, &objects,
            toolchain_object(tc, mode, above, name,
                             arena_copy_n(tc->arena, names.item[i], n - 2)));
    }
    return objects;
}

struct strings toolchain_given(const struct toolchain *tc, enum mode mode,
                               const char *chapter)
{
    return objects_of(tc, mode, "chapters", chapter);
}

struct strings toolchain_tests(const struct toolchain *tc, enum mode mode,
                               const char *chapter, const char *stem)
{
    const char *above = arena_printf(tc->arena, "autograder/tests/%s", chapter);
    struct strings objects = objects_of(tc, mode, above, stem);

    if (objects.n == 0)
        strings_add(
            tc->arena, &objects,
            toolchain_object(tc, mode, "autograder/tests", chapter, stem));
    return objects;
}

/* Paths seen so far; there are a few hundred of them at the most. */
struct toolchain_known {
    struct toolchain_known *next;
    const char *path, *digest;
};

const char *toolchain_digest(const struct toolchain *tc, const char *path)
{
    struct digest *digest;
    struct toolchain_known *k;

    for (k = *tc->seen; k; k = k->next)
        if (strcmp(k->path, path) == 0)
            return k->digest;
    digest = digest_new();
    digest_add_file(digest, path);
    k = arena_new(tc->arena, sizeof(*k));
    k->next = *tc->seen;
    k->path = arena_copy(tc->arena, path);
    k->digest = digest_end(tc->arena, digest);
    *tc->seen = k;
    return k->digest;
}
