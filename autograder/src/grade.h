/* SPDX-License-Identifier: MIT */
/* grade.h: one grading, from what was asked for to scores. */
#ifndef GRADE_H
#define GRADE_H

#include <stdbool.h>
#include <stdint.h>

#include "job.h"
#include "model.h"
#include "toolchain.h"

struct grade_options {
    const char *chapter;  /* NULL: all */
    const char *exercise; /* NULL: all of the chapter */
    const char *test;     /* NULL: all of the exercise */
    const char *from;     /* exercises, solutions, or a folder */
    const char *orders;   /* in how many tests that are free of order run */
    const char *engine;   /* which the tests' loops run on: epoll, uv */
    struct strings skip;  /* ids whose files are the reference's */
    bool integrated;      /* earlier chapters are the learner's, too */
    bool timing;
    bool fresh;
    bool coverage; /* count which lines of the learner's the tests reach */
    uint64_t seed;
};

/* Grade into `book`.  What is asked for must exist: see grade_check.
 *
 * Returns false when interrupted. */
bool grade(struct workbook *book, const struct grade_options *options,
           struct toolchain *tc, struct jobs *jobs);

/* Mark what is asked for as wanted.
 *
 * Returns false after saying what does not exist, and what does. */
bool grade_check(struct workbook *book, const struct grade_options *options);

/* Only look which files have been touched: no grading. */
void grade_states(struct workbook *book);

#endif
