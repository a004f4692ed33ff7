/* SPDX-License-Identifier: MIT */
/* The switch, seen from both of its sides. */
#include <execinfo.h>
#include <signal.h>

#include "aw/switch.h"
#include "fixture.h"
#include "registers.h"

static struct aw_ctx here, there;
static struct own stack, second;

static void *top_of(struct own *own)
{
    return own->byte + sizeof(own->byte);
}

static bool on(const struct own *own, const volatile void *p)
{
    const volatile char *c = p;

    return c >= own->byte && c < own->byte + sizeof(own->byte);
}

/* Run `entry` once, on `stack`, until it goes back. */
static void visit(void (*entry)(void *arg), void *arg)
{
    aw_ctx_init(&there, top_of(&stack), entry, arg);
    hop(&here, &there);
}

static void go_back(void)
{
    hop(&there, &here);
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

    *(bool *)arg = on(&stack, __builtin_frame_address(0));
    local++;
    go_back();
}

GRADED(switch, the_entry_runs_on_its_stack,
       "the first switch to it calls entry(arg) on the stack that grows down "
       "from `top`")
{
    bool there_it_was = false;

    visit(where_am_i, &there_it_was);
    EXPECT(there_it_was, "looked where the entry runs");
    EXPECT(!on(&stack, __builtin_frame_address(0)), "came back");
}

static void say_steps(void *arg)
{
    (void)arg;
    for (int i = 1;; i++) {
        say("t%d", i);
        go_back();
    }
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
       "its frame pointer is 0 and so is its return address")
{
    uintptr_t seen[3] = {1, 1, 1};

    memset(&stack, 0x5a, sizeof(stack)); /* of somebody who has used it */
    visit(look_at_frame, seen);
    EXPECT_INT(seen[1], 0, "looked at the frame pointer above the entry's");
    EXPECT_INT(seen[2], 0, "looked at the entry's return address");
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
    EXPECT(frames >= 1, "took a backtrace in the entry");
    EXPECT_AT_MOST(frames, 2, "took a backtrace in the entry");
}

GRADED(switch, above_the_top_nothing_is_written,
       "the first switch to it calls entry(arg) on the stack that grows down "
       "from `top`")
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
    EXPECT_INT(changed, 0, "ran below 32 addresses, one after another");
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
    EXPECT_INT(changed, 0, "looked at what lies below");
    for (char *p = top; p < (char *)top_of(&stack); p++)
        changed += *p != 0x5a;
    EXPECT_INT(changed, 0, "looked at what lies above");
    EXPECT(on(&stack, there.sp), "looked where its stack ends");
}

/* ---- Registers ----------------------------------------------------------*/

static uint64_t in[2][REGISTERS], out[2][REGISTERS];

static void draw_registers(void)
{
    for (int i = 0; i < 2 * REGISTERS; i++) {
        in[i / REGISTERS][i % REGISTERS] = graded_random(UINT64_MAX);
        out[i / REGISTERS][i % REGISTERS] = 0;
    }
}

static void keep_registers(void *arg)
{
    (void)arg;
    for (;;)
        registers(&there, &here, in[1], out[1]);
}

GRADED(switch, every_preserved_register_has_its_value_again,
       "all registers that a call has to preserve have their values again")
{
    draw_registers();
    aw_ctx_init(&there, top_of(&stack), keep_registers, NULL);
    registers(&here, &there, in[0], out[0]);
    for (int i = 0; i < REGISTERS; i++)
        EXPECT(out[0][i] == in[0][i], "looked at register %s behind the switch",
               name_of[i]);
}

GRADED(switch, the_other_side_keeps_its_registers_as_well,
       "all registers that a call has to preserve have their values again")
{
    draw_registers();
    aw_ctx_init(&there, top_of(&stack), keep_registers, NULL);
    registers(&here, &there, in[0], out[0]);
    registers(&here, &there, in[0], out[0]);
    for (int i = 0; i < REGISTERS; i++)
        EXPECT(out[1][i] == in[1][i], "looked at register %s on the other side",
               name_of[i]);
}

/* Rounding, and what traps: mxcsr, or fpcr. */
static unsigned long control(void)
{
    unsigned long word = 0;

#if defined(__x86_64__)
    word = __builtin_ia32_stmxcsr();
#elif defined(__aarch64__)
    __asm__ volatile("mrs %0, fpcr" : "=r"(word));
#endif
    return word;
}

