/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* ---- Trimming -----------------------------------------------------------*/

static bool warm(struct aw_stack stack)
{
    char *top = (char *)((uintptr_t)(end_of(stack) - 1) & ~(uintptr_t)4095);
    unsigned char in_memory = 0;

    syscall(SYS_mincore, top, 1, &in_memory);
    return in_memory & 1;
}

static struct aw_stack some[8];

/* Eight stacks that were written to; then number 0 is freed first. */
static void fill_pool(void)
{
    world_open();
    for (int i = 0; i < 8; i++) {
        some[i] = take();
        memset(some[i].base, 1, some[i].size);
    }
    for (int i = 0; i < 8; i++)
        put(some[i]);
}

GRADED(stack, trimming_gives_memory_back,
       "Give the memory of pooled stacks back to the kernel.")
{
    fill_pool();
    EXPECT(warm(some[0]), "freed eight, and looked at the first");
    EXPECT(warm(some[7]), "freed eight, and looked at the last");
    EXPECT_INT(aw_stack_trim(&w.loop, 0), 8, "trimmed eight");
    for (int i = 0; i < 8; i++)
        EXPECT(!warm(some[i]), "trimmed, and looked at number %d", i);
    world_close();
}

GRADED(stack, trimming_keeps_the_last,
       "keep how many of each size keep theirs: the ones that were freed last")
{
    fill_pool();
    EXPECT_INT(aw_stack_trim(&w.loop, 3), 5, "trimmed all but three of eight");
    for (int i = 0; i < 8; i++)
        EXPECT_INT(warm(some[i]), i >= 5, "looked at number %d", i);
    EXPECT_INT(aw_stack_trim(&w.loop, 8), 0, "kept more than were warm");
    EXPECT_INT(aw_stack_trim(&w.loop, SIZE_MAX), 0, "kept all");
    world_close();
}

GRADED(stack, nothing_is_trimmed_twice,
       "A stack whose memory has been given back is not given back again.")
{
    fill_pool();
    aw_stack_trim(&w.loop, 4);
    calls.forget = 0;
    EXPECT_INT(aw_stack_trim(&w.loop, 4), 0, "trimmed again");
    EXPECT_INT(calls.forget, 0, "trimmed again");
    EXPECT_INT(aw_stack_trim(&w.loop, 1), 3, "trimmed to one");
    EXPECT_INT(calls.forget, 3, "trimmed to one");
    world_close();
}

GRADED(stack, a_trimmed_stack_has_its_guard,
       "The stacks stay in the pool, and their guards stay in place.")
{
    struct aw_stack stack;

    fill_pool();
    aw_stack_trim(&w.loop, 0);
    for (int i = 7; i >= 0; i--) {
        stack = take();
        EXPECT_PTR(stack.base, some[i].base, "took a trimmed one");
        EXPECT(!readable((char *)stack.base - 1), "read right below it");
        memset(stack.base, 2, stack.size);
    }
    for (int i = 0; i < 8; i++)
        put(some[i]);
    world_close();
}

GRADED(stack, what_was_cold_and_is_used_is_warm,
       "A stack whose memory has been given back is not given back again.")
{
    fill_pool();
    aw_stack_trim(&w.loop, 0);
    for (int i = 0; i < 3; i++)
        *(char *)take().base = 1;
    for (int i = 5; i < 8; i++)
        put(some[i]);
    EXPECT_INT(aw_stack_trim(&w.loop, 1), 2, "three of eight were used again");
    EXPECT_INT(aw_stack_trim(&w.loop, 0), 1, "trimmed the last one");
    world_close();
}

GRADED(stack, every_size_is_trimmed,
       "keep how many of each size keep theirs: the ones that were freed last")
{
    struct aw_stack large[3];

    fill_pool();
    for (int i = 0; i < 3; i++)
        aw_stack_new(&w.loop, 300000, 0, &large[i]);
    for (int i = 0; i < 3; i++)
        put(large[i]);
    EXPECT_INT(aw_stack_trim(&w.loop, 2), 6 + 1, "eight of one, three of one");
    world_close();
}

