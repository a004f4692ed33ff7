/* SPDX-License-Identifier: MIT */
/* report.h: what was found out, for people and for programs. */
#ifndef REPORT_H
#define REPORT_H

#include <stdbool.h>

#include "model.h"

struct report_options {
    bool colour;
    bool timing;       /* timing was asked for */
    const char *test;  /* asked for alone: suite/fact or timing/NAME; NULL */
    const char *again; /* words to ask for the same again, or "" */
};

/* The scoreboard, the first failure of each exercise, and what to do next,
 * on stdout. */
void report_text(const struct workbook *book,
                 const struct report_options *options);

/* One line for each chapter: how far the learner is. */
void report_progress(const struct workbook *book);

/* How much of each file the tests reached, where that was counted, on
 * stdout. */
void report_coverage(const struct workbook *book);

/* The results as JSON, in the file `path`; docs/results.md is its reference.
 *
 * Returns false after saying what could not be written. */
bool report_json(const struct workbook *book, const char *path);

/* 6 as "6", 2.5 as "2.5". */
const char *points_text(double points);

#endif
