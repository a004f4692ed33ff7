/* SPDX-License-Identifier: MIT */
#include "model.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *kind_name(enum kind kind)
{
    static const char *const names[] = {"build", "hunt", "probe", "predict",
                                        "tune"};
    return names[kind];
}

const char *exercise_state_name(enum exercise_state state)
{
    static const char *const names[] = {"untouched", "todo", "failed", "passed",
                                        "skipped"};
    return names[state];
}

const char *test_status_name(enum test_status status)
{
    static const char *const names[] = {
        "not_run", "passed",  "failed", "todo",    "compile_error",  "refused",
        "crashed", "timeout", "exited", "not_run", "could_not_grade"};
    return names[status];
}

const char *timing_status_name(enum timing_status status)
{
    static const char *const names[] = {"not_measured", "gold", "passed",
                                        "failed", "inconclusive"};
    return names[status];
}

struct chapter *chapter_find(const struct workbook *book, const char *name)
{
    char *end;
    long number = strtol(name, &end, 10);

    for (size_t i = 0; i < book->nchapters; i++) {
        struct chapter *chapter = &book->chapter[i];

        if (strcmp(chapter->id, name) == 0)
            return chapter;
        if (end != name && *end == '\0' && atol(chapter->number) == number)
            return chapter;
    }
    return NULL;
}

struct exercise *exercise_find(const struct workbook *book, const char *id,
                               struct chapter **chapter)
{
    for (size_t i = 0; i < book->nchapters; i++) {
        struct chapter *c = &book->chapter[i];

        for (size_t j = 0; j < c->nexercises; j++) {
            if (strcmp(c->exercise[j].id, id) == 0) {
                if (chapter)
                    *chapter = c;
                return &c->exercise[j];
            }
        }
    }
    return NULL;
}

struct test *test_of(const struct exercise *e, const char *name)
{
    for (size_t i = 0; i < e->ntests; i++)
        if (strcmp(e->test[i].name, name) == 0)
            return &e->test[i];
    return NULL;
}

static const char timing[] = "timing/";

bool is_target(const char *name)
{
    return strncmp(name, timing, strlen(timing)) == 0;
}

struct target *target_of(const struct exercise *e, const char *name)
{
    for (size_t i = 0; is_target(name) && i < e->ntargets; i++)
        if (strcmp(e->target[i].name, name + strlen(timing)) == 0)
            return &e->target[i];
    return NULL;
}

bool exercise_with(const struct workbook *book, const char *name,
                   struct exercise **exercise, struct chapter **chapter)
{
    for (size_t i = 0; i < book->nchapters; i++) {
        struct chapter *c = &book->chapter[i];

        for (size_t j = 0; j < c->nexercises; j++) {
            struct exercise *e = &c->exercise[j];

            if ((*chapter && c != *chapter) || (*exercise && e != *exercise) ||
                (!test_of(e, name) && !target_of(e, name)))
                continue;
            *chapter = c;
            *exercise = e;
            return true;
        }
    }
    return false;
}

/* ---- Scores -------------------------------------------------------------*/

/* Scores are cut, not rounded, to two places: full marks are exact, and no
 * sum of parts exceeds its whole. */
static double cut(double points)
{
    return floor(points * 100 + 1e-6) / 100;
}

double target_credit(const struct target *target)
{
    double span = target->required - target->gold;
    double part = (target->required - target->ratio) / span;

    if (target->ratio <= 0) /* the program failed: there is no ratio */
        return 0;
    return target->points * fmin(1, fmax(0, part));
}

bool test_counts(const struct test *test)
{
    return test->status != TEST_COULD_NOT_GRADE;
}

bool target_measured(const struct target *target)
{
    return target->status == TIMING_GOLD || target->status == TIMING_PASSED ||
           target->status == TIMING_FAILED;
}

static void score_targets(struct exercise *e, bool correct)
{
    for (size_t i = 0; i < e->ntargets; i++) {
        const struct target *target = &e->target[i];
        bool measured = target_measured(target);

        if (correct && !measured)
            e->possible -= target->points;
        else if (correct)
            e->earned += target_credit(target);
    }
}

/* In teaching order: what is still to be written is no mistake, as long as
 * nothing before it fails. */
static enum exercise_state judge(const struct exercise *e)
{
    for (size_t i = 0; i < e->ntests; i++) {
        const struct test *test = &e->test[i];

        if (test->status == TEST_TODO)
            return EX_TODO;
        if (test->status != TEST_PASSED && test_counts(test))
            return EX_FAILED;
    }
    for (size_t i = 0; i < e->ntargets; i++)
        if (e->target[i].status == TIMING_FAILED)
            return EX_FAILED;
    return EX_PASSED;
}

static void score_exercise(struct exercise *e, bool timed)
{
    size_t passed = 0, counted = 0;
    double for_tests = e->points;

    for (size_t i = 0; i < e->ntargets; i++)
        for_tests -= e->target[i].points;
    e->possible = !e->wanted ? 0 : timed ? e->points : for_tests;
    e->earned = 0;
    if (!e->wanted || e->state == EX_UNTOUCHED || e->state == EX_SKIPPED)
        return;
    for (size_t i = 0; i < e->ntests; i++) {
        passed += e->test[i].status == TEST_PASSED;
        counted += test_counts(&e->test[i]);
    }
    if (e->ntests) {
        e->earned = for_tests * (double)passed / (double)e->ntests;
        e->possible -=
            for_tests * (double)(e->ntests - counted) / (double)e->ntests;
    }
    e->state = counted ? judge(e) : EX_SKIPPED;
    if (timed)
        score_targets(e, passed == counted);
    e->earned = cut(e->earned);
    e->possible = cut(e->possible);
}

void score(struct workbook *book)
{
    book->earned = book->possible = 0;
    for (size_t i = 0; i < book->nchapters; i++) {
        struct chapter *chapter = &book->chapter[i];

        chapter->earned = chapter->possible = 0;
        for (size_t j = 0; j < chapter->nexercises; j++) {
            score_exercise(&chapter->exercise[j], book->timed);
            chapter->earned += chapter->exercise[j].earned;
            chapter->possible += chapter->exercise[j].possible;
        }
        chapter->earned = cut(chapter->earned);
        chapter->possible = cut(chapter->possible);
        book->earned += chapter->earned;
        book->possible += chapter->possible;
    }
}
