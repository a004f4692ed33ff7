/* SPDX-License-Identifier: MIT */
#include "fixture.h"

enum { CONTEXTS = 5, HOPS = 120 }; /* context 0 is the test's own */

static struct aw_ctx drawn_ctx[CONTEXTS];
static struct own drawn_stack[CONTEXTS];
static uint64_t in[CONTEXTS][REGISTERS], out[CONTEXTS][REGISTERS];
static int hops;

/* Go to whoever is drawn, with values of its own in all registers.  When all
 * hops are made, the way leads home. */
static void hops_on(int me)
{
    int to = hops++ < HOPS ? (int)graded_random(CONTEXTS) : 0;

    for (int i = 0; i < REGISTERS; i++)
        in[me][i] = graded_random(UINT64_MAX);
    say("%d>%d", me, to);
    registers(&drawn_ctx[me], &drawn_ctx[to], in[me], out[me]);
    for (int i = 0; i < REGISTERS; i++)
        if (out[me][i] != in[me][i])
            say("lost-%s", name_of[i]);
}

/* Some are several calls deep when they leave, and come back through them. */
static int hops_deep(int me, int depth)
{
    volatile int kept = me * 100 + depth;

    hops_on(me);
    if (depth > 0)
        hops_deep(me, depth - 1);
    hops_on(me);
    return kept;
}

static void hops_for_ever(void *arg)
{
    int me = (int)(intptr_t)arg;

    say("begun%d", me);
    for (;;)
        say("%d:%d", me, hops_deep(me, (int)graded_random(3)));
}

GRADED(switch, drawn_contexts_go_on_as_in_the_reference,
       "Save where this thread is in `from`, and go on where `to` was saved.")
{
    for (int i = 1; i < CONTEXTS; i++)
        aw_ctx_init(&drawn_ctx[i],
                    (char *)top_of(&drawn_stack[i]) - graded_random(64),
                    hops_for_ever, (void *)(intptr_t)i);
    while (hops < HOPS)
        hops_on(0);
    EXPECT_AS_REFERENCE("five contexts switch to each other (1>2), with drawn "
                        "values in the registers");
}
