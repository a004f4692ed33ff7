/* SPDX-License-Identifier: MIT */
/* drawn.h: what a test said, against what the reference says.
 *
 * Such a test (EXPECT_AS_REFERENCE) draws what it does from the run's seed, and
 * holds nothing of what is expected: the reference does the same in a process
 * of its own.  So whoever reads the test, or its memory, finds no answer. */
#ifndef DRAWN_H
#define DRAWN_H

#include "arena.h"
#include "records.h"
#include "run.h"

/* Take a `says` record of `finding`. */
void drawn_hear(struct finding *finding, const struct record *record,
                struct arena *arena);

/* A pattern for Criterion's --filter of the tests of `run` that draw, which are
 * made undecided; NULL when it has none. */
const char *drawn_begin_again(struct run *run, struct arena *arena);

/* Fail each test of `run` that has passed and does not say what the reference
 * of the same grading (run->beside) says. */
void drawn_compare(struct run *run, struct arena *arena);

#endif
