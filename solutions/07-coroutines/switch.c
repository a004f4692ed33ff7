/* SPDX-License-Identifier: MIT */
/* The switch: the one thing here that C cannot say.
 *
 * A function of C promises its caller six registers (twelve and eight halves
 * on AArch64) and the stack pointer.  Whoever called aw_switch expects no
 * more, so no more is saved: the caller has put away the rest already, as
 * before any call. [callee-saved]
 *
 *      sp -> | resume at | r15 r14 r13 r12 rbx rbp | return address | frames
 *
 * The hard thing is how to leave.  `ret` goes where it should, and takes three
 * times as long: the processor keeps a list of return addresses of its own,
 * and this one is not on it.  A jump is not looked up there. [return-list]
 *
 * Design: written as assembly of the file, not of a function.  The compiler
 * must not touch the stack around it, and gcc has no naked functions for
 * AArch64. */
#include "aw/switch.h"

#include <string.h>

#if !defined(AW_UCONTEXT) && defined(__x86_64__)

__asm__(".text\n"
        ".globl aw_switch\n"
        ".type aw_switch, @function\n"
        "aw_switch:\n"
        "    .cfi_startproc\n"
        "    push %rbp\n"
        "    push %rbx\n"
        "    push %r12\n"
        "    push %r13\n"
        "    push %r14\n"
        "    push %r15\n"
        "    lea 1f(%rip), %rax\n"
        "    push %rax\n"
        "    mov %rsp, (%rdi)\n"
        "    mov (%rsi), %rsp\n"
        "    jmp *(%rsp)\n"
        /* For debuggers: where a parked context has put its registers. */
        "    .cfi_def_cfa_offset 64\n"
        "    .cfi_offset %rbp, -16\n"
        "    .cfi_offset %rbx, -24\n"
        "    .cfi_offset %r12, -32\n"
        "    .cfi_offset %r13, -40\n"
        "    .cfi_offset %r14, -48\n"
        "    .cfi_offset %r15, -56\n"
        "1:  add $8, %rsp\n"
        "    pop %r15\n"
        "    pop %r14\n"
        "    pop %r13\n"
        "    pop %r12\n"
        "    pop %rbx\n"
        "    pop %rbp\n"
        /* [return-list] Wrong turn: `ret`.  It is right, and slow; the timing
         * of `switch` shows it. */
        "    pop %rcx\n"
        "    jmp *%rcx\n"
        "    .cfi_endproc\n"
        ".size aw_switch, . - aw_switch\n");

/* The first words of a new context: this address, the argument, the entry. */
__asm__(".type ctx_begin, @function\n"
        "ctx_begin:\n"
        "    mov 8(%rsp), %rdi\n"
        "    mov 16(%rsp), %rax\n"
        "    add $40, %rsp\n"
        "    xor %ebp, %ebp\n"
        "    jmp *%rax\n"
        ".size ctx_begin, . - ctx_begin\n");

#elif !defined(AW_UCONTEXT) && defined(__aarch64__)

__asm__(".text\n"
        ".globl aw_switch\n"
        ".type aw_switch, %function\n"
        "aw_switch:\n"
        "    .cfi_startproc\n"
        "    sub sp, sp, #176\n"
        "    .cfi_def_cfa_offset 176\n"
        "    stp x29, x30, [sp, #16]\n"
        "    .cfi_offset x29, -160\n"
        "    .cfi_offset x30, -152\n"
        "    stp x19, x20, [sp, #32]\n"
        "    stp x21, x22, [sp, #48]\n"
        "    stp x23, x24, [sp, #64]\n"
        "    stp x25, x26, [sp, #80]\n"
        "    stp x27, x28, [sp, #96]\n"
        /* Only the lower halves of v8 to v15 belong to the caller. */
        "    stp d8, d9, [sp, #112]\n"
        "    stp d10, d11, [sp, #128]\n"
        "    stp d12, d13, [sp, #144]\n"
        "    stp d14, d15, [sp, #160]\n"
        "    adr x9, 1f\n"
        "    str x9, [sp]\n"
        "    mov x9, sp\n"
        "    str x9, [x0]\n"
        "    ldr x9, [x1]\n"
        "    mov sp, x9\n"
        "    ldr x10, [sp]\n"
        "    br x10\n"
        "1:  ldp d14, d15, [sp, #160]\n"
        "    ldp d12, d13, [sp, #144]\n"
        "    ldp d10, d11, [sp, #128]\n"
        "    ldp d8, d9, [sp, #112]\n"
        "    ldp x27, x28, [sp, #96]\n"
        "    ldp x25, x26, [sp, #80]\n"
        "    ldp x23, x24, [sp, #64]\n"
        "    ldp x21, x22, [sp, #48]\n"
        "    ldp x19, x20, [sp, #32]\n"
        "    ldp x29, x30, [sp, #16]\n"
        "    add sp, sp, #176\n"
        "    br x30\n"
        "    .cfi_endproc\n"
        ".size aw_switch, . - aw_switch\n");

__asm__(".type ctx_begin, %function\n"
        "ctx_begin:\n"
        "    ldr x0, [sp, #8]\n"
        "    ldr x9, [sp, #16]\n"
        "    add sp, sp, #48\n"
        "    mov x29, xzr\n"
        "    mov x30, xzr\n"
        "    br x9\n"
        ".size ctx_begin, . - ctx_begin\n");

#else
#    define BY_LIBRARY

void aw_switch(struct aw_ctx *from, struct aw_ctx *to)
{
    aw__ucontext_switch(from, to);
}

void aw_ctx_init(struct aw_ctx *ctx, void *top, void (*entry)(void *arg),
                 void *arg)
{
    aw__ucontext_init(ctx, top, entry, arg);
}

#endif
#ifndef BY_LIBRARY

extern const char begin[] __asm__("ctx_begin")
    __attribute__((visibility("hidden")));

void aw_ctx_init(struct aw_ctx *ctx, void *top, void (*entry)(void *arg),
                 void *arg)
{
    /* [first-frame] The words that a call would have left: its return address
     * is 0, where every backtrace ends.
     * Invariant: ctx_begin leaves the stack pointer at 16 n + 8, as a call
     * does, which pushes 8 bytes on an aligned stack.  On AArch64 it leaves
     * 16 n, for a call pushes nothing there. */
    uintptr_t *word = (uintptr_t *)((uintptr_t)top & ~(uintptr_t)15) - 6;

    memset(word, 0, 6 * sizeof(*word));
    word[0] = (uintptr_t)begin;
    word[1] = (uintptr_t)arg;
    word[2] = (uintptr_t)entry;
    ctx->sp = word;
}

#endif
