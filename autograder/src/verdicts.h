/* SPDX-License-Identifier: MIT */
/* verdicts.h: from what was heard of a test to what became of it, and how
 * that is kept for the next grading of the same program. */
#ifndef VERDICTS_H
#define VERDICTS_H

#include "run.h"

/* Decide `f`, or leave it TEST_UNKNOWN: then it must be run by itself.
 *
 * plain  a learner's own test: only Criterion's word counts
 * alone  it ran by itself: then a decision must be found */
void verdict(struct finding *f, bool plain, bool alone,
             const struct job_outcome *outcome, struct arena *arena);

/* Verdicts are kept by the digest of the program.  Those that depend on the
 * machine's mood are not kept. */
bool verdicts_load(struct run *run, const struct run_options *options,
                   struct arena *arena);
void verdicts_save(const struct run *run, const struct run_options *options,
                   struct arena *arena);

#endif
