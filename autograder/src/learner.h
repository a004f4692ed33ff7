/* SPDX-License-Identifier: MIT */
/* learner.h: what a learner asks for beside a grade. */
#ifndef LEARNER_H
#define LEARNER_H

#include <stdbool.h>

#include "model.h"

/* Print the next hint of an exercise, and those before it; with `first`, the
 * first one again. */
bool learner_hint(const struct workbook *book, const char *exercise,
                  bool first);

/* Put stubs back, after keeping the learner's files in .backup/.
 *
 * Nothing is replaced before its copy is safe on disk.  Give a chapter, or an
 * exercise for its file alone. */
bool learner_reset(const struct workbook *book, const char *chapter,
                   const char *exercise);

#endif
