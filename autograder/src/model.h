/* SPDX-License-Identifier: MIT */
/* model.h: the workbook as the grader sees it, and what it found out.
 *
 * The rubrics fill in what is asked; grading fills in the rest; the reports
 * read both.  Everything lives in one arena. */
#ifndef MODEL_H
#define MODEL_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "timing_rule.h"

enum kind { KIND_BUILD, KIND_HUNT, KIND_PROBE, KIND_PREDICT, KIND_TUNE };

enum exercise_state {
    EX_UNTOUCHED,
    EX_TODO,
    EX_FAILED,
    EX_PASSED,
    EX_SKIPPED,
};

enum test_status {
    TEST_UNKNOWN, /* not decided yet */
    TEST_PASSED,
    TEST_FAILED,
    TEST_TODO,
    TEST_COMPILE_ERROR,
    TEST_REFUSED,
    TEST_CRASHED,
    TEST_TIMEOUT,
    TEST_EXITED,
    TEST_NOT_RUN,
    TEST_COULD_NOT_GRADE,
};

enum timing_status {
    TIMING_NOT_MEASURED,
    TIMING_GOLD,
    TIMING_PASSED,
    TIMING_FAILED,
    TIMING_INCONCLUSIVE,
};

struct test {
    const char *name;  /* suite/fact */
    const char *claim; /* the sentence of the contract */
    enum test_status status;
    const char *message; /* lines, each "word  text"; NULL when passed */
    double seconds;
    unsigned long checks; /* how many the reference's run makes */
    const char *suspect;  /* a file to look into first, or NULL */
    bool fails_alone;     /* with its file alone the learner's, too */
};

struct target {
    const char *name, *claim;
    double required, gold, points;
    double ratio;           /* median, learner's CPU time to the reference's */
    double pair[PAIRS_MAX]; /* the ratio of each pair, as they were run */
    unsigned pairs;
    enum timing_status status;
    const char *message;
};

/* How much of a file the tests reached. */
struct coverage {
    unsigned lines, reached;
    unsigned branches, taken;
    const char *missed; /* the lines not reached, as "12-15, 20" */
};

struct exercise {
    const char *id, *title, *file, *stem, *section;
    enum kind kind;
    double points;
    unsigned minutes;
    struct strings needs, imports, mutants;
    const char *hint[3];
    struct test *test;
    size_t ntests;
    struct target *target;
    size_t ntargets;

    bool wanted; /* asked for in this grading */
    enum exercise_state state;
    double earned, possible;
    const char *digest;  /* of its file as it was compiled; or NULL */
    const char *program; /* of its tests, when one was linked */
    const char *refused; /* a probe's own test that the reference does not pass,
                            or NULL */
    const char *broken;  /* it passed before: since when and why not now */
    const char *advice;  /* a compiler's warning; costs nothing */
    const struct coverage *coverage; /* of its file; NULL: not counted */
};

struct chapter {
    const char *id;     /* 01-ready-queue */
    const char *number; /* 01 */
    const char *title;
    double hours;
    struct strings imports;
    struct exercise *exercise;
    size_t nexercises;

    bool wanted;
    bool started; /* some file differs from its stub */
    double earned, possible;
};

struct workbook {
    struct arena *arena;
    struct chapter *chapter;
    size_t nchapters;
    const char *top;       /* the project's top folder, absolute */
    const char *from;      /* exercises, solutions, or a folder */
    const char *engine;    /* epoll, uv */
    const char *isolation; /* full, reduced */
    const char *isolation_why;
    bool integrated; /* MINE=all */
    bool timed;      /* speed was asked for, too */
    double seconds, earned, possible;
};

const char *kind_name(enum kind kind);
const char *exercise_state_name(enum exercise_state state);
const char *test_status_name(enum test_status status);
const char *timing_status_name(enum timing_status status);

/* Files of these kinds stand apart from the chapter's module. */
static inline bool kind_stands_apart(enum kind kind)
{
    return kind != KIND_BUILD;
}

/* Find by number ("1", "01"), id ("01-ready-queue"); NULL when unknown. */
struct chapter *chapter_find(const struct workbook *book, const char *name);
struct exercise *exercise_find(const struct workbook *book, const char *id,
                               struct chapter **chapter);

/* An exercise's test by its name, suite/fact; NULL when it is none of its. */
struct test *test_of(const struct exercise *e, const char *name);

/* Is that the name of a target, timing/NAME? */
bool is_target(const char *name);

/* An exercise's target by that name; NULL when it is none of its. */
struct target *target_of(const struct exercise *e, const char *name);

/* Find the exercise that has that test or target.
 *
 * exercise, chapter   in: where alone to look, or NULL; out: where it is
 *
 * Returns false when there is none: nothing has been written then. */
bool exercise_with(const struct workbook *book, const char *name,
                   struct exercise **exercise, struct chapter **chapter);

/* What could not be decided for the machine's sake is out of the count. */
bool test_counts(const struct test *test);

/* Was a target's ratio decided, as good or bad? */
bool target_measured(const struct target *target);

/* Points for a target that was measured: all at gold, none at required. */
double target_credit(const struct target *target);

/* Add up: exercises from tests and targets, chapters, the whole. */
void score(struct workbook *book);

#endif
