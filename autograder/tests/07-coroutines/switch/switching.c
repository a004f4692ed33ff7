/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <execinfo.h>

static struct own second;

static bool on(const struct own *own, const volatile void *p)
{
    const volatile char *c = p;

    return c >= own->byte && c < own->byte + sizeof(own->byte);
}

/* ---- There and back -----------------------------------------------------*/

static void *given;

static void take_argument(void *arg)
{
    given = arg;
    go_back();
}

GRADED(switch, the_entry_is_called_with_its_argument,
       "the first switch to it calls entry(arg) on the stack that grows down "
       "from `top`")
{
    int thing;

    aw_ctx_init(&there, top_of(&stack), take_argument, &thing);
    EXPECT_PTR(given, NULL, "made a context, and did not switch");
    hop(&here, &there);
    EXPECT_PTR(given, &thing, "switched to it");
}

static void where_am_i(void *arg)
{
    volatile int local = 0;

    *(void **)arg = __builtin_frame_address(0);
    local++;
    go_back();
}

GRADED(switch, the_entry_runs_on_its_stack,
       "the first switch to it calls entry(arg) on the stack that grows down "
       "from `top`")
{
    void *there_it_was = NULL;
    intptr_t below;

    visit(where_am_i, &there_it_was);
    below = (intptr_t)top_of(&stack) - (intptr_t)there_it_was;
    EXPECT_AT_LEAST(below, 1, "looked how far below its top the entry runs");
    EXPECT_AT_MOST(below, OWN, "looked how far below its top the entry runs");
    EXPECT(!on(&stack, __builtin_frame_address(0)), "came back");
}

GRADED(switch, each_goes_on_where_it_left,
       "Save where this thread is in `from`, and go on where `to` was saved.")
{
    visit(say_steps, NULL);
    say("h1");
    hop(&here, &there);
    say("h2");
    hop(&here, &there);
    EXPECT_SAID("t1 h1 t2 h2 t3", "went there and back three times");
}

static void deep(int depth)
{
    volatile int mine = depth;

    if (depth > 0)
        deep(depth - 1);
    else
        go_back();
    EXPECT_INT(mine, depth, "came back from %d calls deep", depth);
}

static void go_deep(void *arg)
{
    (void)arg;
    deep(20);
    say("up");
    go_back();
}

GRADED(switch, it_leaves_from_the_depth_of_calls,
       "It returns when somebody switches to `from`")
{
    visit(go_deep, NULL);
    EXPECT_SAID("", "it left from 20 calls deep");
    hop(&here, &there);
    EXPECT_SAID("up", "it went on there");
}

GRADED(switch, a_switch_to_itself_returns,
       "`from` may be `to`: then it returns at once")
{
    volatile int local = 7;

    aw_switch(&here, &here);
    EXPECT_INT(local, 7, "switched from a context to itself");
}

static struct aw_ctx third;

static void to_third(void *arg)
{
    (void)arg;
    for (;;) {
        say("b");
        hop(&there, &third);
    }
}

static void to_here(void *arg)
{
    (void)arg;
    for (;;) {
        say("c");
        hop(&third, &here);
    }
}

GRADED(switch, three_go_in_a_ring,
       "Save where this thread is in `from`, and go on where `to` was saved.")
{
    aw_ctx_init(&there, top_of(&stack), to_third, NULL);
    aw_ctx_init(&third, top_of(&second), to_here, NULL);
    for (int i = 0; i < 3; i++) {
        say("a");
        hop(&here, &there);
    }
    EXPECT_SAID("a b c a b c a b c", "three contexts, in a ring");
}

static void only_back(void *arg)
{
    (void)arg;
    for (;;)
        go_back();
}

