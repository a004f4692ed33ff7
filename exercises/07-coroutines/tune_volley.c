/* SPDX-License-Identifier: MIT */
/* It is right.  Make it fast. */
#include "tune_volley.h"

#if defined(__x86_64__)
__asm__(".text\n"
        ".type slow_swap, @function\n"
        "slow_swap:\n"
        "    push %rbp\n"
        "    push %rbx\n"
        "    push %r12\n"
        "    push %r13\n"
        "    push %r14\n"
        "    push %r15\n"
        "    sub $8, %rsp\n"
        "    stmxcsr (%rsp)\n"
        "    fnstcw 4(%rsp)\n"
        "    lea 1f(%rip), %rax\n"
        "    push %rax\n"
        "    mov %rsp, (%rdi)\n"
        "    mov (%rsi), %rsp\n"
        "    push (%rsp)\n"
        "    ret\n"
        "1:  add $8, %rsp\n"
        "    ldmxcsr (%rsp)\n"
        "    fldcw 4(%rsp)\n"
        "    add $8, %rsp\n"
        "    pop %r15\n"
        "    pop %r14\n"
        "    pop %r13\n"
        "    pop %r12\n"
        "    pop %rbx\n"
        "    pop %rbp\n"
        "    ret\n"
        ".size slow_swap, . - slow_swap\n");

void swap(struct aw_ctx *from, struct aw_ctx *to) __asm__("slow_swap")
    __attribute__((visibility("hidden")));
#else
static void swap(struct aw_ctx *from, struct aw_ctx *to)
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
