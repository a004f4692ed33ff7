/* SPDX-License-Identifier: MIT */
/* doctor.h: what can only be found out by trying it on this machine. */
#ifndef DOCTOR_H
#define DOCTOR_H

#include "job.h"

/* Print, one fact a line, what the machine allows: isolation, the engines,
 * light guard pages, and how much two measurements of the same work differ.
 * A line is "ok", "look" or "lack", what it is about, and a sentence;
 * tools/doctor.sh prints its own lines the same way.  It takes a second of CPU
 * time.
 *
 * jobs   NULL: none can be run
 * why    then, the reason */
void doctor(const struct jobs *jobs, const char *why);

#endif
