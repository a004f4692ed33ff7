/* SPDX-License-Identifier: MIT */
/* A grading goes in steps, and each step is done for everything before the
 * next begins: compile and screen, link, run, compare with the reference,
 * measure.  Within a step, jobs run in parallel. */
#include "grade.h"

#include <stdio.h>
#include <string.h>

#include "blame.h"
#include "cover.h"
#include "files.h"
#include "program.h"
#include "source.h"
#include "targets.h"
#include "transfer.h"
#include "unit.h"

struct grading {
    struct workbook *book;
    const struct grade_options *options;
    struct toolchain *tc;
    struct jobs *jobs;
    struct arena *arena;
    struct sources sources;
    struct unit *unit; /* a list, in teaching order */
};

/* ---- What is wanted -----------------------------------------------------*/

static bool unknown(const struct workbook *book, const char *what,
                    const char *name)
{
    fprintf(stderr, "aw-grade: there is no %s \"%s\".  There are:", what, name);
    for (size_t c = 0; c < book->nchapters; c++) {
        const struct chapter *chapter = &book->chapter[c];

        fprintf(stderr, "\n  %s  (exercises %s to %s)", chapter->id,
                chapter->exercise[0].id,
                chapter->exercise[chapter->nexercises - 1].id);
    }
    fputc('\n', stderr);
    return false;
}

static bool is_submission(const struct workbook *book, const char *from)
{
    for (size_t c = 0; c < book->nchapters; c++)
        if (file_exists(
                arena_printf(book->arena, "%s/%s", from, book->chapter[c].id)))
            return true;
    fprintf(stderr,
            "aw-grade: %s is no submission: it holds none of the chapters' "
            "folders, such as %s/%s/.  Say FROM=exercises, FROM=solutions, "
            "or a folder laid out like exercises/\n",
            from, from, book->chapter[0].id);
    return false;
}

/* Chapter 05 asks what 03 and 04 ask, on another engine; and targets of several
 * chapters bear the same name. */
static const struct chapter *found_behind(const struct workbook *book,
                                          const char *name,
                                          const struct chapter *first)
{
    for (const struct chapter *c = first + 1;
         c < book->chapter + book->nchapters; c++)
        for (size_t e = 0; e < c->nexercises; e++)
            if (test_of(&c->exercise[e], name) ||
                target_of(&c->exercise[e], name))
                return c;
    return NULL;
}

/* One test stands for its exercise, with the points that it bears; or one
 * target, behind all tests of the exercise, which have to pass first. */
static bool narrow(struct workbook *book, const char *name,
                   struct exercise **exercise, struct chapter **chapter)
{
    const struct chapter *said = *chapter, *other;
    struct exercise *e;
    struct target *target;

    if (!exercise_with(book, name, exercise, chapter)) {
        e = *exercise;
        fprintf(stderr,
                "aw-grade: there is no test \"%s\"%s%s; a failure's line says "
                "its name, such as %s, and a target's is timing/NAME\n",
                name, e ? " in exercise " : "", e ? e->id : "",
                book->chapter[0].exercise[0].test[0].name);
        return false;
    }
    e = *exercise;
    if (!said && (other = found_behind(book, name, *chapter))) {
        fprintf(stderr,
                "aw-grade: there is a %s in chapter %s and in chapter %s; say "
                "CH=%s or CH=%s as well\n",
                name, (*chapter)->number, other->number, (*chapter)->number,
                other->number);
        return false;
    }
    if ((target = target_of(e, name))) {
        e->points = target->points;
        e->target = target;
        e->ntargets = 1;
        return true;
    }
    if (e->kind == KIND_PROBE) {
        fprintf(stderr,
                "aw-grade: %s is a hidden version of the probe %s, whose "
                "versions are told by all of your tests; say EX=%s\n",
                name, e->id, e->id);
        return false;
    }
    for (size_t t = 0; t < e->ntargets; t++)
        e->points -= e->target[t].points;
    e->points /= (double)e->ntests;
    e->test = test_of(e, name);
    e->ntests = 1;
    e->ntargets = 0;
    return true;
}

bool grade_check(struct workbook *book, const struct grade_options *o)
{
    struct chapter *chapter = NULL;
    struct exercise *exercise = NULL;

    if (o->exercise && !(exercise = exercise_find(book, o->exercise, &chapter)))
        return unknown(book, "exercise", o->exercise);
    if (o->chapter && !(chapter = chapter_find(book, o->chapter)))
        return unknown(book, "chapter", o->chapter);
    if (o->test && !narrow(book, o->test, &exercise, &chapter))
        return false;
    for (size_t i = 0; i < o->skip.n; i++)
        if (!exercise_find(book, o->skip.item[i], NULL))
            return unknown(book, "exercise", o->skip.item[i]);
    for (size_t c = 0; c < book->nchapters; c++) {
        struct chapter *this = &book->chapter[c];

        this->wanted = !chapter || this == chapter;
        for (size_t e = 0; e < this->nexercises; e++)
            this->exercise[e].wanted =
                this->wanted && (!exercise || exercise == &this->exercise[e]);
    }
    return is_submission(book, o->from);
}

/* ---- Sources ------------------------------------------------------------*/

static bool skipped(const struct grading *g, const char *id)
{
    for (size_t i = 0; i < g->options->skip.n; i++)
        if (strcmp(g->options->skip.item[i], id) == 0)
            return true;
    return false;
}

