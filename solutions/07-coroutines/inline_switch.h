/* SPDX-License-Identifier: MIT */
/* inline_switch.h: for programs that are shipped.
 *
 * The switch of exercise 7.9, for coroutines and tasks.  Built with
 *
 *      -O3 -flto -fno-gcse
 *      -DAW_SWITCH_HEADER='"solutions/07-coroutines/inline_switch.h"'
 *
 * the compiler puts it, and aw_yield around it, into the body of the task that
 * waits.  No return is left then that the processor could guess wrong, and
 * nothing is saved but what is needed there.  docs/design.md has what that is
 * worth.
 *
 * It works on the contexts of aw/switch.h: what was left by one of the two
 * switches can be entered by the other. */
#ifndef AW_INLINE_SWITCH_H
#define AW_INLINE_SWITCH_H

#include "aw/switch.h"

#define AW__SWITCH_INLINE static inline __attribute__((always_inline))

#if !defined(AW_UCONTEXT) && defined(__x86_64__)

AW__SWITCH_INLINE void aw__switch(struct aw_ctx *from, struct aw_ctx *to)
{
    /* Below the stack pointer lies the red zone: 128 bytes that a function may
     * use without moving it.  rbp cannot be listed where it is the frame
     * pointer, so it is saved. */
    __asm__ volatile("lea -128(%%rsp), %%rsp\n\t"
                     "push %%rbp\n\t"
                     "lea 1f(%%rip), %%rax\n\t"
                     "push %%rax\n\t"
                     "mov %%rsp, (%0)\n\t"
                     "mov (%1), %%rsp\n\t"
                     "jmp *(%%rsp)\n"
                     "1:\tpop %%rax\n\t"
                     "pop %%rbp\n\t"
                     "lea 128(%%rsp), %%rsp\n\t"
                     : "+D"(from), "+S"(to)
                     :
                     : "rax", "rbx", "rcx", "rdx", "r8", "r9", "r10", "r11",
                       "r12", "r13", "r14", "r15", "xmm0", "xmm1", "xmm2",
                       "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9",
                       "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15",
                       "memory", "cc");
}

#elif !defined(AW_UCONTEXT) && defined(__aarch64__)

AW__SWITCH_INLINE void aw__switch(struct aw_ctx *from, struct aw_ctx *to)
{
    register struct aw_ctx *a __asm__("x0") = from;
    register struct aw_ctx *b __asm__("x1") = to;

    /* No red zone here; x29 is the frame pointer. */
    __asm__ volatile(
        "sub sp, sp, #32\n\t"
        "str x29, [sp, #16]\n\t"
        "adr x9, 1f\n\t"
        "str x9, [sp]\n\t"
        "mov x9, sp\n\t"
        "str x9, [x0]\n\t"
        "ldr x9, [x1]\n\t"
        "mov sp, x9\n\t"
        "ldr x10, [sp]\n\t"
        "br x10\n"
        "1:\tldr x29, [sp, #16]\n\t"
        "add sp, sp, #32\n\t"
        : "+r"(a), "+r"(b)
        :
        : "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12",
          "x13", "x14", "x15", "x16", "x17", "x19", "x20", "x21", "x22", "x23",
          "x24", "x25", "x26", "x27", "x28", "x30", "v0", "v1", "v2", "v3",
          "v4", "v5", "v6", "v7", "v8", "v9", "v10", "v11", "v12", "v13", "v14",
          "v15", "v16", "v17", "v18", "v19", "v20", "v21", "v22", "v23", "v24",
          "v25", "v26", "v27", "v28", "v29", "v30", "v31", "memory", "cc");
}

#else

AW__SWITCH_INLINE void aw__switch(struct aw_ctx *from, struct aw_ctx *to)
{
    aw_switch(from, to);
}

#endif

#endif
