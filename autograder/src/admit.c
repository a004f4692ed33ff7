/* SPDX-License-Identifier: MIT */
#include "admit.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "exports.h"
#include "files.h"
#include "screen.h"

#define OBJECTS "build/grade/obj"
#define WORK    "build/grade/work"

/* What `source` may call: the chapter's list and the exercise's own. */
static struct strings imports_of(const struct source *source,
                                 struct arena *arena)
{
    struct strings all = {0};

    for (size_t i = 0; i < source->chapter->imports.n; i++)
        strings_add(arena, &all, source->chapter->imports.item[i]);
    for (size_t i = 0; i < source->exercise->imports.n; i++)
        strings_add(arena, &all, source->exercise->imports.item[i]);
    return all;
}

static bool screen_one(struct source *source, enum mode mode,
                       const struct strings *exports,
                       const struct toolchain *tc)
{
    struct strings imports = imports_of(source, tc->arena);
    struct screen_rules rules = {
        .exports = {exports->item, exports->n},
        .imports = {imports.item, imports.n},
        /* What was predicted is text, and points to nobody else's. */
        .imports_aw = source->exercise->kind != KIND_PREDICT,
        .sanitized = mode == MODE_ASAN,
        .is_tests = source->exercise->kind == KIND_PROBE,
    };
    char message[600] = "";
    enum screen_verdict verdict =
        screen(source->object[mode], &rules, message, sizeof(message));

    if (verdict == SCREEN_OK)
        return true;
    if (verdict == SCREEN_LOCALISE) {
        source->localise = true;
        if (!source->warning)
            source->warning = arena_copy(tc->arena, message);
        return true;
    }
    return source_fail(
        source, verdict == SCREEN_REFUSED ? TEST_REFUSED : TEST_COMPILE_ERROR,
        arena_printf(tc->arena, "refused   %s", message));
}

static void screen_source(struct source *source, const struct toolchain *tc)
{
    struct strings wanted = {0}, found = {0};
    const char *missing;

    if (source->trouble != TEST_UNKNOWN)
        return;
    exports_read(toolchain_object(tc, MODE_RELEASE, "solutions",
                                  source->chapter->id, source->exercise->stem),
                 tc->arena, &wanted);
    exports_read(source->object[MODE_RELEASE], tc->arena, &found);
    if (!screen_one(source, MODE_RELEASE, &wanted, tc) ||
        !screen_one(source, MODE_ASAN, &wanted, tc))
        return;
    missing = source->exercise->kind == KIND_PROBE
                  ? NULL
                  : exports_missing(&wanted, &found);
    if (missing)
        source_fail(
            source, TEST_COMPILE_ERROR,
            arena_printf(tc->arena,
                         "linker    %s does not define %s, which its "
                         "contract promises\n"
                         "do        define it; make reset CH=%s shows the "
                         "stub again (your file is kept)",
                         source->path, missing, source->chapter->number));
}

/* ---- Localising ---------------------------------------------------------*/

/* Helpers that a learner forgot to call static are made local, so that they
 * cannot meet another file's names. */
struct localise {
    struct source *source;
    enum mode mode;
    const char *folder, *object;
};

static void localised(void *ctx, const struct job_outcome *outcome)
{
    struct localise *l = ctx;
    char path[4096];

    snprintf(path, sizeof(path), "%s/x.o", l->folder);
    if (job_went_well(outcome) && file_take(path, l->object, 0644))
        l->source->object[l->mode] = l->object;
    else
        source_fail(l->source,
                    job_went_well(outcome) || job_is_machines(outcome) ||
                            !disk_has_room(l->folder)
                        ? TEST_COULD_NOT_GRADE
                        : TEST_COMPILE_ERROR,
                    "objcopy   it could not make the file's helpers local\n"
                    "do        write static before what the contract does not "
                    "ask for");
    folder_remove(l->folder);
}

static void localise(struct source *source, enum mode mode,
                     const struct toolchain *tc, struct jobs *jobs)
{
    struct arena *arena = tc->arena;
    struct localise *l = arena_new(arena, sizeof(*l));
    const char *object = source->object[mode];
    const char *readable[] = {OBJECTS, NULL};
    struct strings argv = {0}, wanted = {0};

    *l = (struct localise){.source = source, .mode = mode};
    l->object =
        arena_printf(arena, "%.*s-local.o", (int)strlen(object) - 2, object);
    l->folder = arena_printf(arena, WORK "/%d-%s-%d", (int)getpid(),
                             strrchr(object, '/') + 1, mode);
    folder_make(l->folder);
    exports_read(toolchain_object(tc, MODE_RELEASE, "solutions",
                                  source->chapter->id, source->exercise->stem),
                 arena, &wanted);
    strings_add(arena, &argv, "objcopy");
    for (size_t i = 0; i < wanted.n; i++)
        strings_add(
            arena, &argv,
            arena_printf(arena, "--keep-global-symbol=%s", wanted.item[i]));
    strings_add(arena, &argv, object);
    strings_add(arena, &argv, arena_printf(arena, "%s/x.o", l->folder));
    jobs_submit(jobs,
                &(struct job_spec){.argv = argv.item,
                                   .readable = readable,
                                   .writable = l->folder},
                false, localised, l);
}

void source_admit(struct source *source, const struct toolchain *tc,
                  struct jobs *jobs)
{
    screen_source(source, tc);
    for (enum mode mode = 0; mode < MODES && source->localise; mode++)
        if (source->trouble == TEST_UNKNOWN)
            localise(source, mode, tc, jobs);
}