static void find_sources(struct grading *g)
{
    struct workbook *book = g->book;

    g->sources.of = arena_new(g->arena, book->nchapters * sizeof(void *));
    for (size_t c = 0; c < book->nchapters; c++) {
        struct chapter *chapter = &book->chapter[c];
        struct source *source =
            arena_new(g->arena, chapter->nexercises * sizeof(*source));

        g->sources.of[c] = source;
        for (size_t e = 0; e < chapter->nexercises; e++) {
            source_init(&source[e], chapter, &chapter->exercise[e],
                        g->options->from, g->arena);
            if (skipped(g, chapter->exercise[e].id))
                source[e].state = SOURCE_SKIPPED;
            chapter->started |= source[e].state == SOURCE_STARTED;
        }
    }
}

/* Only what has been begun is the learner's. */
static bool needed(const struct grading *g, size_t c, size_t e)
{
    const struct chapter *chapter = &g->book->chapter[c];

    return (g->options->integrated || chapter->wanted) &&
           g->sources.of[c][e].state == SOURCE_STARTED;
}

static bool prepare_sources(struct grading *g)
{
    struct source **list;
    size_t room = 0, n = 0;

    for (size_t c = 0; c < g->book->nchapters; c++)
        room += g->book->chapter[c].nexercises;
    list = arena_new(g->arena, room * sizeof(struct source *));
    for (size_t c = 0; c < g->book->nchapters; c++)
        for (size_t e = 0; e < g->book->chapter[c].nexercises; e++)
            if (needed(g, c, e))
                list[n++] = &g->sources.of[c][e];
    return sources_prepare(list, n, g->tc, g->jobs);
}

/* ---- Units --------------------------------------------------------------*/

static struct unit *add_unit(struct grading *g, size_t c, const char *stem)
{
    struct unit *unit = arena_new(g->arena, sizeof(*unit)), **end = &g->unit;

    *unit = (struct unit){
        .chapter = &g->book->chapter[c], .index = c, .stem = stem};
    unit->run.program = &unit->program;
    while (*end)
        end = &(*end)->next;
    return *end = unit;
}

static void find_units(struct grading *g)
{
    for (size_t c = 0; c < g->book->nchapters; c++) {
        struct chapter *chapter = &g->book->chapter[c];
        bool module = false;

        for (size_t e = 0; e < chapter->nexercises; e++) {
            struct exercise *exercise = &chapter->exercise[e];

            if (!exercise->wanted ||
                g->sources.of[c][e].state != SOURCE_STARTED)
                continue;
            if (kind_stands_apart(exercise->kind))
                add_unit(g, c, exercise->stem);
            else if (!module)
                add_unit(g, c, NULL);
            module |= !kind_stands_apart(exercise->kind);
        }
    }
}

static chapter_set mine(const struct grading *g, const struct unit *unit)
{
    chapter_set set = unit->stem ? 0 : (chapter_set)1 << unit->index;

    if (g->options->integrated)
        for (size_t c = 0; c < unit->index; c++)
            set |= (chapter_set)g->book->chapter[c].started << c;
    return set;
}

/* ---- The grading --------------------------------------------------------*/

static struct run_options run_options(const struct grading *g)
{
    const char *one = g->options->test;

    return (struct run_options){
        .seed = g->options->seed,
        .fresh = g->options->fresh,
        .isolation = g->book->isolation,
        .test = one && !is_target(one) ? one : NULL,
        .orders = g->options->orders,
        .engine = g->options->engine,
        .objects = g->tc->objects,
    };
}

static struct judging judging_of(const struct grading *g)
{
    return (struct judging){
        .book = g->book,
        .sources = &g->sources,
        .tc = g->tc,
        .jobs = g->jobs,
        .arena = g->arena,
        .options = run_options(g),
    };
}

static bool judge_tests(struct grading *g)
{
    struct judging judging = judging_of(g);

    for (struct unit *unit = g->unit; unit; unit = unit->next)
        judging_add(&judging, unit, mine(g, unit));
    if (!judging_run(&judging))
        return false;
    return g->options->integrated ? blame_chapters(&judging)
                                  : blame_files(&judging);
}

static bool judge_speed(struct grading *g)
{
    struct judging judging = judging_of(g);

    return targets_measure(&judging);
}

static bool count_coverage(struct grading *g)
{
    struct cover c = {
        .book = g->book,
        .sources = &g->sources,
        .tc = g->tc,
        .jobs = g->jobs,
        .arena = g->arena,
        .options = run_options(g),
        .unit = g->unit,
    };

    return cover(&c);
}

bool grade(struct workbook *book, const struct grade_options *options,
           struct toolchain *tc, struct jobs *jobs)
{
    struct grading g = {.book = book,
                        .options = options,
                        .tc = tc,
                        .jobs = jobs,
                        .arena = book->arena};

    find_sources(&g);
    transfer_states(book, &g.sources);
    if (!prepare_sources(&g))
        return false;
    transfer_trouble(book, &g.sources);
    find_units(&g);
    if (!judge_tests(&g))
        return false;
    transfer_needs(book);
    if (options->timing && !judge_speed(&g))
        return false;
    score(book);
    return !options->coverage || count_coverage(&g);
}

void grade_states(struct workbook *book)
{
    struct grade_options options = {.from = "exercises"};
    struct grading g = {
        .book = book, .options = &options, .arena = book->arena};

    find_sources(&g);
    transfer_states(book, &g.sources);
}
