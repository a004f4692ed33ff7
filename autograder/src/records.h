/* SPDX-License-Identifier: MIT */
/* records.h: what a test program said on its result pipe.
 *
 * support/record.h writes them; docs/grading.md lists the kinds. */
#ifndef RECORDS_H
#define RECORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"

enum { RECORD_FIELDS = 8 };

struct record {
    const char *kind;
    const char *field[RECORD_FIELDS]; /* absent ones are "" */
    size_t nfields;
};

/* Take the next record off `*text`, which is advanced.
 *
 * Returns false at the end. */
bool record_next(struct arena *arena, const char **text, struct record *record);

#endif
