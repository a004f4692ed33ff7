/* SPDX-License-Identifier: MIT */
/* One iteration, and many: order, sleep, stop, idle. */
#ifndef ITERATE_TESTS_H
#define ITERATE_TESTS_H

#include <signal.h>

#include "../fixture.h"

static struct line line;
static struct aw_source source;
static aw_time source_wants = AW_NEVER;

static inline aw_time prepares(struct aw_source *s)
{
    (void)s;
    say("prepare");
    return source_wants;
}

static inline void dispatches(struct aw_source *s)
{
    (void)s;
    say("dispatch");
    if (of('d')->result == 0)
        aw_ready_push(&loop.ready, &of('d')->handle);
}

static inline void source_open(void)
{
    source = (struct aw_source){.prepare = prepares, .dispatch = dispatches};
    aw_list_init(&source.link);
    aw_list_append(&loop.sources, &source.link);
}

static inline void time_passes(void)
{
    clock_.time += 500;
}

static inline void drains(struct step *me)
{
    (void)me;
    line_drain(&line);
}

#endif
