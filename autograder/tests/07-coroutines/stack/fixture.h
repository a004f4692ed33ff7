/* SPDX-License-Identifier: MIT */
/* The pool of stacks.  What slab.c asks of the kernel is counted there. */
#ifndef STACK_TESTS_H
#define STACK_TESTS_H

#include "../fixture.h"
#include "../memory_calls.h"
#include "aw/stack.h"

struct world {
    struct graded_alloc alloc;
    struct aw_loop loop;
};

static struct world w;
static int reports, last_error;

static inline void on_error(struct aw_loop *loop,
                            const struct aw_report *report)
{
    (void)loop;
    reports++;
    last_error = report->error;
}

static inline void world_open(void)
{
    struct aw_loop_options options = {.alloc = &w.alloc.alloc};

    graded_alloc_init(&w.alloc);
    EXPECT_INT(graded_loop_init(&w.loop, &options), 0, "made a loop");
    w.loop.on_error = on_error;
}

/* All must be given back by then. */
static inline void world_close(void)
{
    EXPECT_INT(w.loop.live[AW_STACKS], 0, "counted the stacks in use");
    aw_loop_close(&w.loop);
    EXPECT_INT(w.alloc.blocks, 0, "closed the loop: blocks of memory left");
    EXPECT_INT(w.alloc.bytes, 0, "closed the loop: bytes of memory left");
    EXPECT_INT(reports, 0, "closed the loop: errors reported");
}

static inline struct aw_stack take(void)
{
    struct aw_stack stack = {0};

    EXPECT(aw_stack_new(&w.loop, 0, 0, &stack), "took a stack");
    return stack;
}

static inline void put(struct aw_stack stack)
{
    aw_stack_free(&w.loop, stack);
}

static inline char *end_of(struct aw_stack stack)
{
    return (char *)stack.base + stack.size;
}

#endif
