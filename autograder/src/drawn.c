/* SPDX-License-Identifier: MIT */
#include "drawn.h"

#include <string.h>

/* The fields of the record, and the next one. */
struct saying {
    const char *file, *line, *did, *text, *seed;
    struct saying *next;
};

void drawn_hear(struct finding *f, const struct record *r, struct arena *arena)
{
    struct saying *saying = arena_new(arena, sizeof(*saying)), **end = &f->says;

    *saying = (struct saying){r->field[1], r->field[2], r->field[3],
                              r->field[4], r->field[5], NULL};
    f->draws = true;
    while (*end)
        end = &(*end)->next;
    *end = saying;
}

const char *drawn_begin_again(struct run *run, struct arena *arena)
{
    const char *pattern = NULL;

    for (size_t i = 0; i < run->n; i++) {
        struct finding *f = &run->finding[i];

        if (!f->draws)
            continue;
        pattern =
            pattern ? arena_printf(arena, "%s|%s", pattern, f->test) : f->test;
        *f = (struct finding){.test = f->test, .claim = f->claim};
    }
    return pattern ? arena_printf(arena, "@(%s)", pattern) : NULL;
}

/* ---- Comparing ----------------------------------------------------------*/

/* The word at which `text` leaves `other`. */
static const char *parting(const char *text, const char *other)
{
    size_t same = 0, word = 0;

    for (; text[same] && text[same] == other[same]; same++)
        if (text[same] == ' ')
            word = same + 1;
    return text + word;
}

static void tell(struct finding *f, const struct saying *says,
                 const struct saying *right, struct arena *arena)
{
    const char *text = says ? says->text : "", *at = parting(text, right->text);

    f->status = TEST_FAILED;
    f->message = arena_printf(
        arena,
        "did       %s\n"
        "promised  \"%s\"\n"
        "expected  %s\n"
        "but       %s   (%s%s)\n"
        "test      %s:%s (SEED=%s)",
        right->did, f->claim, *right->text ? right->text : "nothing",
        *text ? text : "nothing", *at ? "they part at: " : "and then no more",
        at, right->file, right->line, right->seed);
}

static void compare(struct finding *f, const struct finding *right,
                    struct arena *arena)
{
    const struct saying *says = f->says, *wanted = right ? right->says : NULL;

    if (!says && !wanted)
        return;
    if (!right || right->status != TEST_PASSED) {
        f->status = TEST_COULD_NOT_GRADE;
        f->message = "machine   the reference did not say what is right";
        return;
    }
    while (wanted && says && strcmp(says->text, wanted->text) == 0) {
        wanted = wanted->next;
        says = says->next;
    }
    if (wanted) {
        tell(f, says, wanted, arena);
    } else if (says) {
        f->status = TEST_FAILED;
        f->message = arena_printf(arena,
                                  "did       %s\n"
                                  "promised  \"%s\"\n"
                                  "expected  nothing\n"
                                  "but       %s\n"
                                  "test      %s:%s (SEED=%s)",
                                  says->did, f->claim, says->text, says->file,
                                  says->line, says->seed);
    }
}

void drawn_compare(struct run *run, struct arena *arena)
{
    for (size_t i = 0; i < run->n; i++)
        if (run->finding[i].status == TEST_PASSED)
            compare(&run->finding[i],
                    run_find(run->beside, run->finding[i].test), arena);
}
