/* SPDX-License-Identifier: MIT */
/* unit.h: what is linked together to judge some exercises of one chapter.
 *
 * A chapter has one unit for its module, and one for each exercise that
 * stands apart.  The learner's program and the reference's are linked from
 * the same list, with other objects in the learner's places. */
#ifndef UNIT_H
#define UNIT_H

#include <stdbool.h>
#include <stdint.h>

#include "model.h"
#include "program.h"
#include "run.h"
#include "source.h"
#include "toolchain.h"

/* The learner's files, by chapter and exercise. */
struct sources {
    struct source **of; /* of[c][e]: files that serve two are there twice */
};

struct unit {
    struct chapter *chapter;
    size_t index;     /* the chapter's */
    const char *stem; /* of the file that stands apart; NULL: the module */
    struct program program;
    struct run run;
    struct unit *next;
};

/* Chapters whose module is the learner's, as bits; the rest is the
 * reference's. */
typedef uint32_t chapter_set;

/* Does `exercise` belong to `unit`? */
bool unit_has(const struct unit *unit, const struct exercise *exercise);

/* Fill in what is to be linked.
 *
 * mine    chapters whose module is the learner's
 * apart   the file that stands apart is the learner's
 * mutant  objects in this folder go before the reference's; may be NULL */
void unit_link_tests(struct unit *unit, const struct workbook *book,
                     const struct sources *sources, struct toolchain *tc,
                     chapter_set mine, bool apart, const char *mutant);

/* The same for the timing program, in a release build. */
void unit_link_timing(struct unit *unit, const struct workbook *book,
                      const struct sources *sources, struct toolchain *tc,
                      chapter_set mine, const char *apart);

#endif
