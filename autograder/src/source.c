/* SPDX-License-Identifier: MIT */
/* Objects are kept by the digest of all that went into them, so a text that
 * was compiled once is never compiled again, and a half-written object never
 * gets a name. */
#include "source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "exports.h"
#include "files.h"
#include "progress.h"
#include "screen.h"

#define OBJECTS "build/grade/obj"
#define WORK    "build/grade/work"

/* One compilation of one file. */
struct compile {
    struct source *source;
    const struct toolchain *tc;
    enum mode mode;
    const char *folder; /* where the compiler may write */
    const char *object; /* where the result is kept */
};

/* ---- Which file, and how far it is --------------------------------------*/

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

/* ---- Compiling ----------------------------------------------------------*/

static bool fail(struct source *source, enum test_status status, char *message)
{
    if (source->trouble == TEST_UNKNOWN) {
        source->trouble = status;
        source->message = message;
    }
    return false;
}

/* A learner's folder may hold headers of its own. */
static void add_own_headers(struct compile *c, struct digest *digest)
{
    struct arena *arena = c->tc->arena;
    const char *slash = strrchr(c->source->path, '/');
    const char *folder =
        arena_copy_n(arena, c->source->path, (size_t)(slash - c->source->path));
    struct strings names = folder_list(arena, folder);

    for (size_t i = 0; i < names.n; i++) {
        const char *dot = strrchr(names.item[i], '.');

        if (dot && strcmp(dot, ".h") == 0)
            digest_add_file(
                digest, arena_printf(arena, "%s/%s", folder, names.item[i]));
    }
}

static const char *object_name(struct compile *c)
{
    struct digest *digest = digest_new();

    digest_add_string(digest, c->tc->version);
    for (size_t i = 0; i < c->tc->flags[c->mode].n; i++)
        digest_add_string(digest, c->tc->flags[c->mode].item[i]);
    digest_add_string(digest, c->tc->headers);
    digest_add_string(digest, c->source->path);
    digest_add_file(digest, c->source->path);
    add_own_headers(c, digest);
    return arena_printf(c->tc->arena, OBJECTS "/%s.o",
                        digest_end(c->tc->arena, digest));
}

/* The compiler's first error, with the lines that point at it. */
static char *first_error(struct arena *arena, const char *output)
{
    const char *error = strstr(output, "error:");
    const char *begin, *end;

    if (!error)
        return arena_printf(arena, "compiler  %.400s", output);
    for (begin = error; begin > output && begin[-1] != '\n';)
        begin--;
    end = begin;
    for (int lines = 0; lines < 3 && *end; lines++)
        end += strcspn(end, "\n") + (end[strcspn(end, "\n")] == '\n');
    return arena_printf(arena, "compiler  %s",
                        arena_copy_n(arena, begin, (size_t)(end - begin)));
}

/* Everything included must stand where a learner may look: the dependency
 * file names it even where the file system does not hide the rest. */
static const char *forbidden_include(struct compile *c, const char *list)
{
    static const char *const allowed[] = {"chapters/", "autograder/support/",
                                          "/usr/include/", "/usr/lib/", NULL};
    const char *own = c->source->path;
    size_t own_n = (size_t)(strrchr(own, '/') + 1 - own);
    char *word, *next = strchr(list, ':');

    while (next && (word = strtok_r(NULL, " \\\n", &next))) {
        const char *const *a = allowed;

        while (*a && strncmp(word, *a, strlen(*a)) != 0)
            a++;
        if ((!*a && strncmp(word, own, own_n) != 0) || strstr(word, "/../"))
            return word;
    }
    return NULL;
}

static bool includes_allowed(struct compile *c)
{
    struct arena *arena = c->tc->arena;
    char *list =
        file_read(arena, arena_printf(arena, "%s/x.d", c->folder), NULL);
    const char *word = list ? strchr(list, ':') : NULL;

    word = word ? forbidden_include(c, word) : "an unreadable file";
    if (!word)
        return true;
    return fail(c->source, TEST_REFUSED,
                arena_printf(arena,
                             "found     %s includes %s\n"
                             "do        include the contracts (aw/...) and "
                             "the system's headers only",
                             c->source->path, word));
}

