/* SPDX-License-Identifier: MIT */
/* targets.h: which programs are measured for which targets. */
#ifndef TARGETS_H
#define TARGETS_H

#include "judging.h"

/* Measure the targets of all exercises that were asked for and whose tests
 * pass, the learner's file on the reference's others, and fill them in.
 *
 * Returns false when interrupted. */
bool targets_measure(const struct judging *judging);

#endif