static void set_control(unsigned long word)
{
#if defined(__x86_64__)
    __builtin_ia32_ldmxcsr((unsigned)word);
#elif defined(__aarch64__)
    __asm__ volatile("msr fpcr, %0" : : "r"(word));
#endif
    (void)word;
}

static void round_differently(void *arg)
{
    set_control(*(unsigned long *)arg);
    go_back();
}

GRADED(switch, rounding_belongs_to_the_thread,
       "these control words are neither saved nor restored")
{
    unsigned long before = control(), other, after;

    /* K5: decided for speed. */
#if defined(__x86_64__)
    other = before | 0x6000;
#else
    other = before | 0xc00000;
#endif
    visit(round_differently, &other);
    after = control();
    set_control(before);
    EXPECT_INT(after & ~63UL, other & ~63UL,
               "the other side has changed how this thread rounds");
}

static void block_usr1(void *arg)
{
    sigset_t set;

    (void)arg;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    sigprocmask(SIG_BLOCK, &set, NULL);
    go_back();
}

GRADED(switch, the_signal_mask_belongs_to_the_thread,
       "and neither is the signal mask")
{
    sigset_t now;

    visit(block_usr1, NULL);
    sigprocmask(SIG_BLOCK, NULL, &now);
    EXPECT_INT(sigismember(&now, SIGUSR1), 1,
               "the other side has blocked a signal");
}

/* ---- Switches of different make -----------------------------------------
 *
 * Another switch, which saves nothing but what it needs itself. */

static void other_switch(struct aw_ctx *from, struct aw_ctx *to)
{
#if defined(__x86_64__)
    __asm__ volatile("lea -128(%%rsp), %%rsp\n"
                     "push %%rbp\n"
                     "lea 1f(%%rip), %%rax\n"
                     "push %%rax\n"
                     "mov %%rsp, (%0)\n"
                     "mov (%1), %%rsp\n"
                     "jmp *(%%rsp)\n"
                     "1: pop %%rax\n"
                     "pop %%rbp\n"
                     "lea 128(%%rsp), %%rsp\n"
                     : "+D"(from), "+S"(to)
                     :
                     : "rax", "rbx", "rcx", "rdx", "r8", "r9", "r10", "r11",
                       "r12", "r13", "r14", "r15", "memory", "cc");
#elif defined(__aarch64__)
    register struct aw_ctx *a __asm__("x0") = from;
    register struct aw_ctx *b __asm__("x1") = to;

    __asm__ volatile("sub sp, sp, #32\n"
                     "str x29, [sp, #16]\n"
                     "adr x9, 1f\n"
                     "str x9, [sp]\n"
                     "mov x9, sp\n"
                     "str x9, [x0]\n"
                     "ldr x9, [x1]\n"
                     "mov sp, x9\n"
                     "ldr x10, [sp]\n"
                     "br x10\n"
                     "1: ldr x29, [sp, #16]\n"
                     "add sp, sp, #32\n"
                     : "+r"(a), "+r"(b)
                     :
                     : "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9", "x10",
                       "x11", "x12", "x13", "x14", "x15", "x16", "x17", "x18",
                       "x19", "x20", "x21", "x22", "x23", "x24", "x25", "x26",
                       "x27", "x28", "x30", "d8", "d9", "d10", "d11", "d12",
                       "d13", "d14", "d15", "memory", "cc");
#else
    aw_switch(from, to);
#endif
}

static void answer_otherwise(void *arg)
{
    (void)arg;
    for (int i = 0;; i++) {
        say("t%d", i);
        other_switch(&there, &here);
    }
}

GRADED(switch, what_others_saved_can_be_resumed,
       "So switches of different make can be mixed.")
{
    visit(answer_otherwise, NULL);
    say("h");
    hop(&here, &there);
    say("h");
    hop(&here, &there);
    EXPECT_SAID("t0 h t1 h t2", "the other side uses a switch of its own");
}

GRADED(switch, others_can_resume_what_it_saved,
       "`*(void **)sp` is the address at which the context goes on")
{
    aw_ctx_init(&there, top_of(&stack), say_steps, NULL);
    for (int i = 0; i < 3; i++) {
        say("h");
        other_switch(&here, &there);
    }
    EXPECT_SAID("h t1 h t2 h t3", "this side uses a switch of its own");
}
