/* SPDX-License-Identifier: MIT */
/* A whole program: its result, its end, and what it does when it hangs. */
#ifndef RUN_TESTS_H
#define RUN_TESTS_H

#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../fixture.h"

/* The loop that runs is aw_run's own; its clock is the fixture's. */
static inline struct aw_loop *here(void)
{
    return aw_loop_current();
}

static inline void launch_here(const char *name, aw_body fn, void *arg)
{
    aw_task_drop(aw_spawn(here(), fn, arg, AW_NAMED(name)));
}

static inline void say_report(struct aw_loop *l, const struct aw_report *r)
{
    (void)l;
    say("[%s: %s]", r->name ? r->name : "?", aw_error_name(r->error));
}

static inline int run_for(aw_body fn, void *arg, aw_time grace)
{
    aw_clock_virtual_init(&virtual_clock, 0);
    return aw_run(fn, arg,
                  &(struct aw_run_options){.loop.clock = &virtual_clock.clock,
                                           .grace = grace});
}

static inline int run(aw_body fn, void *arg)
{
    return run_for(fn, arg, 0);
}

static inline int now_ms(void)
{
    return (int)(virtual_clock.time / AW_MS);
}

static inline int is_main(void *arg)
{
    EXPECT(here(), "main looks for its loop");
    EXPECT(here()->running, "main looks at its loop");
    say("%s", me());
    aw_yield();
    return (int)(intptr_t)arg;
}

static inline int waits_for_time(void *arg)
{
    return say_result(aw_sleep((intptr_t)arg * AW_SEC));
}

#endif
