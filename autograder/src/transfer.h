/* SPDX-License-Identifier: MIT */
/* transfer.h: what is known of an exercise before any test has run. */
#ifndef TRANSFER_H
#define TRANSFER_H

#include "model.h"
#include "unit.h"

/* Untouched and skipped exercises. */
void transfer_states(struct workbook *book, const struct sources *sources);

/* Files that do not compile, or are refused: all tests of their exercises. */
void transfer_trouble(struct workbook *book, const struct sources *sources);

/* Exercises that need one that does not pass: what fails in them may be its
 * fault, and is reported as not run.  What passes all the same counts. */
void transfer_needs(struct workbook *book);

#endif
