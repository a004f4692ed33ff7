/* SPDX-License-Identifier: MIT */
/* A task's life: spawning, names, ends, and who holds it. */
#ifndef TASK_TESTS_H
#define TASK_TESTS_H

#include "../fixture.h"

static inline int spawns(void *arg)
{
    say("%s", me());
    launch("b", passes, arg);
    launch("c", passes, arg);
    say("%s-ends", me());
    return 0;
}

static inline const char *name_of(const void *subject, const char *name)
{
    return subject ? name : "(nobody)";
}

static inline void note_name(struct aw_loop *l, const struct aw_report *r)
{
    (void)l;
    say("reported-%s-%s", name_of(r->subject, r->name),
        aw_error_name(r->error));
}

#endif
