/* SPDX-License-Identifier: MIT */
#include "blame.h"

#include <string.h>

static bool failed(const struct test *test)
{
    switch (test->status) {
    case TEST_FAILED:
    case TEST_CRASHED:
    case TEST_EXITED:
        return true;
    default:
        return false;
    }
}

static bool passes(const struct unit *unit, const char *test)
{
    const struct finding *f = run_find(&unit->run, test);

    return f && f->status == TEST_PASSED;
}

/* It is not known to fail: the machine kept it from being run. */
static bool is_spared(const struct unit *unit, const char *test)
{
    const struct finding *f = run_find(&unit->run, test);

    return f ? f->status == TEST_COULD_NOT_GRADE
             : unit->run.not_started != NULL;
}

/* ---- Files --------------------------------------------------------------*/

/* One exercise that fails, and the same tests with less of the learner's. */
struct suspicion {
    struct judging *j;
    struct judged *d;
    struct exercise *exercise;
    size_t index;       /* the exercise's */
    struct unit *own;   /* with its own file alone */
    struct unit **with; /* with[k]: and with that of exercise k; or NULL */
};

static struct unit *linked_with(const struct suspicion *s, exercise_set only)
{
    struct judging *j = s->j;
    struct unit *unit = arena_new(j->arena, sizeof(*unit));

    unit_copy(unit, s->d->unit);
    unit->run.suites = (struct strings){0};
    unit_add_suites(&unit->run.suites, s->exercise, j->arena);
    unit_link_tests(unit, j->book, j->sources, j->tc,
                    &(struct whose){.mine = s->d->mine, .only = only});
    return unit;
}

static bool differs_from_ours(const struct suspicion *s, size_t k)
{
    const struct chapter *chapter = s->d->unit->chapter;
    struct toolchain *tc = s->j->tc;
    const char *ours = toolchain_object(tc, MODE_ASAN, "solutions", chapter->id,
                                        chapter->exercise[k].stem);
    const char *theirs =
        s->j->sources->of[s->d->unit->index][k].object[MODE_ASAN];

    return strcmp(toolchain_digest(tc, ours), toolchain_digest(tc, theirs)) !=
           0;
}

/* Is the file of exercise `k` another one that the learner has written for
 * this module? */
static bool is_another(const struct suspicion *s, size_t k)
{
    const struct unit *unit = s->d->unit;
    const struct source *source = &s->j->sources->of[unit->index][k];

    return unit_has(unit, &unit->chapter->exercise[k]) &&
           unit_file(unit, k) == (exercise_set)1 << k &&
           unit_file(unit, k) != unit_file(unit, s->index) &&
           source->state == SOURCE_STARTED && source->object[MODE_ASAN] &&
           source->trouble == TEST_UNKNOWN && differs_from_ours(s, k);
}

static bool any_passes(const struct suspicion *s, const struct unit *unit)
{
    for (size_t t = 0; t < s->exercise->ntests; t++)
        if (failed(&s->exercise->test[t]) &&
            passes(unit, s->exercise->test[t].name))
            return true;
    return false;
}

static bool any_failed(const struct exercise *exercise)
{
    for (size_t t = 0; t < exercise->ntests; t++)
        if (failed(&exercise->test[t]))
            return true;
    return false;
}

/* The first of the other files with which the test fails, or NULL. */
static const char *file_at_fault(const struct suspicion *s, const char *test)
{
    const struct chapter *chapter = s->d->unit->chapter;

    for (size_t k = 0; k < chapter->nexercises; k++)
        if (s->with[k] && !passes(s->with[k], test) &&
            !is_spared(s->with[k], test))
            return chapter->exercise[k].file;
    return NULL;
}

static void tell(const struct suspicion *s, struct test *test)
{
    const char *file = file_at_fault(s, test->name);
    struct arena *arena = s->j->arena;

    test->suspect = file;
    test->message =
        file ? arena_printf(arena,
                            "%s\nbecause   the mistake may well be in your "
                            "%s: your %s passes this with our other "
                            "files",
                            test->message, file, s->exercise->file)
             : arena_printf(arena,
                            "%s\nbecause   the mistake may well be in your "
                            "other files: your %s passes this with ours",
                            test->message, s->exercise->file);
}

/* What failed with less of the learner's is the exercise's own. */
static void note_own(const struct suspicion *s)
{
    for (size_t t = 0; t < s->exercise->ntests; t++) {
        struct test *test = &s->exercise->test[t];

        test->fails_alone = failed(test) && !passes(s->own, test->name) &&
                            !is_spared(s->own, test->name);
    }
}

