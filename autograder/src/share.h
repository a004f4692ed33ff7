/* SPDX-License-Identifier: MIT */
/* share.h: what each test and each target of an exercise is worth.
 *
 * Course systems add the points of single tests up.  An exercise's points are
 * cut to two places, and so must its parts be, or they sum to something else.
 */
#ifndef SHARE_H
#define SHARE_H

#include <stdbool.h>

#include "model.h"

struct share {
    double score, max; /* points, to two places; 0 when it does not count */
    bool counts;       /* false: it could not be graded */
};

/* The shares of a scored exercise: its tests' first, then its targets'.
 *
 * timed  speed was asked for, too
 *
 * They sum to the exercise's `earned` and `possible`.  What is passed in full
 * has its score as its maximum; shares that are equal may differ by 0.01. */
struct share *shares(struct arena *arena, const struct exercise *e, bool timed);

#endif
