/* SPDX-License-Identifier: MIT */
/* cover.h: which lines of the learner's own code the reference tests reach.
 *
 * The learner's files are compiled once more, with gcc's --coverage, and
 * linked with the rest of their unit.  Its tests run again; what they do is
 * not judged a second time.  gcovr adds up what was reached, also by tests
 * that crash or hang.  All of it happens in jobs, as a grading does. */
#ifndef COVER_H
#define COVER_H

#include <stdbool.h>

#include "job.h"
#include "model.h"
#include "run.h"
#include "toolchain.h"
#include "unit.h"

struct cover {
    struct workbook *book;
    const struct sources *sources;
    struct toolchain *tc;
    struct jobs *jobs;
    struct arena *arena;
    struct run_options options;
    struct unit *unit; /* the units that have been judged, a list */
};

/* Can lines be counted with this compiler?  Says why not. */
bool cover_possible(const struct toolchain *tc);

/* Fill in `coverage` of each exercise whose file was compiled, and write
 * pages for people to build/grade/cover/CHAPTER/.  What cannot be counted is
 * left NULL, with a sentence on stderr.
 *
 * Returns false when interrupted. */
bool cover(struct cover *cover);

#endif
