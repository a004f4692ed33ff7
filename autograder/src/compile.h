/* SPDX-License-Identifier: MIT */
/* compile.h: a learner's text becomes an object for each build. */
#ifndef COMPILE_H
#define COMPILE_H

#include "source.h"

/* Queue what it takes to compile `source` for every mode; nothing when that
 * has been done before.  A file that includes what it may not is refused. */
void source_compile(struct source *source, const struct toolchain *tc,
                    struct jobs *jobs);

#endif
