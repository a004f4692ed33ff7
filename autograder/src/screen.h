/* SPDX-License-Identifier: MIT */
/* screen.h: look at an object file before it is linked with anything.
 *
 * A learner's object may contain code and data.  It may not contain anything
 * that runs before main or outside of a call (constructors, destructors,
 * ifuncs), nor call what the exercise exists to build. */
#ifndef SCREEN_H
#define SCREEN_H

#include <stdbool.h>
#include <stddef.h>

/* Names, sorted or not; `n` of them. */
struct screen_names {
    const char *const *name;
    size_t n;
};

struct screen_rules {
    struct screen_names exports; /* what the contract asks it to define */
    struct screen_names imports; /* what it may call beside the built-ins */
    bool imports_aw;             /* it may call any aw_* function */
    bool sanitized;              /* built with -fsanitize=...: the compiler's
                                     own constructor and calls are allowed */
    bool is_tests;               /* a probe: Criterion's sections and calls
                                     are allowed */
};

enum screen_verdict {
    SCREEN_OK,
    SCREEN_LOCALISE, /* fine, but exports names of its own: they must be made
                        local (objcopy --keep-global-symbols) */
    SCREEN_REFUSED,
    SCREEN_UNREADABLE, /* no object file, or a damaged one */
};

/* Look at the object file at `path`.
 *
 * message  a sentence for the learner, when not SCREEN_OK: what was found,
 *          its name, and what to do
 *
 * Missing exports are no matter of this module: the linker finds those. */
enum screen_verdict screen(const char *path, const struct screen_rules *rules,
                           char *message, size_t room);

#endif
