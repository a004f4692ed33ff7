/* SPDX-License-Identifier: MIT */
/* source.h: a learner's file, from its text to an object that may be linked.
 */
#ifndef SOURCE_H
#define SOURCE_H

#include <stdbool.h>

#include "job.h"
#include "model.h"
#include "toolchain.h"

enum source_state {
    SOURCE_UNTOUCHED, /* equals its stub */
    SOURCE_STARTED,
    SOURCE_SKIPPED, /* SKIP=: the reference's file stands in, for no points */
};

struct source {
    const struct chapter *chapter;
    const struct exercise *exercise; /* the first that owns the file */
    const char *path; /* exercises/01-ready-queue/handle.c, or its stub */
    enum source_state state;
    const char *digest; /* of what was to be compiled: the file, and headers
                           beside it */
    bool changed;       /* meanwhile: to be compiled again */
    const char *object[MODES]; /* what to link, once prepared */

    /* Why it cannot be linked: TEST_UNKNOWN when it can. */
    enum test_status trouble;
    const char *message;

    bool localise;       /* it exports helpers of its own */
    const char *warning; /* the compiler's first, or about those; or NULL */
};

/* Describe the learner's file of `exercise`.  A missing file is untouched.
 *
 * from  exercises, solutions, or a folder laid out like them */
void source_init(struct source *source, const struct chapter *chapter,
                 const struct exercise *exercise, const char *from,
                 struct arena *arena);

/* Note trouble with the file, unless there is some already.  Returns false. */
bool source_fail(struct source *source, enum test_status status,
                 const char *message);

/* Note what the file holds now: that is what is compiled and spoken of. */
void source_note(struct source *source, struct arena *arena);

/* Does it hold something else now? */
bool source_has_changed(const struct source *source, struct arena *arena);

/* Compile and screen all of them, several at a time.  Afterwards each has its
 * objects, or trouble with a message.
 *
 * Returns false when interrupted. */
bool sources_prepare(struct source *const *source, size_t n,
                     const struct toolchain *tc, struct jobs *jobs);

#endif
