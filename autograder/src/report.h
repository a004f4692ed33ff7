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
    const char *page;  /* where report.html is */
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

/* The results as JSON in the file `results`, and beside it, in the same
 * folder, gradescope.json, junit.xml and report.html.
 *
 * Returns false after saying what could not be written. */
bool report_files(const struct workbook *book, const char *results);

/* Where report.html is written then. */
const char *report_page(const struct workbook *book, const char *results);

/* One of them each, in the file `path`; docs/results.md is their reference.
 * The page takes its style from autograder/page/report.css. */
bool report_json(const struct workbook *book, const char *path);
bool report_gradescope(const struct workbook *book, const char *path);
bool report_junit(const struct workbook *book, const char *path);
bool report_html(const struct workbook *book, const char *path);

/* ---- What several reports say -------------------------------------------*/

/* How many tests did not pass. */
size_t report_failures(const struct exercise *e);

/* What to do next: the first exercise that was asked for and does not pass;
 * NULL when there is none. */
const struct exercise *report_next(const struct workbook *book,
                                   const struct chapter **chapter);

/* Did the machine keep any of it from being graded, or, where speed was asked
 * for, from being measured? */
bool report_spared(const struct workbook *book, const struct exercise *e);
bool report_any_spared(const struct workbook *book);

/* untouched, started or complete, which nothing is that the machine spared. */
const char *report_chapter_state(const struct workbook *book,
                                 const struct chapter *c);

/* Who asks for one chapter alone wants to see what is in it. */
bool report_alone(const struct workbook *book);

/* Why a target was missed, or could not be decided: lines of "word  text".
 * NULL when there is nothing to say. */
const char *report_slow(struct arena *arena, const struct target *target);

/* Why a test that has no message has not run. */
const char *report_unrun(const struct exercise *e);

/* 6 as "6", 2.5 as "2.5". */
const char *points_text(double points);

#endif
