/* SPDX-License-Identifier: MIT */
/* update.h: a new version of the workbook, and the learner's files.
 *
 * .progress/seen/ holds stubs, contracts and rubrics as the learner has seen
 * them last: a file that equals its old stub was never touched, and may become
 * the new one.  A file that differs stays as it is, whatever became of its
 * stub; where its contract has changed, the learner is told. */
#ifndef UPDATE_H
#define UPDATE_H

#include <stdbool.h>

#include "model.h"

/* Note what the workbook looks like, unless something is noted already. */
bool update_notice(const struct workbook *book);

/* Has it changed since that was noted? */
bool update_is_due(const struct workbook *book);

/* Bring untouched files up to the new stubs, say what has changed, and note
 * that.  Returns false after saying what could not be written. */
bool update_carry_out(const struct workbook *book);

#endif
