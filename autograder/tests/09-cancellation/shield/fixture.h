/* SPDX-License-Identifier: MIT */
/* A shield: who goes on, who does not, and what is left behind. */
#ifndef SHIELD_TESTS_H
#define SHIELD_TESTS_H

#include "../fixture.h"

static struct aw_task *inner;

/* Awaits `inner` behind a shield. */
static inline int awaits_shielded(void *arg)
{
    void *value = arg;
    int rc = aw_await_shielded(&inner->future, &value);

    if (value)
        say("value");
    return say_when(rc);
}

static inline int fails(void *arg)
{
    aw_sleep(AW_MS);
    return (int)(intptr_t)arg;
}

static inline int gives_a_value(void *arg)
{
    aw_sleep(AW_MS);
    aw_task_return(arg);
    return 4;
}

/* The name is gone when its task is. */
static inline void note_name(struct aw_loop *l, const struct aw_report *r)
{
    (void)l;
    say("reported-%s-%s", r->name, aw_error_name(r->error));
}

#endif
