/* SPDX-License-Identifier: MIT */
#include "words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

bool words_take(struct command_line *line, const char *word)
{
    const struct {
        const char *name;
        const char **value;
    } known[] = {{"CH", &line->ch},           {"EX", &line->ex},
                 {"TEST", &line->test},       {"FROM", &line->from},
                 {"MINE", &line->mine},       {"SKIP", &line->skip},
                 {"TIMING", &line->timing},   {"STRICT", &line->strict},
                 {"FRESH", &line->fresh},     {"SEED", &line->seed},
                 {"RESULTS", &line->results}, {"ENGINE", &line->engine},
                 {"ORDERS", &line->orders},   {"OFFICIAL", &line->official},
                 {"JOBS", &line->jobs},       {"GDB", &line->gdb}};

    for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
        size_t n = strlen(known[i].name);

        if (strncmp(word, known[i].name, n) != 0 || word[n] != '=')
            continue;
        *known[i].value = word[n + 1] ? word + n + 1 : NULL;
        return true;
    }
    fprintf(
        stderr,
        "aw-grade: \"%s\" is not understood; CH=, EX=, TEST=, FROM=, MINE=all, "
        "SKIP=, TIMING=0, STRICT=1, FRESH=1, SEED=, ORDERS=, RESULTS=, "
        "ENGINE=, "
        "OFFICIAL=1, JOBS= and GDB=1 are\n",
        word);
    return false;
}

/* A switch must be said clearly: TIMING=no must not mean yes. */
static bool is_switch(const char *name, const char *value)
{
    if (!value || strcmp(value, "0") == 0 || strcmp(value, "1") == 0)
        return true;
    fprintf(stderr, "aw-grade: %s=%s is not understood; say %s=0 or %s=1\n",
            name, value, name, name);
    return false;
}

bool words_on(const char *value, bool otherwise)
{
    return value ? *value == '1' : otherwise;
}

bool words_check(const struct command_line *line)
{
    if (line->mine && strcmp(line->mine, "all") != 0) {
        fprintf(stderr,
                "aw-grade: MINE=%s is not understood; MINE=all grades "
                "on your own earlier chapters\n",
                line->mine);
        return false;
    }
    if (line->seed && strspn(line->seed, "0123456789") != strlen(line->seed)) {
        fprintf(stderr, "aw-grade: SEED=%s is no number\n", line->seed);
        return false;
    }
    if (line->orders &&
        (strspn(line->orders, "0123456789") != strlen(line->orders) ||
         strlen(line->orders) > 5)) {
        fprintf(stderr,
                "aw-grade: ORDERS=%s is not understood; say in how many, as in "
                "ORDERS=1000\n",
                line->orders);
        return false;
    }
    if (line->jobs && (strspn(line->jobs, "0123456789") != strlen(line->jobs) ||
                       strlen(line->jobs) > 3)) {
        fprintf(stderr,
                "aw-grade: JOBS=%s is not understood; say how many programs "
                "may run at a time, as in JOBS=2\n",
                line->jobs);
        return false;
    }
    if (line->engine && strcmp(line->engine, "epoll") != 0 &&
        strcmp(line->engine, "uv") != 0) {
        fprintf(stderr,
                "aw-grade: ENGINE=%s is not understood; say ENGINE=epoll or "
                "ENGINE=uv\n",
                line->engine);
        return false;
    }
    return is_switch("TIMING", line->timing) &&
           is_switch("STRICT", line->strict) &&
           is_switch("FRESH", line->fresh) &&
           is_switch("OFFICIAL", line->official) && is_switch("GDB", line->gdb);
}

static uint64_t draw_seed(void)
{
    uint64_t seed = 0;

    if (getrandom(&seed, sizeof(seed), 0) != sizeof(seed))
        seed = (uint64_t)time(NULL);
    return seed >> 20; /* short enough to be typed */
}

struct grade_options words_options(const struct command_line *line,
                                   struct arena *arena)
{
    struct grade_options o = {
        .chapter = line->ch,
        .exercise = line->ex,
        .test = line->test,
        .from = line->from ? line->from : "exercises",
        .engine = line->engine ? line->engine : "epoll",
        .orders = line->orders ? line->orders : "5",
        .integrated = line->mine != NULL,
        .timing = words_on(line->timing, true) && !words_on(line->gdb, false),
        .coverage = strcmp(line->command, "coverage") == 0,
        .fresh =
            words_on(line->fresh, line->seed || words_on(line->gdb, false)),
        .seed = line->seed ? strtoull(line->seed, NULL, 10) : draw_seed(),
    };
    char *skip = arena_copy(arena, line->skip ? line->skip : ""), *id;

    while ((id = strsep(&skip, ", ")))
        if (*id)
            strings_add(arena, &o.skip, id);
    return o;
}