GRADED(stack, there_may_be_nothing_to_trim,
       "Returns how many stacks gave theirs.")
{
    struct aw_stack stack;

    world_open();
    EXPECT_INT(aw_stack_trim(&w.loop, 0), 0, "trimmed before the first stack");
    stack = take();
    *(char *)stack.base = 1;
    EXPECT_INT(aw_stack_trim(&w.loop, 0), 0, "trimmed with one in use");
    EXPECT_INT(*(char *)stack.base, 1, "trimmed with one in use");
    put(stack);
    world_close();
}

/* ---- The end ------------------------------------------------------------*/

GRADED(stack, closing_the_loop_gives_all_back,
       "When the loop is closed all stacks go back to the kernel, and the "
       "lists to the allocator.")
{
    struct aw_stack stack;

    world_open();
    stack = take();
    put(stack);
    aw_loop_close(&w.loop);
    EXPECT(!readable(stack.base), "read in a stack of a closed loop");
    EXPECT_INT(w.alloc.blocks, 0, "closed the loop");
    EXPECT_INT(w.alloc.bytes, 0, "closed the loop");
    EXPECT_PTR(w.loop.slot[AW_SLOT_STACKS], NULL, "closed the loop");
}

GRADED(stack, a_closed_loop_has_no_stacks,
       "NULL when there is no memory, no guard to be had, or the loop is "
       "closed")
{
    struct aw_stack stack;

    world_open();
    put(take());
    aw_loop_close(&w.loop);
    EXPECT_PTR(aw_stack_new(&w.loop, 0, 0, &stack), NULL, "after the close");
    EXPECT_INT(w.loop.live[AW_STACKS], 0, "after the close");
}

GRADED(stack, a_stack_in_use_at_the_end_is_reported,
       "instead `on_error` is told, with -EBUSY")
{
    struct aw_stack stack;

    world_open();
    put(take());
    stack = take();
    aw_loop_close(&w.loop);
    EXPECT_INT(reports, 1, "closed the loop with a stack in use");
    EXPECT_INT(last_error, -EBUSY, "closed the loop with a stack in use");
    EXPECT(readable(stack.base), "read in the stack");
    EXPECT_AT_LEAST(w.alloc.blocks, 1, "looked whether the lists are there");
    memset(stack.base, 1, stack.size);
}

GRADED(stack, each_loop_has_its_own_pool, "Take a stack out of the loop's pool")
{
    struct aw_loop other;
    struct aw_stack mine, its;

    world_open();
    graded_loop_init(&other, NULL);
    mine = take();
    put(mine);
    EXPECT(aw_stack_new(&other, 0, 0, &its), "took one of another loop");
    EXPECT(its.base != mine.base,
           "took one of another loop: is it one of the first loop's?");
    EXPECT_INT(w.loop.live[AW_STACKS], 0, "the other loop counts it");
    EXPECT_INT(other.live[AW_STACKS], 1, "the other loop counts it");
    aw_stack_free(&other, its);
    aw_loop_close(&other);
    EXPECT(readable(mine.base), "the other loop is closed");
    world_close();
}

/* ---- Chance -------------------------------------------------------------*/

GRADED(stack, random_plays_overlap_nowhere, "those in use do not overlap")
{
    enum { MOST = 60 };
    struct aw_stack stack[MOST];
    int used = 0;

    world_open();
    UNCOUNTED
    for (int step = 0; step < 2000; step++) {
        int i = used ? (int)graded_random((uint64_t)used) : 0;

        if (used < MOST && graded_random(5) > 1) {
            size_t size = 16384 + 8192 * graded_random(3);

            EXPECT(aw_stack_new(&w.loop, size, 0, &stack[used]), "took one");
            *(size_t *)stack[used].base = stack[used].size;
            used++;
        } else if (used) {
            EXPECT_INT(*(size_t *)stack[i].base, stack[i].size,
                       "wrote its size to each; before step %d somebody else "
                       "wrote to this one",
                       step);
            put(stack[i]);
            stack[i] = stack[--used];
        }
        if (graded_random(100) == 0)
            aw_stack_trim(&w.loop, graded_random(10));
        EXPECT_INT(w.loop.live[AW_STACKS], used, "at step %d", step);
    }
    while (used)
        put(stack[--used]);
    world_close();
}
