/* SPDX-License-Identifier: MIT */
/* What several reports say, said once. */
#include <string.h>

#include "report.h"
#include "text.h"

size_t report_failures(const struct exercise *e)
{
    size_t n = 0;

    for (size_t t = 0; t < e->ntests; t++)
        n += e->test[t].status != TEST_PASSED;
    return n;
}

const struct exercise *report_next(const struct workbook *book,
                                   const struct chapter **chapter)
{
    for (size_t i = 0; i < book->nchapters; i++) {
        const struct chapter *c = &book->chapter[i];

        for (size_t e = 0; c->wanted && e < c->nexercises; e++) {
            const struct exercise *exercise = &c->exercise[e];

            if (exercise->wanted && exercise->state != EX_PASSED &&
                exercise->state != EX_SKIPPED) {
                *chapter = c;
                return exercise;
            }
        }
    }
    return NULL;
}

bool report_spared(const struct workbook *book, const struct exercise *e)
{
    for (size_t t = 0; t < e->ntests; t++)
        if (!test_counts(&e->test[t]))
            return true;
    /* What fails is not measured, and nobody but the learner keeps it so. */
    for (size_t t = 0; book->timed && t < e->ntargets; t++)
        if (e->state == EX_PASSED && !target_measured(&e->target[t]))
            return true;
    return false;
}

static bool chapter_spared(const struct workbook *book, const struct chapter *c)
{
    for (size_t e = 0; e < c->nexercises; e++)
        if (c->exercise[e].wanted && report_spared(book, &c->exercise[e]))
            return true;
    return false;
}

bool report_any_spared(const struct workbook *book)
{
    for (size_t i = 0; i < book->nchapters; i++)
        if (chapter_spared(book, &book->chapter[i]))
            return true;
    return false;
}

const char *report_chapter_state(const struct workbook *book,
                                 const struct chapter *c)
{
    if (!c->started)
        return "untouched";
    for (size_t e = 0; e < c->nexercises; e++)
        if (c->exercise[e].state == EX_FAILED) /* perhaps worth no points */
            return "started";
    return c->earned >= c->possible && !chapter_spared(book, c) ? "complete"
                                                                : "started";
}

bool report_alone(const struct workbook *book)
{
    size_t wanted = 0;

    for (size_t i = 0; i < book->nchapters; i++)
        wanted += book->chapter[i].wanted;
    return wanted == 1;
}

const char *report_slow(struct arena *arena, const struct target *target)
{
    if (target->message)
        return arena_printf(arena, "promised  \"%s\"\n%s", target->claim,
                            target->message);
    if (target->status != TIMING_FAILED)
        return NULL;
    return arena_printf(
        arena,
        "promised  \"%s\"\n"
        "but       it takes %.2f times the reference's CPU time; %.2f is "
        "required, %.2f is gold (median of %u pairs)",
        target->claim, target->ratio, target->required, target->gold,
        target->pairs);
}

const char *report_unrun(const struct exercise *e)
{
    return e->state == EX_UNTOUCHED ? "the exercise has not been begun"
           : e->state == EX_SKIPPED ? "the exercise was left out"
                                    : "it was not run";
}

/* A file in the folder that `results` is in. */
static const char *beside(const struct workbook *book, const char *results,
                          const char *name)
{
    const char *slash = strrchr(results, '/');

    return arena_printf(book->arena, "%.*s%s",
                        slash ? (int)(slash + 1 - results) : 0, results, name);
}

const char *report_page(const struct workbook *book, const char *results)
{
    return beside(book, results, "report.html");
}

bool report_files(const struct workbook *book, const char *results)
{
    return report_json(book, results) &&
           report_gradescope(book, beside(book, results, "gradescope.json")) &&
           report_junit(book, beside(book, results, "junit.xml")) &&
           report_html(book, report_page(book, results));
}
