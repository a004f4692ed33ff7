/* SPDX-License-Identifier: MIT */
/* watch.h: notice that a learner has saved a file. */
#ifndef WATCH_H
#define WATCH_H

#include <stdbool.h>

#include "model.h"

/* What the files of exercises/ held at some moment. */
struct watched {
    char digest[65];
    size_t gone; /* files that were missing, or empty */
};

/* Look at the files of `only`, or of all chapters when that is NULL.  Do so
 * before a grading begins: then a save meanwhile is not overlooked. */
void watch_look(const struct workbook *book, const struct chapter *only,
                struct watched *now);

/* Say so, and wait until the files hold something else than `graded`, and have
 * stopped changing.  It looks at the files themselves, four times a second:
 * that sees every editor's way of saving, on every file system.
 *
 * Returns false when SIGINT arrived. */
bool watch_wait(const struct workbook *book, const struct chapter *only,
                const struct watched *graded);

#endif
