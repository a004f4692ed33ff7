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

/* Exercises that need one that is not passed: their failures are its. */
void transfer_needs(struct workbook *book);

#endif
