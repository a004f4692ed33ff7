/* SPDX-License-Identifier: MIT */
/* Objects are kept by the digest of all that went into them, so a text that
 * was compiled once is never compiled again, and a half-written object never
 * gets a name. */
#include "compile.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "files.h"

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

/* ---- What a compilation is known by -------------------------------------*/

/* The isolation is part of it: without, a compiler sees more. */
static const char *object_name(const struct compile *c, const char *isolation)
{
    struct digest *digest = digest_new();

    digest_add_string(digest, c->tc->version);
    digest_add_string(digest, isolation);
    for (size_t i = 0; i < c->tc->flags[c->mode].n; i++)
        digest_add_string(digest, c->tc->flags[c->mode].item[i]);
    digest_add_string(digest, c->tc->headers);
    digest_add_string(digest, c->source->path);
    digest_add_string(digest, c->source->digest);
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

/* Warnings are advice: the first is shown, and none costs a point.  They are
 * kept beside the object, for gradings that find it compiled already. */
static void keep_warning(struct compile *c, const char *output)
{
    const char *warning = strstr(output, "warning:");
    const char *path = arena_printf(c->tc->arena, "%s.txt", c->object);

    if (!warning)
        return;
    while (warning > output && warning[-1] != '\n')
        warning--;
    file_write(path, warning, strcspn(warning, "\n"));
}

static void show_warning(struct compile *c)
{
    if (c->mode == MODE_RELEASE)
        c->source->warning =
            file_read(c->tc->arena,
                      arena_printf(c->tc->arena, "%s.txt", c->object), NULL);
}

/* The next path of a dependency list, without make's escapes; NULL at its end.
 * `*at` is moved behind it. */
static char *next_path(char **at)
{
    char *from = *at + strspn(*at, " \\\n"), *path = from, *to = from;

    while (*from && *from != ' ' && *from != '\n') {
        if ((*from == '\\' && from[1] && strchr(" #\\", from[1])) ||
            (*from == '$' && from[1] == '$'))
            from++;
        *to++ = *from++;
    }
    *at = from + (*from != '\0');
    *to = '\0';
    return to > path ? path : NULL;
}

/* The file itself, or a header beside it: these are what it is known by. */
static bool is_own(const char *path, const char *own)
{
    size_t n = (size_t)(strrchr(own, '/') + 1 - own);

    return strcmp(path, own) == 0 ||
           (strncmp(path, own, n) == 0 && !strchr(path + n, '/') &&
            is_header(path + n));
}

/* Headers of the system's may find each other by "..", but not lead out. */
static bool stays_inside(const char *path)
{
    int depth = 0;

    for (size_t n; *path && depth >= 0; path += n + (path[n] == '/')) {
        n = strcspn(path, "/");
        if (n == 2 && strncmp(path, "..", 2) == 0)
            depth--;
        else if (n > 0 && !(n == 1 && *path == '.'))
            depth++;
    }
    return depth >= 0;
}

static bool is_systems(const char *path)
{
    static const char *const folders[] = {"/usr/include/", "/usr/lib/", NULL};

    for (const char *const *f = folders; *f; f++)
        if (strncmp(path, *f, strlen(*f)) == 0)
            return stays_inside(path + strlen(*f));
    return false;
}

/* What is written for learners. */
static bool is_workbooks(const char *path)
{
    return (strncmp(path, "chapters/", 9) == 0 ||
            strncmp(path, "autograder/support/", 19) == 0) &&
           !strstr(path, "/../");
}

/* Everything included must stand where a learner may look: the dependency
 * file names it even where the file system does not hide the rest. */
static const char *forbidden_include(struct compile *c, char *list)
{
    char *path;

    while ((path = next_path(&list)))
        if (!is_workbooks(path) && !is_systems(path) &&
            !is_own(path, c->source->path))
            return path;
    return NULL;
}

static bool includes_allowed(struct compile *c)
{
    struct arena *arena = c->tc->arena;
    char *list =
        file_read(arena, arena_printf(arena, "%s/x.d", c->folder), NULL);
    char *behind = list ? strstr(list, ": ") : NULL;
    const char *word =
        behind ? forbidden_include(c, behind + 2) : "an unreadable file";

    if (!word)
        return true;
    return source_fail(
        c->source, TEST_REFUSED,
        arena_printf(arena,
                     "found     %s includes %s\n"
                     "do        include the contracts (aw/...), the "
                     "system's headers, and headers (.h) beside your file",
                     c->source->path, word));
}

static void keep(struct compile *c, const char *object, const char *output)
{
    if (!file_take(object, c->object, 0644)) {
        source_fail(c->source, TEST_COULD_NOT_GRADE,
                    arena_printf(c->tc->arena, "machine   cannot write %s: %s",
                                 c->object, strerror(errno)));
        return;
    }
    c->source->object[c->mode] = c->object;
    keep_warning(c, output);
    show_warning(c);
}

static void compiled(void *ctx, const struct job_outcome *outcome)
{
    struct compile *c = ctx;
    struct arena *arena = c->tc->arena;
    const char *object = arena_printf(arena, "%s/x.o", c->folder);

    if (source_has_changed(c->source, arena))
        c->source->changed = true; /* who knows what the compiler has read */
    else if (outcome->end == JOB_NOT_STARTED)
        source_fail(c->source, TEST_COULD_NOT_GRADE,
                    arena_printf(arena, "compiler  %s", outcome->why));
    else if (!job_went_well(outcome) && !disk_has_room(c->folder))
        source_fail(c->source, TEST_COULD_NOT_GRADE,
                    "machine   the disk is full");
    else if (outcome->end != JOB_EXITED)
        source_fail(c->source, TEST_COMPILE_ERROR,
                    arena_printf(arena,
                                 "compiler  it did not finish with %s: too "
                                 "much memory, output or time",
                                 c->source->path));
    else if (outcome->code != 0)
        source_fail(c->source, TEST_COMPILE_ERROR,
                    first_error(arena, outcome->output));
    else if (includes_allowed(c))
        keep(c, object, outcome->output);
    folder_remove(c->folder);
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
    strings_add(arena, &argv, "-MD"); /* -MMD believes `# 1 "x.h" 3` */
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

void source_compile(struct source *source, const struct toolchain *tc,
                    struct jobs *jobs)
{
    folder_make(OBJECTS);
    for (enum mode mode = 0; mode < MODES; mode++) {
        struct compile *c = arena_new(tc->arena, sizeof(*c));

        *c = (struct compile){.source = source, .tc = tc, .mode = mode};
        c->object = object_name(c, jobs_isolation(jobs));
        if (file_kept(c->object)) {
            source->object[mode] = c->object;
            show_warning(c);
        } else {
            compile(c, jobs);
        }
    }
}
