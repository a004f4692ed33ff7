/* SPDX-License-Identifier: MIT */
#include "targets.h"

#include "program.h"
#include "source.h"
#include "timing.h"

struct programs {
    struct program *learner, *reference;
};

/* What the machine is to blame for is no reason not to measure. */
static bool all_passed(const struct exercise *e)
{
    for (size_t i = 0; i < e->ntests; i++)
        if (e->test[i].status != TEST_PASSED &&
            e->test[i].status != TEST_COULD_NOT_GRADE)
            return false;
    return true;
}

static bool is_measured(const struct judging *j, size_t c, size_t e)
{
    const struct exercise *exercise = &j->book->chapter[c].exercise[e];

    return exercise->wanted && exercise->ntargets > 0 && all_passed(exercise) &&
           j->sources->of[c][e].state == SOURCE_STARTED;
}

static struct program *program_of(const struct judging *j, size_t c,
                                  chapter_set set, const char *apart)
{
    struct unit *unit = arena_new(j->arena, sizeof(*unit));

    *unit = (struct unit){.chapter = &j->book->chapter[c], .index = c};
    unit_link_timing(unit, j->book, j->sources, j->tc, set, apart);
    return &unit->program;
}

static struct programs programs_of(const struct judging *j, size_t c, size_t e)
{
    const struct exercise *exercise = &j->book->chapter[c].exercise[e];
    bool apart = kind_stands_apart(exercise->kind);

    return (struct programs){
        .learner = program_of(j, c, apart ? 0 : (chapter_set)1 << c,
                              apart ? exercise->stem : NULL),
        .reference = program_of(j, c, 0, NULL),
    };
}

/* Why there is no program to be measured.  Tests are compiled another way, so
 * theirs may link where this one does not. */
static void tell(struct measurement *m)
{
    const struct program *bad = m->reference->path ? m->learner : m->reference;
    bool theirs = bad == m->learner && bad->trouble == TEST_COMPILE_ERROR;

    m->target->status = theirs ? TIMING_FAILED : TIMING_INCONCLUSIVE;
    m->target->message = bad->message;
}

static size_t find(const struct judging *j, struct measurement *m,
                   struct program **program)
{
    size_t n = 0;

    for (size_t c = 0; c < j->book->nchapters; c++)
        for (size_t e = 0; e < j->book->chapter[c].nexercises; e++) {
            struct exercise *exercise = &j->book->chapter[c].exercise[e];
            struct programs p;

            if (!is_measured(j, c, e))
                continue;
            p = programs_of(j, c, e);
            for (size_t t = 0; t < exercise->ntargets; t++, n++) {
                program[2 * n] = p.learner;
                program[2 * n + 1] = p.reference;
                m[n] = (struct measurement){&exercise->target[t], p.learner,
                                            p.reference};
            }
        }
    return n;
}

bool targets_measure(const struct judging *j)
{
    size_t room = 1, n, linked = 0;
    struct measurement *m;
    struct program **program;

    for (size_t c = 0; c < j->book->nchapters; c++)
        for (size_t e = 0; e < j->book->chapter[c].nexercises; e++)
            room += j->book->chapter[c].exercise[e].ntargets;
    m = arena_new(j->arena, room * sizeof(*m));
    program = arena_new(j->arena, 2 * room * sizeof(struct program *));
    n = find(j, m, program);
    if (!programs_link(program, 2 * n, j->tc, j->jobs))
        return false;
    for (size_t i = 0; i < n; i++)
        if (m[i].learner->path && m[i].reference->path)
            m[linked++] = m[i];
        else
            tell(&m[i]);
    return timing_measure(m, linked, &j->options, j->arena, j->jobs);
}
