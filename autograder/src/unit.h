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

/* Chapters, or exercises of one chapter, as bits. */
typedef uint32_t chapter_set;
typedef uint32_t exercise_set;

/* Whose objects go into a link; the rest are the reference's. */
struct whose {
    chapter_set mine;   /* chapters whose module is the learner's */
    exercise_set only;  /* of the unit's own module, only these files; 0: all */
    bool apart;         /* the file that stands apart is the learner's */
    const char *mutant; /* objects in this folder go first; or NULL */
};

/* Another unit with the same chapter, file and suites, and no objects. */
void unit_copy(struct unit *to, const struct unit *from);

/* Add the suites in which `exercise` has tests. */
void unit_add_suites(struct strings *suites, const struct exercise *exercise,
                     struct arena *arena);

/* Does `exercise` belong to `unit`? */
bool unit_has(const struct unit *unit, const struct exercise *exercise);

/* The file of this exercise, for `whose.only`. */
exercise_set unit_file(const struct unit *unit, size_t exercise);

/* Fill in what is to be linked. */
void unit_link_tests(struct unit *unit, const struct workbook *book,
                     const struct sources *sources, struct toolchain *tc,
                     const struct whose *whose);

/* The same for the timing program, in a release build.
 *
 * mine   chapters whose module is the learner's
 * apart  stem of the learner's file that stands apart; or NULL */
void unit_link_timing(struct unit *unit, const struct workbook *book,
                      const struct sources *sources, struct toolchain *tc,
                      chapter_set mine, const char *apart);

#endif
