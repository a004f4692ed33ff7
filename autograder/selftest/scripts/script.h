/* SPDX-License-Identifier: MIT */
/* script.h: a program that uses all of a module once, and an allocator that
 * fails when it is told to.
 *
 *      program            the script, on both engines
 *      program everywhere the script again and again: the allocator fails at
 *                         its 1st request, at its 2nd, ... until it is not
 *                         asked that often; once alone, and from there on
 *
 * A script returns 0, or the negative error code with which it gave up; it
 * leaves nothing behind in either case.  ASan, or valgrind, sees the rest. */
#ifndef SCRIPT_H
#define SCRIPT_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aw/engine.h"
#include "aw/loop.h"

/* ---- What does not hold -------------------------------------------------*/

static const char *script_stage = "plain";

#define HOLDS(condition)                                                       \
    do {                                                                       \
        if (!(condition)) {                                                    \
            printf("FAILED %s:%d: %s (%s)\n", __FILE__, __LINE__, #condition,  \
                   script_stage);                                              \
            exit(1);                                                           \
        }                                                                      \
    } while (0)

/* ---- The allocator ------------------------------------------------------*/

struct script_alloc {
    struct aw_alloc alloc;
    size_t requests;    /* for memory, so far */
    size_t fail_at;     /* 0: never */
    bool from_there_on; /* and not just once */
    long blocks;
};

static inline void *script_resize(struct aw_alloc *alloc, void *p, size_t old,
                                  size_t size)
{
    struct script_alloc *a = aw_container_of(alloc, struct script_alloc, alloc);

    (void)old;
    if (size == 0) {
        a->blocks -= p != NULL;
        free(p);
        return NULL;
    }
    a->requests++;
    if (a->fail_at > 0 && (a->requests == a->fail_at ||
                           (a->from_there_on && a->requests > a->fail_at)))
        return NULL;
    a->blocks += p == NULL;
    return realloc(p, size);
}

/* ---- Running ------------------------------------------------------------*/

typedef int (*script_fn)(const struct aw_loop_options *options);

static inline size_t script_once(script_fn script,
                                 const struct aw_poller_ops *engine,
                                 size_t fail_at, bool from_there_on)
{
    static struct aw_clock_virtual clock;
    struct script_alloc a = {.alloc = {script_resize},
                             .fail_at = fail_at,
                             .from_there_on = from_there_on};
    struct aw_loop_options options = {engine, &clock.clock, &a.alloc};
    static char stage[80];
    int rc;

    aw_clock_virtual_init(&clock, 0);
    snprintf(stage, sizeof(stage), "%s, request %zu fails%s", engine->name,
             fail_at, from_there_on ? ", and all behind it" : "");
    script_stage = fail_at ? stage : engine->name;
    rc = script(&options);
    HOLDS(rc == 0 || rc == -ENOMEM);
    HOLDS(rc == 0 || fail_at > 0);
    HOLDS(a.blocks == 0);
    return a.requests;
}

static inline int script_main(int argc, char **argv, script_fn script)
{
    static const char *const names[] = {"epoll", "uv"};
    bool everywhere = argc > 1 && strcmp(argv[1], "everywhere") == 0;
    size_t runs = 0;

    for (int i = 0; i < 2; i++) {
        const struct aw_poller_ops *engine = aw_engine_choose(names[i]);

        script_once(script, engine, 0, false);
        runs++;
        for (int from = 0; everywhere && from < 2; from++)
            for (size_t n = 1; script_once(script, engine, n, from) >= n; n++)
                runs++;
    }
    printf("ok     %zu runs\n", runs);
    return 0;
}

#endif
