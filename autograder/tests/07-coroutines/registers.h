/* SPDX-License-Identifier: MIT */
/* registers.h: a switch that knows what was in the registers.
 *
 * registers(from, to, in, out) loads the registers that a call preserves from
 * `in`, calls aw_switch, and stores what they hold then to `out`.  Its own
 * caller gets all of them back as they were, whatever aw_switch has done to
 * them.  So a test that calls it does not fall over a register that is lost,
 * and says what it has to say. */
#ifndef TEST_REGISTERS_H
#define TEST_REGISTERS_H

#include "aw/switch.h"

#if defined(__x86_64__)
enum { REGISTERS = 6 };
static const char *const name_of[REGISTERS] = {"rbx", "rbp", "r12",
                                               "r13", "r14", "r15"};
__asm__(".text\n"
        ".type test_registers, @function\n"
        "test_registers:\n"
        "    push %rbx\n    push %rbp\n    push %r12\n"
        "    push %r13\n    push %r14\n    push %r15\n"
        "    push %rcx\n"
        "    mov (%rdx), %rbx\n    mov 8(%rdx), %rbp\n"
        "    mov 16(%rdx), %r12\n    mov 24(%rdx), %r13\n"
        "    mov 32(%rdx), %r14\n    mov 40(%rdx), %r15\n"
        "    call aw_switch\n"
        "    pop %rcx\n"
        "    mov %rbx, (%rcx)\n    mov %rbp, 8(%rcx)\n"
        "    mov %r12, 16(%rcx)\n    mov %r13, 24(%rcx)\n"
        "    mov %r14, 32(%rcx)\n    mov %r15, 40(%rcx)\n"
        "    pop %r15\n    pop %r14\n    pop %r13\n"
        "    pop %r12\n    pop %rbp\n    pop %rbx\n"
        "    ret\n"
        ".size test_registers, . - test_registers\n");
#elif defined(__aarch64__)
enum { REGISTERS = 19 };
static const char *const name_of[REGISTERS] = {
    "x19", "x20", "x21", "x22", "x23", "x24", "x25", "x26", "x27", "x28",
    "x29", "d8",  "d9",  "d10", "d11", "d12", "d13", "d14", "d15"};
__asm__(".text\n"
        ".type test_registers, %function\n"
        "test_registers:\n"
        "    sub sp, sp, #176\n"
        "    stp x29, x30, [sp]\n    stp x19, x20, [sp, #16]\n"
        "    stp x21, x22, [sp, #32]\n    stp x23, x24, [sp, #48]\n"
        "    stp x25, x26, [sp, #64]\n    stp x27, x28, [sp, #80]\n"
        "    stp d8, d9, [sp, #96]\n    stp d10, d11, [sp, #112]\n"
        "    stp d12, d13, [sp, #128]\n    stp d14, d15, [sp, #144]\n"
        "    str x3, [sp, #160]\n"
        "    ldp x19, x20, [x2]\n    ldp x21, x22, [x2, #16]\n"
        "    ldp x23, x24, [x2, #32]\n    ldp x25, x26, [x2, #48]\n"
        "    ldp x27, x28, [x2, #64]\n    ldr x29, [x2, #80]\n"
        "    ldp d8, d9, [x2, #88]\n    ldp d10, d11, [x2, #104]\n"
        "    ldp d12, d13, [x2, #120]\n    ldp d14, d15, [x2, #136]\n"
        "    bl aw_switch\n"
        "    ldr x3, [sp, #160]\n"
        "    stp x19, x20, [x3]\n    stp x21, x22, [x3, #16]\n"
        "    stp x23, x24, [x3, #32]\n    stp x25, x26, [x3, #48]\n"
        "    stp x27, x28, [x3, #64]\n    str x29, [x3, #80]\n"
        "    stp d8, d9, [x3, #88]\n    stp d10, d11, [x3, #104]\n"
        "    stp d12, d13, [x3, #120]\n    stp d14, d15, [x3, #136]\n"
        "    ldp d14, d15, [sp, #144]\n    ldp d12, d13, [sp, #128]\n"
        "    ldp d10, d11, [sp, #112]\n    ldp d8, d9, [sp, #96]\n"
        "    ldp x27, x28, [sp, #80]\n    ldp x25, x26, [sp, #64]\n"
        "    ldp x23, x24, [sp, #48]\n    ldp x21, x22, [sp, #32]\n"
        "    ldp x19, x20, [sp, #16]\n    ldp x29, x30, [sp]\n"
        "    add sp, sp, #176\n"
        "    ret\n"
        ".size test_registers, . - test_registers\n");
#else
enum { REGISTERS = 1 };
static const char *const name_of[REGISTERS] = {"none"};
__asm__(".set test_registers, test_no_registers\n");
void test_no_registers(struct aw_ctx *from, struct aw_ctx *to, uint64_t *in,
                       uint64_t *out)
{
    aw_switch(from, to);
    out[0] = in[0];
}
#endif
void registers(struct aw_ctx *from, struct aw_ctx *to, const uint64_t *in,
               uint64_t *out) __asm__("test_registers");

/* aw_switch, for tests that are about something else than registers.  All have
 * some value meanwhile, and none of them 0: a new context must not find its
 * zeroes by chance.  Static: a frame that is left for good would keep what the
 * sanitizer puts round an array on a stack. */
static inline void hop(struct aw_ctx *from, struct aw_ctx *to)
{
    static uint64_t any[REGISTERS];

    for (int i = 0; i < REGISTERS; i++)
        any[i] = 0x5a5a5a5a;
    registers(from, to, any, any);
}

#endif
