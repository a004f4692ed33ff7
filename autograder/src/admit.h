/* SPDX-License-Identifier: MIT */
/* admit.h: may this object be linked with anything? */
#ifndef ADMIT_H
#define ADMIT_H

#include "source.h"

/* Screen the objects of `source` against its contract and its chapter's list
 * of what may be called, and queue what it takes to make its helpers local.
 * What is not admitted has trouble afterwards. */
void source_admit(struct source *source, const struct toolchain *tc,
                  struct jobs *jobs);

#endif
