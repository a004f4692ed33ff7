/* SPDX-License-Identifier: MIT */
/* judging.h: the learner's run beside the reference's, test by test. */
#ifndef JUDGING_H
#define JUDGING_H

#include <stdbool.h>

#include "job.h"
#include "model.h"
#include "run.h"
#include "toolchain.h"
#include "unit.h"

/* One unit, and what it is held against. */
struct judged {
    struct unit *unit;     /* the learner's */
    struct unit reference; /* the same tests on the reference */
    struct unit *mutant;   /* a probe's: the same tests on each mutant */
    size_t nmutants;
    chapter_set mine;
    struct judged *next;
};

struct judging {
    struct workbook *book;
    const struct sources *sources;
    struct toolchain *tc;
    struct jobs *jobs;
    struct arena *arena;
    struct run_options options;
    struct judged *list;
};

/* Add a unit, with the learner's modules in `mine`. */
void judging_add(struct judging *judging, struct unit *unit, chapter_set mine);

/* Link and run everything that was added, and write into the model what
 * became of each test.  Returns false when interrupted. */
bool judging_run(struct judging *judging);

struct unit_list {
    struct unit **item;
    size_t n;
};

/* Link and run these.  Returns false when interrupted. */
bool judging_link_and_run(struct judging *judging, struct unit_list units);

#endif
