/* SPDX-License-Identifier: MIT */
/* cover_json.h: what gcovr has counted, into the model. */
#ifndef COVER_JSON_H
#define COVER_JSON_H

#include "model.h"

/* Read `path`, which gcovr --json has written, and fill in `coverage` of the
 * chapter's exercises whose files it names: those that end in CHAPTER/FILE.
 *
 * Returns false when the file cannot be read as such. */
bool cover_read(const char *path, struct chapter *chapter, struct arena *arena);

#endif
