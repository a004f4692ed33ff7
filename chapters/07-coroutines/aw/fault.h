/* SPDX-License-Identifier: MIT */
/* aw/fault.h: say which coroutine has overflowed its stack.
 *
 * A stack that overflows runs into its guard, and the kernel sends SIGSEGV.
 * The handler needs a stack to run on, and there is none left: so it gets one
 * of its own.  It says one line, and lets the program die as it would have.
 *
 *      aw: stack overflow: coroutine 'parser' has used up its 66 KiB
 *
 * The handler is the process's, its stack is the thread's. */
#ifndef AW_FAULT_H
#define AW_FAULT_H

#include <signal.h>

#include "aw/base.h"

enum { AW_FAULT_STACK = 32 * 1024 };

/* The caller's memory, from aw_fault_start to aw_fault_stop. */
struct aw_fault {
    stack_t before; /* the thread's alternate stack until then */
    _Alignas(64) char stack[AW_FAULT_STACK];
    uintptr_t spare[2]; /* yours, if you need room; otherwise leave it */
};

/* From now on, report stack overflows of coroutines of this thread.
 *
 * The handler for SIGSEGV is installed by the first who starts, and removed by
 * the last who stops; then the one before is in its place again.  This
 * thread's alternate signal stack is `fault->stack`, until aw_fault_stop.
 *
 * A fault is a stack overflow when its address lies in the guard of the
 * coroutine that runs, aw_here()->coro.  Then one line is written to stderr,
 *
 *      aw: stack overflow: coroutine 'NAME' has used up its N KiB
 *
 * with `?` for a name that is NULL, and the stack's size in whole KiB; and the
 * program is ended by SIGSEGV.  No more than the first 60 bytes of a name are
 * written.  Any other fault is none of our business: it goes to the handler
 * that was there before, or ends the program, and nothing is written.
 *
 * Returns 0 or a negative error code; then nothing has changed.
 *
 * Threads:  any; two threads must not start or stop at the same time. */
int aw_fault_start(struct aw_fault *fault);

/* Report no longer.  Call it on the thread that started. */
void aw_fault_stop(struct aw_fault *fault);

#endif
