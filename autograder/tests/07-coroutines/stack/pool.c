/* SPDX-License-Identifier: MIT */
#include "fixture.h"

GRADED(stack, the_one_freed_last_is_handed_out_first,
       "Of the stacks of one size, the one that was freed last is handed out "
       "first")
{
    struct aw_stack a, b, c;

    world_open();
    a = take();
    b = take();
    c = take();
    put(a);
    put(c);
    put(b);
    EXPECT_PTR(take().base, b.base, "freed a, c, b, and took one");
    EXPECT_PTR(take().base, c.base, "took another");
    EXPECT_PTR(take().base, a.base, "took a third");
    put(a), put(b), put(c);
    world_close();
}

#ifdef __SANITIZE_ADDRESS__
int __asan_address_is_poisoned(void const volatile *p);
#    define FORBIDDEN(p) (__asan_address_is_poisoned(p) != 0)
#else
#    define FORBIDDEN(p) true
#endif

GRADED(stack, what_rests_in_the_pool_is_nobodys,
       "Put a stack back into the pool, and its extra bytes with it.")
{
    struct aw_stack stack;
    char *extra;

    world_open();
    extra = aw_stack_new(&w.loop, 0, 300, &stack);
    EXPECT(extra, "took a stack");
    put(stack);
    EXPECT(FORBIDDEN(stack.base),
           "AddressSanitizer is to find who uses a stack that rests");
    EXPECT(FORBIDDEN(end_of(stack) - 1), "and its highest byte");
    EXPECT(FORBIDDEN(extra), "or the bytes above it");
    EXPECT(FORBIDDEN(extra + 299), "the last of them, too");
    world_close();
}

GRADED(stack, sizes_are_kept_apart,
       "Of the stacks of one size, the one that was freed last is handed out "
       "first")
{
    struct aw_stack small, large, again;

    world_open();
    aw_stack_new(&w.loop, 16384, 0, &small);
    aw_stack_new(&w.loop, 262144, 0, &large);
    put(large);
    put(small);
    aw_stack_new(&w.loop, 262144, 0, &again);
    EXPECT_PTR(again.base, large.base, "freed a large and a small one");
    EXPECT_AT_LEAST(again.size, 262144, "took a large one");
    put(again);
    aw_stack_new(&w.loop, 16384, 0, &again);
    EXPECT_PTR(again.base, small.base, "took a small one");
    put(again);
    world_close();
}

GRADED(stack, a_pooled_stack_costs_no_call_and_no_memory,
       "Taking one out of the pool makes no system call and asks for no "
       "memory.")
{
    struct aw_stack stack[40];
    size_t asked;

    world_open();
    for (int i = 0; i < 40; i++)
        stack[i] = take();
    asked = w.alloc.calls;
    calls = (struct memory_calls){0};
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 40; i++)
            put(stack[i]);
        for (int i = 0; i < 40; i++)
            stack[i] = take();
    }
    EXPECT_INT(w.alloc.calls - asked, 0, "freed and took forty, three times");
    EXPECT_INT(calls.guard + calls.protect + calls.forget, 0,
               "freed and took forty, three times");
    for (int i = 0; i < 40; i++)
        put(stack[i]);
    world_close();
}

GRADED(stack, freeing_cannot_fail,
       "It cannot fail, makes no system call and asks for no memory.")
{
    static struct aw_stack stack[3000];

    world_open();
    for (int i = 0; i < 3000; i++)
        stack[i] = take();
    w.alloc.fail_from = 1; /* from here on there is no memory */
    for (int i = 0; i < 3000; i++)
        put(stack[i]);
    for (int i = 0; i < 3000; i++)
        take();
    for (int i = 0; i < 3000; i++)
        put(stack[i]);
    world_close();
}

static int by_address(const void *a, const void *b)
{
    const char *const *one = a, *const *other = b;

    return (*one > *other) - (*one < *other);
}

GRADED(stack, thousands_are_few_mappings,
       "In 100,000 stacks there are no more than 40 mappings, where the "
       "kernel knows MADV_GUARD_INSTALL.")
{
    static char *base[20000];

    world_open();
    for (int i = 0; i < 20000; i++)
        base[i] = take().base;
    EXPECT_INT(w.loop.live[AW_STACKS], 20000, "took 20,000 stacks");
    qsort(base, 20000, sizeof(base[0]), by_address);
    EXPECT_AT_MOST(mappings_of(base, 20000), 40, "took 20,000 stacks");
    w.loop.live[AW_STACKS] = 0; /* they are lost */
    world_close();
}
