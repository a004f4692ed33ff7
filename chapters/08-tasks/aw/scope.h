/* SPDX-License-Identifier: MIT */
/* aw/scope.h: parts of a body that begin and end.
 *
 * Used from 09, which has limits in time and shields, and 11, which has groups.
 * All of them stand on the stack of the task that begins them, are linked into
 * other things from there, and have to be ended before it returns.
 *
 *      timeout begins              task->scope --> [ shield ]
 *        shield begins                                | outer
 *        shield ends                                  v
 *      timeout ends                               [ timeout ] --> NULL
 *
 * They end in the opposite order, as blocks do.  Whoever forgets one is told
 * which, and where it was begun. */
#ifndef AW_SCOPE_H
#define AW_SCOPE_H

#include "aw/base.h"

struct aw_task;

struct aw_scope {
    struct aw_scope *outer; /* begun before by the same task, and still open */
    struct aw_task *task;   /* whose it is */
    const char *kind;       /* "timeout", "shield": for people */
    const char *where;      /* "file:line" */
};

/* Begin a scope of the task that runs.
 *
 * Misuse outside of a task, and with a scope of it that is open already. */
void aw__scope_begin(struct aw_scope *scope, const char *kind,
                     const char *where);

/* End a scope of the task that runs; `task` in it is NULL from then on.
 *
 * Misuse with any but the innermost one. */
void aw__scope_end(struct aw_scope *scope);

/* The body of `task` has returned: misuse while one of its scopes is open. */
void aw__scope_none(const struct aw_task *task);

#endif
