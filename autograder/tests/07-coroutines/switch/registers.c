/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <signal.h>

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
        EXPECT_INT(out[0][i], in[0][i],
                   "looked at register %s behind the switch", name_of[i]);
}

GRADED(switch, the_other_side_keeps_its_registers_as_well,
       "all registers that a call has to preserve have their values again")
{
    draw_registers();
    aw_ctx_init(&there, top_of(&stack), keep_registers, NULL);
    registers(&here, &there, in[0], out[0]);
    registers(&here, &there, in[0], out[0]);
    for (int i = 0; i < REGISTERS; i++)
        EXPECT_INT(out[1][i], in[1][i],
                   "looked at register %s on the other side", name_of[i]);
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

/* ---- Switches of different make -----------------------------------------*/

/* Another switch, which saves nothing but what it needs itself. */
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