/* First the file by itself: if it fails alone, nobody else is suspected. */
static bool suspect(struct suspicion *s)
{
    const struct chapter *chapter = s->d->unit->chapter;
    struct judging *j = s->j;
    struct unit_list list = {&s->own, 1};
    exercise_set own = unit_file(s->d->unit, s->index);

    s->own = linked_with(s, own);
    if (!judging_link_and_run(j, list))
        return false;
    note_own(s);
    if (!any_passes(s, s->own))
        return true;
    s->with = arena_new(j->arena, chapter->nexercises * sizeof(*s->with));
    list = (struct unit_list){
        arena_new(j->arena, chapter->nexercises * sizeof(*list.item)), 0};
    for (size_t k = 0; k < chapter->nexercises; k++) {
        s->with[k] = NULL;
        if (!is_another(s, k))
            continue;
        s->with[k] = linked_with(s, own | unit_file(s->d->unit, k));
        list.item[list.n++] = s->with[k];
    }
    if (!judging_link_and_run(j, list))
        return false;
    for (size_t t = 0; t < s->exercise->ntests; t++)
        if (failed(&s->exercise->test[t]) &&
            passes(s->own, s->exercise->test[t].name))
            tell(s, &s->exercise->test[t]);
    return true;
}

/* What hangs would hang again, with each of the others: a minute of waiting,
 * and no news.  It is mended first. */
static bool hangs(const struct unit *unit)
{
    for (size_t i = 0; i < unit->run.n; i++)
        if (unit->run.finding[i].status == TEST_TIMEOUT)
            return true;
    return false;
}

static bool has_others(const struct suspicion *s)
{
    for (size_t k = 0; k < s->d->unit->chapter->nexercises; k++)
        if (is_another(s, k))
            return true;
    return false;
}

bool blame_files(struct judging *j)
{
    for (struct judged *d = j->list; d; d = d->next) {
        struct chapter *chapter = d->unit->chapter;

        if (d->unit->stem || hangs(d->unit))
            continue;
        for (size_t e = 0; e < chapter->nexercises; e++) {
            struct suspicion s = {
                .j = j, .d = d, .exercise = &chapter->exercise[e], .index = e};

            if (unit_has(d->unit, s.exercise) && any_failed(s.exercise) &&
                has_others(&s) && !suspect(&s))
                return false;
        }
    }
    return true;
}

/* ---- Chapters -----------------------------------------------------------*/

/* The same unit with only chapter `c`'s module (and its own) the learner's. */
static struct unit *with_only(struct judging *j, struct judged *d, size_t c)
{
    struct unit *unit = arena_new(j->arena, sizeof(*unit));
    chapter_set own = (chapter_set)1 << d->unit->index;

    unit_copy(unit, d->unit);
    unit_link_tests(
        unit, j->book, j->sources, j->tc,
        &(struct whose){.mine = (d->mine & own) | (chapter_set)1 << c,
                        .apart = true});
    return unit;
}

static void blame_test(struct judging *j, struct judged *d, struct test *test,
                       struct unit *const *with)
{
    size_t own = d->unit->index;

    if (test->status <= TEST_PASSED || !passes(with[own], test->name))
        return;
    for (size_t c = 0; c < own; c++) {
        if (!(d->mine >> c & 1) || passes(with[c], test->name))
            continue;
        test->message = arena_printf(
            j->arena,
            "%s\nbecause   your chapter %s is at fault: this passes on the "
            "reference's earlier chapters, and fails with yours of %s",
            test->message, j->book->chapter[c].number, j->book->chapter[c].id);
        return;
    }
}

static bool blame_unit(struct judging *j, struct judged *d)
{
    size_t own = d->unit->index;
    struct unit **with = arena_new(j->arena, (own + 1) * sizeof(struct unit *));
    struct unit_list list = {with, own + 1};

    for (size_t c = 0; c <= own; c++)
        with[c] = with_only(j, d, c);
    if (!judging_link_and_run(j, list))
        return false;
    for (size_t e = 0; e < d->unit->chapter->nexercises; e++) {
        struct exercise *exercise = &d->unit->chapter->exercise[e];

        for (size_t t = 0; unit_has(d->unit, exercise) && t < exercise->ntests;
             t++)
            blame_test(j, d, &exercise->test[t], with);
    }
    return true;
}

static bool needs_blame(const struct judged *d)
{
    for (size_t e = 0; e < d->unit->chapter->nexercises; e++) {
        const struct exercise *exercise = &d->unit->chapter->exercise[e];

        for (size_t t = 0; unit_has(d->unit, exercise) && t < exercise->ntests;
             t++)
            if (exercise->test[t].status > TEST_PASSED)
                return true;
    }
    return false;
}

bool blame_chapters(struct judging *j)
{
    for (struct judged *d = j->list; d; d = d->next)
        if (d->nmutants == 0 && needs_blame(d) && !blame_unit(j, d))
            return false;
    return true;
}
