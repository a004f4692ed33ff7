/* SPDX-License-Identifier: MIT */
/* past.h: what passed when, kept from one grading to the next.
 *
 * .progress/ is the learner's record and no product of a build: `make clean`
 * leaves it alone, as git does.  It holds a file for each chapter, with the
 * points of each exercise, and when all its tests passed last, with which files
 * and which tests.  An exercise goes by its file: a new version of the workbook
 * may give it another number.  Only gradings of exercises/ are recorded. */
#ifndef PAST_H
#define PAST_H

#include <stdbool.h>

#include "grade.h"
#include "model.h"

#define PAST ".progress"

/* After a grading: write into each exercise that fails and has passed before
 * since when and since the edit of which file it does (`broken`), and record
 * what passes now.
 *
 * Returns false after saying what could not be written. */
bool past_update(struct workbook *book, const struct grade_options *options);

/* Fill in what each exercise that has been begun has earned (`earned`), from
 * the record. */
void past_points(struct workbook *book);

/* Did the tests of an exercise change since it passed?  False when it never
 * did. */
bool past_outdated(const struct workbook *book, const struct chapter *chapter,
                   const struct exercise *exercise);

/* "14:02", or "2026-01-31 at 14:02" on another day. */
const char *past_moment(struct arena *arena, long long when);

#endif
