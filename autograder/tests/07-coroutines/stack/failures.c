/* SPDX-License-Identifier: MIT */
#include "fixture.h"

GRADED(stack, absurd_sizes_fail,
       "NULL when there is no memory, no guard to be had, or the loop is "
       "closed")
{
    static const size_t size[] = {
        SIZE_MAX, SIZE_MAX - 4096, SIZE_MAX / 2, (size_t)1 << 50, 0, 0};
    static const size_t extra[] = {0, 0,        SIZE_MAX / 2,
                                   0, SIZE_MAX, SIZE_MAX - 100000};
    struct aw_stack stack = {.size = 7};

    world_open();
    for (int i = 0; i < 6; i++) {
        EXPECT_PTR(aw_stack_new(&w.loop, size[i], extra[i], &stack), NULL,
                   "asked for %zu and %zu bytes", size[i], extra[i]);
        EXPECT_INT(stack.size, 7, "asked for too much");
    }
    world_close();
}

GRADED(stack, every_failure_of_memory_leaves_all_as_it_was,
       "then nothing is counted and `*stack` is as it was")
{
    UNCOUNTED
    for (size_t n = 1; n < 8; n++) {
        struct aw_stack stack = {.size = 7}, other;

        world_open();
        w.alloc.fail_once = w.alloc.calls + n;
        if (aw_stack_new(&w.loop, 0, 0, &stack)) {
            put(stack);
        } else {
            EXPECT_INT(stack.size, 7, "request %zu for memory failed", n);
            EXPECT_INT(w.loop.live[AW_STACKS], 0, "request %zu failed", n);
        }
        EXPECT(aw_stack_new(&w.loop, 0, 0, &other), "tried again");
        put(other);
        world_close();
    }
}

GRADED(stack, without_a_guard_there_is_no_stack,
       "NULL when there is no memory, no guard to be had, or the loop is "
       "closed")
{
    struct aw_stack stack = {.size = 7};

    world_open();
    fail.guard = fail.protect = ENOMEM;
    EXPECT_PTR(aw_stack_new(&w.loop, 0, 0, &stack), NULL, "no guard");
    EXPECT_INT(stack.size, 7, "no guard could be made");
    EXPECT_INT(w.loop.live[AW_STACKS], 0, "no guard could be made");
    fail.guard = fail.protect = 0;
    put(take());
    world_close();
}

GRADED(stack, freeing_the_stack_one_runs_on_is_misuse,
       "Freeing the stack on which the call is made is misuse.")
{
    struct aw_stack mine = {.size = 2 * OWN}, one;

    /* K2: it looks as if this test ran on a stack of the pool. */
    mine.base = (char *)__builtin_frame_address(0) - OWN;
    world_open();
    one = take();
    mine.guard = one.guard;
    mine.shelf = one.shelf;
    put(one);
    EXPECT_MISUSE(put(mine), "", "freed the stack of this very test");
}