GRADED(switch, a_thousand_switches_leave_the_stack_where_it_was,
       "Save where this thread is in `from`, and go on where `to` was saved.")
{
    void *mine, *its;

    visit(only_back, NULL);
    hop(&here, &there);
    mine = here.sp;
    its = there.sp;
    for (int i = 0; i < 1000; i++)
        hop(&here, &there);
    EXPECT_INT((char *)here.sp - (char *)mine, 0, "switched a thousand times");
    EXPECT_PTR(there.sp, its, "switched a thousand times");
}

/* ---- The first frame ----------------------------------------------------*/

static void __attribute__((noinline)) look_at_frame(void *arg)
{
    void **frame = __builtin_frame_address(0);

    /* K6: with -fno-omit-frame-pointer the frame begins aligned. */
    ((uintptr_t *)arg)[0] = (uintptr_t)frame % 16;
    ((uintptr_t *)arg)[1] = (uintptr_t)frame[0];
    ((uintptr_t *)arg)[2] = (uintptr_t)__builtin_return_address(0);
    go_back();
}

GRADED(switch, the_entry_is_aligned_whatever_the_top,
       "At the call the stack is aligned as the ABI wants it, as for any "
       "function.")
{
    uintptr_t seen[3];

    for (int odd = 0; odd < 32; odd++) {
        char *top = (char *)top_of(&stack) - odd;

        memset(seen, 0xab, sizeof(seen));
        aw_ctx_init(&there, top, look_at_frame, seen);
        hop(&here, &there);
        EXPECT_INT(seen[0], 0, "its top is %d bytes below a multiple of 64",
                   odd);
    }
}

GRADED(switch, nothing_is_above_the_entry,
       "the frame pointer that it finds is 0 and so is its return address")
{
    uintptr_t seen[3] = {1, 1, 1};
    void *frame_pointer, *return_address;

    memset(&stack, 0x5a, sizeof(stack)); /* of somebody who has used it */
    visit(look_at_frame, seen);
    frame_pointer = (void *)seen[1];
    return_address = (void *)seen[2];
    EXPECT_PTR(frame_pointer, NULL,
               "switched to a new context: the register when `entry` begins");
    EXPECT_PTR(return_address, NULL, "switched to a new context");
}

static void __attribute__((noinline)) trace_back(void *arg)
{
    void *frame[30];

    *(int *)arg = backtrace(frame, 30);
    go_back();
}

GRADED(switch, a_backtrace_ends_at_the_entry,
       "so that every backtrace ends there")
{
    int frames = -1;

    /* K7 */
    visit(trace_back, &frames);
    EXPECT_AT_LEAST(frames, 1, "took a backtrace in the entry");
    EXPECT_AT_MOST(frames, 2, "took a backtrace in the entry");
}

GRADED(switch, above_the_top_nothing_is_written,
       "the first byte behind the stack")
{
    int changed = 0;

    for (int odd = 0; odd < 32; odd++) {
        char *top = (char *)top_of(&stack) - 64 + odd;

        memset(&stack, 0x5a, sizeof(stack));
        aw_ctx_init(&there, top, only_back, NULL);
        hop(&here, &there);
        for (char *p = top; p < (char *)top_of(&stack); p++)
            changed += *p != 0x5a;
    }
    EXPECT_INT(changed, 0,
               "ran below 32 addresses, one after another; bytes "
               "that were written above");
}

GRADED(switch, a_new_context_takes_little,
       "No more than 128 bytes below `top` are used for that.")
{
    char *top = (char *)top_of(&stack) - 64;
    int changed = 0;

    memset(&stack, 0x5a, sizeof(stack));
    aw_ctx_init(&there, top, only_back, NULL);
    for (char *p = stack.byte; p < top - 128; p++)
        changed += *p != 0x5a;
    EXPECT_INT(changed, 0, "looked at what lies further below: bytes written");
    for (char *p = top; p < (char *)top_of(&stack); p++)
        changed += *p != 0x5a;
    EXPECT_INT(changed, 0, "looked at what lies above: bytes written");
    EXPECT(on(&stack, there.sp), "looked where its stack ends");
}