static void compiled(void *ctx, const struct job_outcome *outcome)
{
    struct compile *c = ctx;
    struct arena *arena = c->tc->arena;
    const char *object = arena_printf(arena, "%s/x.o", c->folder);

    if (outcome->end == JOB_NOT_STARTED)
        fail(c->source, TEST_COULD_NOT_GRADE,
             arena_printf(arena, "compiler  %s", outcome->why));
    else if (outcome->end != JOB_EXITED)
        fail(c->source, TEST_COMPILE_ERROR,
             arena_printf(arena,
                          "compiler  it did not finish with %s: too "
                          "much memory, output or time",
                          c->source->path));
    else if (outcome->code != 0)
        fail(c->source, TEST_COMPILE_ERROR,
             first_error(arena, outcome->output));
    else if (includes_allowed(c) && rename(object, c->object) == 0)
        c->source->object[c->mode] = c->object;
    unlink(object);
    unlink(arena_printf(arena, "%s/x.d", c->folder));
    rmdir(c->folder);
}

static void compile(struct compile *c, struct jobs *jobs)
{
    static unsigned serial;
    struct arena *arena = c->tc->arena;
    const struct strings *flags = &c->tc->flags[c->mode];
    const char *slash = strrchr(c->source->path, '/');
    const char *readable[] = {
        "chapters", "autograder/support",
        arena_copy_n(arena, c->source->path, (size_t)(slash - c->source->path)),
        NULL};
    struct strings argv = {0};

    c->folder = arena_printf(arena, WORK "/%d-%u", (int)getpid(), ++serial);
    folder_make(c->folder);
    strings_add(arena, &argv, c->tc->cc);
    for (size_t i = 0; i < flags->n; i++)
        strings_add(arena, &argv, flags->item[i]);
    strings_add(arena, &argv, "-Wno-unused-parameter");
    strings_add(arena, &argv, "-fdiagnostics-color=never");
    strings_add(arena, &argv, "-MMD");
    strings_add(arena, &argv, "-MF");
    strings_add(arena, &argv, arena_printf(arena, "%s/x.d", c->folder));
    strings_add(arena, &argv, "-c");
    strings_add(arena, &argv, "-o");
    strings_add(arena, &argv, arena_printf(arena, "%s/x.o", c->folder));
    strings_add(arena, &argv, c->source->path);
    jobs_submit(jobs,
                &(struct job_spec){.argv = argv.item,
                                   .readable = readable,
                                   .writable = c->folder,
                                   .limits = {.cpu_seconds = 20,
                                              .address_bytes = (size_t)2 << 30,
                                              .idle_seconds = 20}},
                false, compiled, c);
}

/* ---- Screening ----------------------------------------------------------*/

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
        .imports_aw = true,
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
        source->warning = arena_copy(tc->arena, message);
        return true;
    }
    return fail(source,
                verdict == SCREEN_REFUSED ? TEST_REFUSED : TEST_COMPILE_ERROR,
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
        fail(source, TEST_COMPILE_ERROR,
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
    if (outcome->end == JOB_EXITED && outcome->code == 0 &&
        rename(path, l->object) == 0)
        l->source->object[l->mode] = l->object;
    else
        fail(l->source, TEST_COULD_NOT_GRADE,
             "objcopy   it could not make the file's helpers local");
    unlink(path);
    rmdir(l->folder);
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

/* ---- All of it ----------------------------------------------------------*/

static void start_compiling(struct source *source, const struct toolchain *tc,
                            struct jobs *jobs)
{
    if (source->trouble != TEST_UNKNOWN || source->state == SOURCE_SKIPPED)
        return;
    for (enum mode mode = 0; mode < MODES; mode++) {
        struct compile *c = arena_new(tc->arena, sizeof(*c));

        *c = (struct compile){.source = source, .tc = tc, .mode = mode};
        c->object = object_name(c);
        if (file_exists(c->object))
            source->object[mode] = c->object;
        else
            compile(c, jobs);
    }
}

bool sources_prepare(struct source *const *source, size_t n,
                     const struct toolchain *tc, struct jobs *jobs)
{
    folder_make(OBJECTS);
    folder_prune(tc->arena, OBJECTS, 2000);
    for (size_t i = 0; i < n; i++)
        start_compiling(source[i], tc, jobs);
    if (!progress_run(jobs, "compiling"))
        return false;
    for (size_t i = 0; i < n; i++) {
        if (source[i]->state == SOURCE_STARTED)
            screen_source(source[i], tc);
        for (enum mode m = 0; m < MODES && source[i]->localise; m++)
            if (source[i]->trouble == TEST_UNKNOWN)
                localise(source[i], m, tc, jobs);
    }
    return progress_run(jobs, "screening");
}
