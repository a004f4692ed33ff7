/* SPDX-License-Identifier: MIT */
/* contract.h: what two versions of a header promise otherwise. */
#ifndef CONTRACT_H
#define CONTRACT_H

#include <stdbool.h>

#include "arena.h"

/* Does `source` define a function that the header `now` declares, and does the
 * header say something else about it than `old` did?
 *
 * names   out: those functions, "aw_a, aw_b"; "" when what has changed belongs
 *         to no function alone, and so to all of the header's */
bool contract_changed(struct arena *arena, const char *old, const char *now,
                      const char *source, const char **names);

/* Is `name` one of those in "aw_a, aw_b"?  A part of one is not. */
bool names_hold(const char *names, const char *name);

/* Does `source` define the function? */
bool source_defines(const char *source, const char *name);

#endif
