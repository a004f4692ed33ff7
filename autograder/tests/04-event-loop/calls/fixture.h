/* SPDX-License-Identifier: MIT */
/* Calling soon, later and at; watchers; signals. */
#ifndef CALLS_TESTS_H
#define CALLS_TESTS_H

#include <signal.h>
#include <stdlib.h>

#include "../fixture.h"

/* Here they are what is graded. */
static inline void call_soon(const char *names)
{
    for (; *names; names++)
        EXPECT_INT(aw_call_soon(&loop, &of(*names)->handle), 0, "called %c",
                   *names);
}

static struct line line;

static inline void drains(struct step *me)
{
    (void)me;
    line_drain(&line);
}

static inline void open_watched(void)
{
    open_loop();
    line_open(&line);
    of('a')->act = drains;
    EXPECT_INT(watch('a', &line, AW_READ), 0, "watched a socket");
}

#endif
