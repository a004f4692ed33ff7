/* SPDX-License-Identifier: MIT */
/* rubric.h: read what each chapter asks for. */
#ifndef RUBRIC_H
#define RUBRIC_H

#include <stdbool.h>

#include "model.h"

/* Read every rubric below `top` into `book`, in the order of the chapters.
 *
 * Strict: an unknown key, a missing one, an id out of order, a file that does
 * not exist is an error, named with its file and its place.
 *
 * Returns false after printing what is wrong. */
bool rubric_load(struct workbook *book, const char *top);

#endif
