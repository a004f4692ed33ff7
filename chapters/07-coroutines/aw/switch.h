/* SPDX-License-Identifier: MIT */
/* aw/switch.h: leave one stack, and go on on another.
 *
 * A thread is a set of registers and a stack.  A context is a thread that
 * stands still: its registers lie on its stack, and all that is left to
 * remember is where that stack ends.  To switch is to save one context and
 * to restore another:
 *
 *      from                                          to
 *      |  frames        |                            |  frames        |
 *      |  saved regs    |                            |  saved regs    |
 *      |  resume at ----|--> from->sp    to->sp ---> |  resume at ----|--> jump
 *
 * One word is agreed between all who switch: `*(void **)sp` is the address at
 * which the context goes on, and the jump to it is made with the stack pointer
 * at `sp`.  What lies above that word is the saver's own affair: whoever saved
 * it restores it.  So switches of different make can be mixed.
 *
 * On machines other than x86-64 and AArch64 chapters/07-coroutines/ucontext.c
 * stands in, and that word means nothing.
 *
 * Source: System V ABI for AMD64, section 3.2; AAPCS64, section 6. */
#ifndef AW_SWITCH_H
#define AW_SWITCH_H

#include "aw/base.h"

/* A context that stands still.
 *
 * Owns:  the caller's memory; it must stay until somebody has switched to
 *        it. */
struct aw_ctx {
    void *sp; /* where its stack ends; meaningless while it runs */
};

/* Make `ctx` a context that has not begun: the first switch to it calls
 * entry(arg) on the stack that grows down from `top`.
 *
 * top  the first byte behind the stack; it need not be aligned
 *
 * At the call the stack is aligned as the ABI wants it, as for any function.
 * There is nothing above the entry: the frame pointer that it finds is 0 and
 * so is its return address, so that every backtrace ends there.  No more than
 * 128 bytes below `top` are used for that.  `entry` must not return. */
void aw_ctx_init(struct aw_ctx *ctx, void *top, void (*entry)(void *arg),
                 void *arg);

/* Save where this thread is in `from`, and go on where `to` was saved.
 *
 * It returns when somebody switches to `from`, and all registers that a call
 * has to preserve have their values again.  `from` may be `to`: then it
 * returns at once.
 *
 * Whether floating point is rounded up or down, and what it traps, belongs to
 * the thread: these control words are neither saved nor restored, and neither
 * is the signal mask.  No system call is made.
 *
 * Switching to a context that was not saved, or to one twice, is misuse that
 * is not found out. */
void aw_switch(struct aw_ctx *from, struct aw_ctx *to);

/* ---- Given code ---------------------------------------------------------*/

/* The same two with the C library's makecontext and swapcontext, for machines
 * whose registers nobody has written down here. */
void aw__ucontext_init(struct aw_ctx *ctx, void *top, void (*entry)(void *arg),
                       void *arg);
void aw__ucontext_switch(struct aw_ctx *from, struct aw_ctx *to);

#endif
