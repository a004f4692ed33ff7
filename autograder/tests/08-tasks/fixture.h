/* SPDX-License-Identifier: MIT */
/* fixture.h: a loop under a virtual clock, two futures, and bodies that say
 * who they are and what became of their waiting. */
#ifndef FIXTURE_H
#define FIXTURE_H

#include <stdlib.h>
#include <string.h>

#include "aw/task_parts.h"
#include "graded.h"
#include "graded_loop.h"
#include "shuffle.h"

#ifndef CENSUS_OWED /* from chapter 09 on, each test looks what is left */
#    define CENSUS_OWED false
#endif

static struct aw_loop loop;
static struct aw_clock_virtual virtual_clock;
static struct graded_alloc ledger; /* of the loop, if it has no other */
static struct shuffle shuffle;     /* of tests that are free of order */
static struct aw_future f, g;

static inline void *num(intptr_t n)
{
    return (void *)n;
}

/* A loop that shows 0, and two pending futures. */
static inline void open_loop_with(struct aw_alloc *alloc)
{
    struct aw_loop_options options = {
        .clock = &virtual_clock.clock,
        .alloc = alloc ? alloc : &ledger.alloc,
    };

    graded_owe_census(CENSUS_OWED);
    graded_alloc_init(&ledger);
    aw_clock_virtual_init(&virtual_clock, 0);
    EXPECT_INT(graded_loop_init(&loop, &options), 0, "made a loop");
    shuffle_init(&shuffle, &loop, graded_order_seed());
    aw_future_init(&f, &loop, NULL);
    aw_future_init(&g, &loop, NULL);
}

static inline void open_loop(void)
{
    open_loop_with(NULL);
}

static inline struct aw_task *spawn(const char *name, aw_body fn, void *arg)
{
    return aw_spawn(&loop, fn, arg, AW_NAMED(name));
}

/* The same, and nobody holds it. */
static inline void launch(const char *name, aw_body fn, void *arg)
{
    aw_task_drop(spawn(name, fn, arg));
}

static inline void turn(void)
{
    aw_loop_run_once(&loop);
}

/* Turns, until nothing can ever happen any more. */
static inline void run_all(void)
{
    for (int i = 0; i < 10000 && aw_loop_run_once(&loop) > 0; i++)
        continue;
}

static inline const char *me(void)
{
    return aw_task_self()->name;
}

/* Say what a wait has come to: "a+3", "a=EIO". */
static inline int say_result(int rc)
{
    if (rc < 0)
        say("%s=%s", me(), aw_error_name(rc));
    else
        say("%s+%d", me(), rc);
    return rc;
}

/* ---- Bodies -------------------------------------------------------------*/

/* Says its name; its result is `arg`. */
static inline int passes(void *arg)
{
    say("%s", me());
    return (int)(intptr_t)arg;
}

/* Awaits the future `arg`, and fails with it. */
static inline int awaits(void *arg)
{
    return say_result(aw_await(arg, NULL));
}

/* Sleeps for `arg` milliseconds, and says when it goes on. */
static inline int sleeps(void *arg)
{
    int rc = aw_sleep((intptr_t)arg * AW_MS);

    if (rc < 0)
        return say_result(rc);
    say("%s@%d", me(), (int)(aw_loop_now(&loop) / AW_MS));
    return 0;
}

/* Says "a1", "a2" and so on, `arg` times, a turn apart. */
static inline int yields(void *arg)
{
    int rc;

    for (int i = 1; i <= (int)(intptr_t)arg; i++) {
        say("%s%d", me(), i);
        rc = aw_yield();
        if (rc < 0)
            return say_result(rc);
    }
    return 0;
}

/* ---- Handles, watches, reports ------------------------------------------*/

struct ear {
    struct aw_watch watch;
    const char *name;
};

static inline int hear(struct aw_handle *handle)
{
    struct ear *ear = aw_container_of(handle, struct ear, watch.handle);

    if (ear->watch.result < 0)
        say("%s=%s", ear->name, aw_error_name(ear->watch.result));
    else
        say("%s+%d", ear->name, ear->watch.result);
    return 0;
}

/* An onlooker who says "NAME+3" or "NAME=EIO" when `future` is settled. */
static inline void listen_to(struct ear *ear, const char *name,
                             struct aw_future *future)
{
    ear->name = name;
    aw_watch_init(&ear->watch, hear, false);
    aw_watch_start(&ear->watch, future);
}

static inline int handle_ran(struct aw_handle *handle)
{
    (void)handle;
    say("h");
    return 0;
}

/* A handle that says "h" in the next turn. */
static inline void push(struct aw_handle *handle)
{
    aw_handle_init(handle, handle_ran);
    aw_ready_push(&loop.ready, handle);
}

static struct aw_report told; /* the latest report */

static inline void note_report(struct aw_loop *l, const struct aw_report *r)
{
    (void)l;
    told = *r;
    say("reported-%s", aw_error_name(r->error));
}

/* What `drop` is given. */
static inline void say_dropped(void *arg)
{
    say("dropped-%d", (int)(intptr_t)arg);
}

#endif
