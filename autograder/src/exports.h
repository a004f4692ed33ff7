/* SPDX-License-Identifier: MIT */
/* exports.h: the names that an object file offers to others. */
#ifndef EXPORTS_H
#define EXPORTS_H

#include <stdbool.h>

#include "arena.h"

/* Returns false when `path` is no readable object file. */
bool exports_read(const char *path, struct arena *arena, struct strings *out);

/* The first of `names` that is not in `among`, or NULL. */
const char *exports_missing(const struct strings *names,
                            const struct strings *among);

#endif
