/* SPDX-License-Identifier: MIT */
/* program.h: link objects into a program, once for each set of objects. */
#ifndef PROGRAM_H
#define PROGRAM_H

#include <stdbool.h>

#include "job.h"
#include "model.h"
#include "toolchain.h"

struct program {
    enum mode mode;
    struct strings objects;
    bool criterion; /* link Criterion */

    const char *path; /* once linked; its name is a digest of what is in it */
    enum test_status trouble; /* why it could not be linked */
    const char *message;
};

/* Link all of them.  Returns false when interrupted. */
bool programs_link(struct program *const *program, size_t n,
                   const struct toolchain *tc, struct jobs *jobs);

/* The part of a program's path that names its contents. */
const char *program_digest(const struct program *program);

#endif
