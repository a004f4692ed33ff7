/* SPDX-License-Identifier: MIT */
#include "transfer.h"

/* All tests of `e` that do not pass. */
static void set_all(struct exercise *e, enum test_status status,
                    const char *message)
{
    for (size_t t = 0; t < e->ntests; t++) {
        if (e->test[t].status == TEST_PASSED)
            continue;
        e->test[t].status = status;
        e->test[t].message = message;
    }
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
            if (source->trouble != TEST_UNKNOWN)
                set_all(&book->chapter[c].exercise[i], source->trouble,
                        source->message);
        }
    }
}

static bool passed(const struct exercise *e)
{
    for (size_t t = 0; t < e->ntests; t++)
        if (e->test[t].status != TEST_PASSED)
            return e->state == EX_SKIPPED;
    return true;
}

void transfer_needs(struct workbook *book)
{
    for (size_t c = 0; c < book->nchapters; c++) {
        for (size_t i = 0; i < book->chapter[c].nexercises; i++) {
            struct exercise *e = &book->chapter[c].exercise[i];

            for (size_t n = 0; n < e->needs.n; n++) {
                struct exercise *other =
                    exercise_find(book, e->needs.item[n], NULL);

                if (!other || !other->wanted || passed(other) || passed(e) ||
                    e->state == EX_UNTOUCHED || e->state == EX_SKIPPED)
                    continue;
                set_all(e, TEST_NOT_RUN,
                        arena_printf(book->arena,
                                     "needs     exercise %s, which does not "
                                     "pass yet\n"
                                     "do        mend it first, or let the "
                                     "reference stand in: SKIP=%s",
                                     other->id, other->id));
                break;
            }
        }
    }
}
