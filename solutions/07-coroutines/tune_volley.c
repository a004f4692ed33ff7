/* SPDX-License-Identifier: MIT */
/* A switch without a call.
 *
 * The stub's switch is a function, so it must save what a function promises:
 * it cannot know what its caller still needs.  The compiler knows.  Told that
 * the switch destroys every register, it saves those that it uses there, at
 * this very place, and here that is hardly any.  And with no call there is no
 * return that the processor could guess wrong. [inlined]
 *
 * The hard thing is to tell the compiler the whole truth, for it believes it.
 * What is not in the list of the destroyed is taken for unchanged. */
#include "tune_volley.h"

#if !defined(AW_UCONTEXT) && defined(__x86_64__)

static inline void swap(struct aw_ctx *from, struct aw_ctx *to)
{
    /* Below the stack pointer lie 128 bytes that a function may use without
     * moving it: the red zone.  What is pushed here would land in it.
     * rbp cannot be listed where it is the frame pointer, so it is saved. */
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

static inline void swap(struct aw_ctx *from, struct aw_ctx *to)
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

static inline void swap(struct aw_ctx *from, struct aw_ctx *to)
{
    aw_switch(from, to);
}

#endif

/* The far side: strike, and give the ball back, for ever. */
static void far_side(void *arg)
{
    struct tune_volley *volley = arg;

    for (;;) {
        volley->ball = volley->far_stroke(volley->ball);
        swap(&volley->far, &volley->near);
    }
}

void tune_volley_init(struct tune_volley *volley, void *top, tune_stroke near,
                      tune_stroke far)
{
    *volley = (struct tune_volley){.near_stroke = near, .far_stroke = far};
    aw_ctx_init(&volley->far, top, far_side, volley);
}

uint64_t tune_volley_play(struct tune_volley *volley, uint64_t ball,
                          unsigned rounds)
{
    volley->ball = ball;
    for (unsigned i = 0; i < rounds; i++) {
        volley->ball = volley->near_stroke(volley->ball);
        swap(&volley->near, &volley->far);
    }
    return volley->ball;
}
