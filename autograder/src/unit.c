/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include <string.h>

#include "files.h"

/* What goes into one link; every helper below adds to it. */
struct mix {
    const struct workbook *book;
    const struct sources *sources;
    struct toolchain *tc;
    enum mode mode;
    struct whose whose;
    const char *apart; /* stem of the learner's file that stands apart */
    struct strings *out;
};

void unit_copy(struct unit *to, const struct unit *from)
{
    *to = (struct unit){
        .chapter = from->chapter, .index = from->index, .stem = from->stem};
    to->run.program = &to->program;
    to->run.suites = from->run.suites;
    to->run.beside = from->run.beside;
}

static void add_suite(struct strings *suites, const char *test,
                      struct arena *arena)
{
    const char *suite = arena_copy_n(arena, test, strcspn(test, "/"));

    for (size_t i = 0; i < suites->n; i++)
        if (strcmp(suites->item[i], suite) == 0)
            return;
    strings_add(arena, suites, suite);
}

void unit_add_suites(struct strings *suites, const struct exercise *exercise,
                     struct arena *arena)
{
    for (size_t t = 0; t < exercise->ntests; t++)
        add_suite(suites, exercise->test[t].name, arena);
}

bool unit_has(const struct unit *unit, const struct exercise *exercise)
{
    if (!unit->stem)
        return !kind_stands_apart(exercise->kind);
    return kind_stands_apart(exercise->kind) &&
           strcmp(exercise->stem, unit->stem) == 0;
}

/* A file may serve several exercises: the first of them. */
static size_t first_of_its_file(const struct chapter *chapter, size_t e)
{
    size_t i = 0;

    while (strcmp(chapter->exercise[i].file, chapter->exercise[e].file) != 0)
        i++;
    return i;
}

exercise_set unit_file(const struct unit *unit, size_t e)
{
    return (exercise_set)1 << first_of_its_file(unit->chapter, e);
}

static void add(struct mix *m, const char *object)
{
    strings_add(m->tc->arena, m->out, object);
}

/* The learner's object if it is wanted, begun and usable, else a mutant's,
 * else the reference's: what is not begun yet must not fail what is. */
static void add_file(struct mix *m, size_t c, size_t e, bool learners)
{
    const struct source *source = &m->sources->of[c][e];
    const struct chapter *chapter = &m->book->chapter[c];
    const char *stem = chapter->exercise[e].stem;
    const char *folder = m->whose.mutant;
    const char *mutant =
        folder ? arena_printf(m->tc->arena, "%s/%s.o", folder, stem) : NULL;

    if (learners && source->object[m->mode] && source->trouble == TEST_UNKNOWN)
        add(m, source->object[m->mode]);
    else if (mutant && file_exists(mutant))
        add(m, mutant);
    else
        add(m,
            toolchain_object(m->tc, m->mode, "solutions", chapter->id, stem));
}

static void add_all(struct mix *m, struct strings objects)
{
    for (size_t i = 0; i < objects.n; i++)
        add(m, objects.item[i]);
}

/* `only` of the exercises' files, 0 standing for all. */
static void add_module(struct mix *m, size_t c, exercise_set only)
{
    const struct chapter *chapter = &m->book->chapter[c];

    add_all(m, toolchain_given(m->tc, m->mode, chapter->id));
    for (size_t e = 0; e < chapter->nexercises; e++)
        if (!kind_stands_apart(chapter->exercise[e].kind) &&
            first_of_its_file(chapter, e) == e)
            add_file(m, c, e,
                     m->whose.mine >> c & 1 && (!only || only >> e & 1));
}

/* Files that stand apart: the one asked for, or (for timing) all of them. */
static void add_apart(struct mix *m, const struct unit *unit, bool all)
{
    const struct chapter *chapter = unit->chapter;

    for (size_t e = 0; e < chapter->nexercises; e++) {
        const struct exercise *exercise = &chapter->exercise[e];
        bool asked = all ? exercise->kind == KIND_TUNE
                         : unit->stem && unit_has(unit, exercise);

        if (asked && kind_stands_apart(exercise->kind) &&
            first_of_its_file(chapter, e) == e)
            add_file(m, unit->index, e,
                     m->apart && strcmp(m->apart, exercise->stem) == 0);
    }
}

static void add_support(struct mix *m, const char *name)
{
    add(m, arena_printf(m->tc->arena, "%s/%s/autograder/support/%s.o",
                        m->tc->objects, mode_name(m->mode), name));
}

static void add_tests(struct mix *m, const struct unit *unit)
{
    static const char *const support[] = {"record", "last",   "parked",
                                          "trace",  "runner", "alloc",
                                          "alone",  "value",  NULL};
    const struct chapter *chapter = unit->chapter;

    for (size_t e = 0; e < chapter->nexercises; e++) {
        const struct exercise *exercise = &chapter->exercise[e];

        if (unit_has(unit, exercise) && first_of_its_file(chapter, e) == e &&
            exercise->kind != KIND_PROBE)
            add_all(m, toolchain_tests(m->tc, m->mode, chapter->id,
                                       exercise->stem));
    }
    for (size_t i = 0; support[i]; i++)
        add_support(m, support[i]);
}

/* Ours are first and last: code may be read in the pages in which it begins
 * and ends (runner.c), and neither tests nor what is judged should be there. */
void unit_link_tests(struct unit *unit, const struct workbook *book,
                     const struct sources *sources, struct toolchain *tc,
                     const struct whose *whose)
{
    struct mix m = {book,
                    sources,
                    tc,
                    MODE_ASAN,
                    *whose,
                    whose->apart ? unit->stem : NULL,
                    &unit->program.objects};

    unit->program.mode = MODE_ASAN;
    unit->program.criterion = true;
    add_support(&m, "graded");
    for (size_t c = 0; c <= unit->index; c++)
        add_module(&m, c, c == unit->index ? whose->only : 0);
    add_apart(&m, unit, false);
    add_tests(&m, unit);
}

void unit_link_timing(struct unit *unit, const struct workbook *book,
                      const struct sources *sources, struct toolchain *tc,
                      chapter_set mine, const char *apart)
{
    struct mix m = {book,
                    sources,
                    tc,
                    MODE_RELEASE,
                    {.mine = mine},
                    apart,
                    &unit->program.objects};

    unit->program.mode = MODE_RELEASE;
    for (size_t c = 0; c <= unit->index; c++)
        add_module(&m, c, 0);
    add_apart(&m, unit, true);
    add(&m, arena_printf(tc->arena, "%s/release/autograder/timing/%s.o",
                         tc->objects, unit->chapter->id));
    add(&m, arena_printf(tc->arena, "%s/release/autograder/support/record.o",
                         tc->objects));
    add(&m, arena_printf(tc->arena, "%s/release/autograder/support/timing.o",
                         tc->objects));
}
