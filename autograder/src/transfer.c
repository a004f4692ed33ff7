/* SPDX-License-Identifier: MIT */
#include "transfer.h"

#include <string.h>

static void set_all(struct exercise *e, enum test_status status,
                    const char *message)
{
    for (size_t t = 0; t < e->ntests; t++) {
        e->test[t].status = status;
        e->test[t].message = message;
    }
}

/* What may be the fault of something that `e` needs.  A file that does not
 * compile is its own matter, and so is what it has not written itself, and
 * what fails on the reference's other files as well. */
static bool may_be_anothers(const struct exercise *e, const struct test *test)
{
    if (test->fails_alone)
        return false;
    if (test->status == TEST_TODO)
        return test->message && !strstr(test->message, e->file);
    return test->status == TEST_FAILED || test->status == TEST_CRASHED ||
           test->status == TEST_TIMEOUT || test->status == TEST_EXITED;
}

void transfer_states(struct workbook *book, const struct sources *sources)
{
    for (size_t c = 0; c < book->nchapters; c++) {
        for (size_t i = 0; i < book->chapter[c].nexercises; i++) {
            enum source_state state = sources->of[c][i].state;

            book->chapter[c].exercise[i].state =
                state == SOURCE_UNTOUCHED ? EX_UNTOUCHED
                : state == SOURCE_SKIPPED ? EX_SKIPPED
                                          : EX_TODO;
        }
    }
}

void transfer_trouble(struct workbook *book, const struct sources *sources)
{
    for (size_t c = 0; c < book->nchapters; c++) {
        for (size_t i = 0; i < book->chapter[c].nexercises; i++) {
            const struct source *source = &sources->of[c][i];

            book->chapter[c].exercise[i].advice = source->warning;
            book->chapter[c].exercise[i].digest = source->digest;
            if (source->trouble != TEST_UNKNOWN)
                set_all(&book->chapter[c].exercise[i], source->trouble,
                        source->message);
        }
    }
}

static bool stands(const struct exercise *e)
{
    for (size_t t = 0; t < e->ntests; t++)
        if (e->test[t].status != TEST_PASSED &&
            e->test[t].status != TEST_COULD_NOT_GRADE)
            return e->state == EX_SKIPPED;
    return true;
}

static void set_not_run(struct exercise *e, const struct exercise *needed,
                        struct arena *arena)
{
    const char *message =
        arena_printf(arena,
                     "not run   these tests use your %s (exercise %s) as well, "
                     "which fails\n"
                     "do        mend %s first, or have the reference stand in "
                     "for it: SKIP=%s",
                     needed->file, needed->id, needed->file, needed->id);

    for (size_t t = 0; t < e->ntests; t++) {
        if (!may_be_anothers(e, &e->test[t]))
            continue;
        e->test[t].status = TEST_NOT_RUN;
        e->test[t].message = message;
    }
}

/* What has to be mended before anything can be said of `e`; NULL for nothing.
 * What was not run itself is not at fault: go on to what it waits for. */
static const struct exercise *at_fault(struct workbook *book,
                                       const struct exercise *e)
{
    for (size_t n = 0; n < e->needs.n; n++) {
        const struct exercise *needed =
            exercise_find(book, e->needs.item[n], NULL);

        /* For one that is not begun the reference stands in. */
        if (needed && needed->wanted && needed->state != EX_UNTOUCHED &&
            !stands(needed)) {
            const struct exercise *deeper = at_fault(book, needed);

            return deeper ? deeper : needed;
        }
    }
    return NULL;
}

static void look_at_needs(struct workbook *book, struct exercise *e)
{
    const struct exercise *needed;

    if (e->state == EX_UNTOUCHED || e->state == EX_SKIPPED)
        return;
    needed = at_fault(book, e);
    if (needed)
        set_not_run(e, needed, book->arena);
}

void transfer_needs(struct workbook *book)
{
    for (size_t c = 0; c < book->nchapters; c++)
        for (size_t i = 0; i < book->chapter[c].nexercises; i++)
            look_at_needs(book, &book->chapter[c].exercise[i]);
}
