/* SPDX-License-Identifier: MIT */
#include "fixture.h"

GRADED(stack, all_of_it_can_be_used, "usable bytes, from there upwards")
{
    struct aw_stack stack;

    world_open();
    stack = take();
    EXPECT(stack.base, "took a stack");
    memset(stack.base, 0x5a, stack.size);
    EXPECT(readable(stack.base), "wrote to it, and read its lowest byte");
    EXPECT(readable(end_of(stack) - 1), "wrote to it, and read its highest");
    put(stack);
    aw_loop_close(&w.loop);
}

GRADED(stack, it_is_as_large_as_was_asked_for,
       "size usable bytes at least; 0 stands for AW_STACK_DEFAULT, and less "
       "than AW_STACK_LEAST for that much")
{
    static const size_t asked[] = {0, 1, 16384, 16385, 40000, 65536, 1 << 20};
    struct aw_stack stack;

    world_open();
    for (size_t i = 0; i < sizeof(asked) / sizeof(*asked); i++) {
        size_t least = asked[i] == 0 ? AW_STACK_DEFAULT : asked[i];

        least = least < AW_STACK_LEAST ? AW_STACK_LEAST : least;
        EXPECT(aw_stack_new(&w.loop, asked[i], 100, &stack), "took a stack");
        EXPECT_AT_LEAST(stack.size, least, "asked for %zu bytes", asked[i]);
        EXPECT_AT_MOST(stack.size, least + 16384,
                       "asked for %zu bytes, with larger ones in the pool",
                       asked[i]);
        memset(stack.base, 0x5a, stack.size);
        put(stack);
    }
    world_close();
}

GRADED(stack, the_extra_bytes_lie_right_above,
       "Returns the extra bytes, which begin at base + size, aligned to 64.")
{
    static const size_t extra[] = {0, 1, 64, 100, 1000, 5000};
    struct aw_stack stack;

    world_open();
    for (size_t i = 0; i < 60; i++) {
        size_t n = extra[i % 6];
        char *above = aw_stack_new(&w.loop, 0, n, &stack);

        EXPECT_PTR(above, end_of(stack), "asked for %zu extra bytes", n);
        EXPECT_INT((uintptr_t)above % 64, 0, "%zu extra bytes", n);
        EXPECT_AT_LEAST(stack.size, AW_STACK_DEFAULT, "with %zu extra bytes",
                        n);
        memset(above, 0x5a, n);
        memset(stack.base, 0x5a, stack.size);
        if (i % 2)
            put(stack);
    }
    w.loop.live[AW_STACKS] -= 30; /* the others are lost */
    world_close();
}

GRADED(stack, a_guard_is_below, "Each has a guard of one page below it")
{
    struct aw_stack stack[20];

    world_open();
    for (int i = 0; i < 20; i++) {
        stack[i] = take();
        EXPECT_INT(stack[i].guard, sysconf(_SC_PAGESIZE), "took a stack");
        EXPECT(!readable((char *)stack[i].base - 1), "read right below it");
        EXPECT(!readable((char *)stack[i].base - stack[i].guard),
               "read the guard's lowest byte");
    }
    for (int i = 0; i < 20; i++)
        put(stack[i]);
    world_close();
}

GRADED(stack, stacks_do_not_overlap, "those in use do not overlap")
{
    struct aw_stack stack[50];
    unsigned char *above[50];

    world_open();
    for (int i = 0; i < 50; i++) {
        above[i] = aw_stack_new(&w.loop, 0, 300, &stack[i]);
        memset(stack[i].base, i, stack[i].size + 300);
    }
    for (int i = 0; i < 50; i++) {
        EXPECT_INT(*(unsigned char *)stack[i].base, i,
                   "wrote to fifty, to each its number: stack %d", i);
        EXPECT_INT(above[i][0], i, "wrote to fifty: above stack %d", i);
        EXPECT_INT(above[i][299], i, "wrote to fifty: above stack %d", i);
        put(stack[i]);
    }
    world_close();
}

GRADED(stack, sixteen_end_at_sixteen_places,
       "The first sixteen stacks of a size end at sixteen different places of "
       "a page")
{
    static const size_t size[] = {0, 16384, 20000, 40960, 100000};
    uintptr_t place[16];
    struct aw_stack stack;

    world_open();
    for (int s = 0; s < 5; s++) {
        for (int i = 0; i < 16; i++) {
            EXPECT(aw_stack_new(&w.loop, size[s], 0, &stack), "took a stack");
            place[i] = (uintptr_t)end_of(stack) % 4096;
            for (int k = 0; k < i; k++)
                EXPECT(place[k] != place[i],
                       "number %d and number %d of %zu "
                       "bytes end at the same place of a page, %zu",
                       k, i, size[s], (size_t)place[i]);
        }
    }
    w.loop.live[AW_STACKS] = 0; /* they are lost */
    world_close();
}

GRADED(stack, stacks_are_counted, "It counts up loop->live[AW_STACKS].")
{
    struct aw_stack a, b;

    world_open();
    a = take();
    b = take();
    EXPECT_INT(w.loop.live[AW_STACKS], 2, "took two stacks");
    put(a);
    EXPECT_INT(w.loop.live[AW_STACKS], 1, "freed one of two");
    put(b);
    world_close();
}
