/* SPDX-License-Identifier: MIT */
#include "fixture.h"

enum { HELD = 10, KNOWN = 64 };

static struct aw_stack held[HELD];
static size_t nheld;
static void *known[KNOWN];

/* The same stack has the same number, whatever its address. */
static int number_of(struct aw_stack stack)
{
    for (int i = 0; i < KNOWN; i++) {
        if (!known[i])
            known[i] = stack.base;
        if (known[i] == stack.base)
            return i;
    }
    return -1;
}

/* Three sizes, far from each other, and the same extra bytes for all. */
static void takes(void)
{
    static const size_t asked[] = {1, AW_STACK_LEAST, 0, AW_STACK_DEFAULT,
                                   300000};
    static const size_t got[] = {AW_STACK_LEAST, AW_STACK_LEAST,
                                 AW_STACK_DEFAULT, AW_STACK_DEFAULT, 300000};
    uint64_t i = graded_random(5);
    struct aw_stack stack = {0};
    char *extra = aw_stack_new(&w.loop, asked[i], 200, &stack);
    bool right = extra == end_of(stack) && (uintptr_t)extra % 64 == 0 &&
                 stack.size >= got[i] && stack.size <= got[i] + 16384 &&
                 !readable((char *)stack.base - 1);

    memset(stack.base, 1, stack.size);
    say("%zu:%d%s", asked[i], number_of(stack), right ? "" : "-not-as-asked");
    held[nheld++] = stack;
}

static void puts_back(uint64_t i)
{
    say("-%d", number_of(held[i]));
    put(held[i]);
    held[i] = held[--nheld];
}

GRADED(stack, drawn_stacks_are_handed_out_as_in_the_reference,
       "Of the stacks of one size, the one that was freed last is handed out "
       "first")
{
    size_t keep;

    world_open();
    for (int i = 0; i < 150; i++) {
        if (graded_random(10) == 0) {
            keep = graded_random(4);
            say("keep%zu:%zu", keep, aw_stack_trim(&w.loop, keep));
        } else if (nheld < HELD && (nheld == 0 || graded_random(2))) {
            takes();
        } else {
            puts_back(graded_random(nheld));
        }
        say("%zu", w.loop.live[AW_STACKS]);
    }
    while (nheld)
        puts_back(0);
    EXPECT_AS_REFERENCE("took stacks (16384:3, number 3), put them back (-3) "
                        "and trimmed (keep2:1, one gave its memory)");
    world_close();
}
