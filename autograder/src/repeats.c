/* SPDX-License-Identifier: MIT */
#include "repeats.h"

struct run **repeats_with(struct run *const *run, size_t n, struct arena *arena,
                          size_t *all)
{
    struct run **list;
    size_t room = n;

    for (size_t i = 0; i < n; i++)
        room += run[i]->started ? run[i]->repeats : 0;
    list = arena_new(arena, (room + 1) * sizeof(struct run *));
    for (*all = 0; *all < n; ++*all)
        list[*all] = run[*all];
    for (size_t i = 0; i < n; i++)
        for (unsigned k = 0; run[i]->started && k < run[i]->repeats; k++) {
            list[*all] = arena_new(arena, sizeof(struct run));
            *list[(*all)++] = (struct run){.program = run[i]->program,
                                           .plain = run[i]->plain,
                                           .suites = run[i]->suites};
        }
    return list;
}

/* Does the word of the other run count?  The machine's fault says nothing
 * against a word that is the last in any case. */
static bool outweighs(const struct run *run, const struct finding *f,
                      const struct finding *other)
{
    bool passed = other->status == TEST_PASSED;

    if (other->status == TEST_COULD_NOT_GRADE)
        return (f->status == TEST_PASSED) != run->must_fail;
    return passed == run->must_fail;
}

static void take_over(struct run *run, const struct run *again)
{
    for (size_t i = 0; i < run->n; i++) {
        struct finding *f = &run->finding[i];
        const struct finding *other = run_find(again, f->test);

        if (other && outweighs(run, f, other))
            *f = *other;
    }
    if (again->not_started)
        run->not_started = again->not_started;
}

void repeats_gather(struct run *const *list, size_t n)
{
    size_t at = n;

    for (size_t i = 0; i < n; i++)
        for (unsigned k = 0; list[i]->started && k < list[i]->repeats; k++)
            take_over(list[i], list[at++]);
}
