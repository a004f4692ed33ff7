/* SPDX-License-Identifier: MIT */
/* allowed.h: which names an honest object has. */
#ifndef ALLOWED_H
#define ALLOWED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "screen.h"

bool begins(const char *name, const char *with);
bool listed(const struct screen_names *names, const char *name);

/* A section whose contents run by themselves, before main or after it. */
bool runs_by_itself(const char *section, uint32_t type);

/* A section that the compiler makes of plain C. */
bool allowed_section(const char *section, uint64_t flags,
                     const struct screen_rules *rules);

/* A function that a sanitizer hides in each object to set itself up. */
bool sanitizers_own(const char *function);

/* A name of a sanitizer's run-time library. */
bool sanitizers_name(const char *name);

/* A global that the compiler's instrumentation or Criterion's macros make,
 * and not the author. */
bool made_by_machine(const char *name, const struct screen_rules *rules);

bool allowed_import(const char *name, const struct screen_rules *rules);

/* What the author wrote: `errno` for __errno_location, and so on. */
void name_in_source(const char *import, char *name, size_t room);

/* What to do instead of using `import`: the end of a sentence. */
const char *instead_of(const char *import);

#endif
