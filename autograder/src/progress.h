/* SPDX-License-Identifier: MIT */
/* progress.h: what the grader is doing, on stderr.
 *
 * On a terminal it is one line that is written over, and wiped at the end;
 * elsewhere it is one plain line for each step. */
#ifndef PROGRESS_H
#define PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

#include "job.h"

/* Run what is queued, showing `what` and how many jobs are left.  Returns
 * what jobs_run returns. */
bool progress_run(struct jobs *jobs, const char *what);

#endif
