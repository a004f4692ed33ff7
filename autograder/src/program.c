/* SPDX-License-Identifier: MIT */
#include "program.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "files.h"
#include "progress.h"

#define PROGRAMS "build/grade/prog"
#define WORK     "build/grade/work"

struct link {
    struct program *program;
    const struct toolchain *tc;
    const char *folder, *path;
};

const char *program_digest(const struct program *program)
{
    return strrchr(program->path, '/') + 1;
}

static const char *program_name(const struct program *program,
                                const struct toolchain *tc)
{
    struct digest *digest = digest_new();

    digest_add_string(digest, tc->version);
    digest_add_string(digest, mode_name(program->mode));
    for (size_t i = 0; i < tc->link.n; i++)
        digest_add_string(digest, tc->link.item[i]);
    for (size_t i = 0; i < program->objects.n; i++)
        digest_add_string(digest,
                          toolchain_digest(tc, program->objects.item[i]));
    return arena_printf(tc->arena, PROGRAMS "/%s",
                        digest_end(tc->arena, digest));
}

/* The linker's own words, from where they become interesting. */
static char *linker_says(struct arena *arena, const char *output)
{
    static const char *const marks[] = {
        "undefined reference", "undefined symbol", "multiple definition", NULL};

    for (const char *const *mark = marks; *mark; mark++) {
        const char *found = strstr(output, *mark);

        if (found)
            return arena_printf(
                arena,
                "linker    %.*s\n"
                "do        a chapter may call what it and earlier chapters "
                "define, and nothing of later ones",
                (int)strcspn(found, "\n"), found);
    }
    return arena_printf(arena, "linker    %.400s", output);
}

static void linked(void *ctx, const struct job_outcome *outcome)
{
    struct link *l = ctx;
    struct program *program = l->program;
    struct arena *arena = l->tc->arena;
    const char *made = arena_printf(arena, "%s/x", l->folder);

    if (job_went_well(outcome) && file_take(made, l->path, 0755)) {
        program->path = l->path;
    } else if (job_went_well(outcome)) {
        program->trouble = TEST_COULD_NOT_GRADE;
        program->message = arena_printf(arena, "machine   cannot write %s: %s",
                                        l->path, strerror(errno));
    } else if (!disk_has_room(l->folder)) {
        program->trouble = TEST_COULD_NOT_GRADE;
        program->message = "machine   the disk is full";
    } else if (outcome->end == JOB_EXITED) {
        program->trouble = TEST_COMPILE_ERROR;
        program->message = linker_says(arena, outcome->output);
    } else {
        /* Who asks for too much has brought it along. */
        program->trouble = job_is_machines(outcome) ? TEST_COULD_NOT_GRADE
                                                    : TEST_COMPILE_ERROR;
        program->message = arena_printf(
            arena,
            "linker    it did not finish%s%s\n"
            "do        look for huge arrays or very many strings in your files",
            outcome->why ? ": " : "", outcome->why ? outcome->why : "");
    }
    folder_remove(l->folder);
}

static void start_linking(struct link *l, struct jobs *jobs)
{
    static unsigned serial;
    struct arena *arena = l->tc->arena;
    const struct program *program = l->program;
    const struct strings *flags = &l->tc->flags[program->mode];
    const char *readable[] = {l->tc->objects, "build/grade/obj", NULL};
    struct strings argv = {0};

    l->folder =
        arena_printf(arena, WORK "/%d-link-%u", (int)getpid(), ++serial);
    folder_make(l->folder);
    strings_add(arena, &argv, l->tc->cc);
    for (size_t i = 0; i < flags->n; i++)
        strings_add(arena, &argv, flags->item[i]);
    for (size_t i = 0; i < l->tc->link.n; i++)
        strings_add(arena, &argv, l->tc->link.item[i]);
    strings_add(arena, &argv, "-o");
    strings_add(arena, &argv, arena_printf(arena, "%s/x", l->folder));
    for (size_t i = 0; i < program->objects.n; i++)
        strings_add(arena, &argv, program->objects.item[i]);
    strings_add(arena, &argv, "-pthread");
    /* From chapter 05 on a program may use libuv; before that none loads it. */
    strings_add(arena, &argv, "-Wl,--push-state,--as-needed,-luv,--pop-state");
    if (program->criterion)
        strings_add(arena, &argv, "-lcriterion");
    jobs_submit(
        jobs,
        &(struct job_spec){.argv = argv.item,
                           .readable = readable,
                           .writable = l->folder,
                           .limits = {.cpu_seconds = 20, .idle_seconds = 20}},
        false, linked, l);
}

/* The same program may stand in a list several times. */
static bool seen_before(struct program *const *program, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (program[k] == program[i])
            return true;
    return false;
}

bool programs_link(struct program *const *program, size_t n,
                   const struct toolchain *tc, struct jobs *jobs)
{
    folder_make(PROGRAMS);
    for (size_t i = 0; i < n; i++) {
        struct link *l;

        if (seen_before(program, i))
            continue;
        l = arena_new(tc->arena, sizeof(*l));
        *l = (struct link){.program = program[i], .tc = tc};
        l->path = program_name(program[i], tc);
        if (file_kept(l->path))
            program[i]->path = l->path;
        else
            start_linking(l, jobs);
    }
    return progress_run(jobs, "linking");
}
