/* SPDX-License-Identifier: MIT */
/* toolchain.h: which compiler, which flags, and where objects are.
 *
 * The Makefile is the one place that knows flags; it hands them over in the
 * environment.  Correctness is judged in an ASan and UBSan build, speed in a
 * release build. */
#ifndef TOOLCHAIN_H
#define TOOLCHAIN_H

#include <stdbool.h>

#include "model.h"

enum mode { MODE_ASAN, MODE_RELEASE, MODES };

struct toolchain {
    struct arena *arena;
    const char *cc;      /* gcc, clang */
    const char *version; /* its first line of --version */
    const char *objects; /* build/gcc: objects that make has built */
    struct strings flags[MODES];
    struct strings cover; /* flags for counting what is reached */
    struct strings link;  /* more words for the linker; often none */
    const char *headers;  /* a digest of every header a learner may include */
    struct toolchain_known **seen; /* digests computed so far */
};

/* Returns false after saying which variable is missing. */
bool toolchain_load(struct toolchain *tc, struct arena *arena,
                    const struct workbook *book);

const char *mode_name(enum mode mode);

/* The object that make built for `folder`/`chapter`/`stem`.c. */
const char *toolchain_object(const struct toolchain *tc, enum mode mode,
                             const char *folder, const char *chapter,
                             const char *stem);

/* Given code of a chapter: its .c files that are no demos. */
struct strings toolchain_given(const struct toolchain *tc, enum mode mode,
                               const char *chapter);

/* The tests of a file: those in the folder of its name, if there is one, or
 * the file of its name. */
struct strings toolchain_tests(const struct toolchain *tc, enum mode mode,
                               const char *chapter, const char *stem);

/* The digest of a file's contents, computed once for each path. */
const char *toolchain_digest(const struct toolchain *tc, const char *path);

#endif
