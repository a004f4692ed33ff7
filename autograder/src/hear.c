/* SPDX-License-Identifier: MIT */
#include "hear.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drawn.h"
#include "files.h"

/* ---- Which tests there are ----------------------------------------------*/

/* Is it the one that is to run alone, or in one of the suites that are? */
static bool is_meant(const struct start *s, const char *test)
{
    const struct run *run = s->run;
    size_t n = strcspn(test, "/");

    if (s->known)
        return false;
    if (s->only)
        return strcmp(s->only, test) == 0;
    for (size_t i = 0; i < run->suites.n; i++)
        if (strncmp(run->suites.item[i], test, n) == 0 &&
            run->suites.item[i][n] == '\0')
            return true;
    return run->suites.n == 0;
}

static struct finding *add(struct run *run, struct arena *arena,
                           const char *test, const char *claim)
{
    struct finding *finding;

    if (run->n == run->room) {
        size_t room = run->room ? 2 * run->room : 32;
        struct finding *more = arena_new(arena, room * sizeof(*more));

        if (run->n)
            memcpy(more, run->finding, run->n * sizeof(*more));
        run->finding = more;
        run->room = room;
    }
    finding = &run->finding[run->n++];
    *finding = (struct finding){.test = test, .claim = claim};
    return finding;
}

/* ---- What is said of them -----------------------------------------------*/

/* A check that did not hold: the one outcome that speaks for itself. */
static void hear_failure(struct finding *f, const struct record *r,
                         struct arena *arena)
{
    f->status = TEST_FAILED;
    f->message =
        arena_printf(arena,
                     "did       %s\n"
                     "promised  \"%s\"\n"
                     "expected  %s\n"
                     "but       %s\n"
                     "test      %s:%s (SEED=%s)",
                     r->field[3], f->claim, r->field[4], r->field[5],
                     path_plain(arena, r->field[1]), r->field[2], r->field[6]);
}

/* An untouched file is compiled from its kept copy; the one to write is in
 * exercises/. */
static const char *learners(const char *sentence)
{
    static const char kept[] = "autograder/stubs/";
    static char shown[600];

    if (strncmp(sentence, kept, sizeof(kept) - 1) != 0)
        return sentence;
    snprintf(shown, sizeof(shown), "exercises/%s", sentence + sizeof(kept) - 1);
    return shown;
}

/* What the program says of itself when it is about to be stopped. */
static void hear_last(struct finding *f, const struct record *r,
                      struct arena *arena)
{
    f->last = *r->field[1]
                  ? arena_printf(arena, "%s:%s was the last to hold: %s",
                                 path_plain(arena, r->field[1]), r->field[2],
                                 r->field[3])
                  : "it had made no check yet";
}

/* As a sanitizer prints it. */
static void hear_frame(struct finding *f, const struct record *r,
                       struct arena *arena)
{
    f->stack = arena_printf(arena, "%s    #0 in %s\n", f->stack ? f->stack : "",
                            r->field[1]);
}

static void hear_task(struct finding *f, const struct record *r,
                      struct arena *arena)
{
    f->tasks = arena_printf(arena, "%s\ntask      %s", f->tasks ? f->tasks : "",
                            r->field[1]);
}

static void hear_post(struct finding *f, const struct record *r)
{
    f->posted++;
    f->post = r->field[4][0] ? "timeout" : r->field[1];
    f->code = atoi(r->field[2]);
    f->sig = atoi(r->field[3]);
    f->seconds = atof(r->field[5]);
}

void hear(struct start *s, const struct record *r)
{
    struct finding *f = run_find(s->run, r->field[0]);

    if (strcmp(r->kind, "done") == 0)
        s->run->done = true;
    if (strcmp(r->kind, "plan") == 0 && !f && is_meant(s, r->field[0]))
        add(s->run, s->arena, r->field[0], r->field[1]);
    if (!f)
        return;
    if (strcmp(r->kind, "begin") == 0)
        f->begun++;
    if (strcmp(r->kind, "order") == 0)
        f->order = r->field[1];
    if (strcmp(r->kind, "end") == 0) {
        f->ended++;
        f->checks = strtoul(r->field[1], NULL, 10);
        f->lines = r->field[2];
    }
    if (strcmp(r->kind, "says") == 0)
        drawn_hear(f, r, s->arena);
    if (strcmp(r->kind, "fail") == 0 && f->status == TEST_UNKNOWN)
        hear_failure(f, r, s->arena);
    if (strcmp(r->kind, "todo") == 0 && f->status == TEST_UNKNOWN) {
        f->status = TEST_TODO;
        f->message =
            arena_printf(s->arena, "todo      %s", learners(r->field[1]));
    }
    if (strcmp(r->kind, "assert") == 0)
        f->sentence = arena_printf(s->arena, "%s:%s: %s", r->field[1],
                                   r->field[2], r->field[3]);
    if (strcmp(r->kind, "last") == 0)
        hear_last(f, r, s->arena);
    if (strcmp(r->kind, "frame") == 0)
        hear_frame(f, r, s->arena);
    if (strcmp(r->kind, "task") == 0)
        hear_task(f, r, s->arena);
    if (strcmp(r->kind, "misuse") == 0)
        f->sentence = r->field[1];
    if (strcmp(r->kind, "post") == 0)
        hear_post(f, r);
}
