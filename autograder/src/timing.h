/* SPDX-License-Identifier: MIT */
/* timing.h: measure a learner's program against the reference's. */
#ifndef GRADER_TIMING_H
#define GRADER_TIMING_H

#include <stdbool.h>

#include "job.h"
#include "model.h"
#include "program.h"
#include "run.h"

/* One target to be measured, and the two programs that know it. */
struct measurement {
    struct target *target;
    const struct program *learner, *reference;
};

/* Measure all of them, one after the other with nothing beside it, and fill
 * in the targets.
 *
 * Returns false when interrupted. */
bool timing_measure(struct measurement *m, size_t n,
                    const struct run_options *options, struct arena *arena,
                    struct jobs *jobs);

#endif
