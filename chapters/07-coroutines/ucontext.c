/* SPDX-License-Identifier: MIT */
/* Given code: contexts of the C library, for machines whose registers nobody
 * has written down in switch.c, and for builds with -DAW_UCONTEXT.
 *
 * swapcontext keeps the signal mask as well, and asks the kernel for it: two
 * system calls for what is otherwise twenty instructions. */
#include <stdlib.h>
#include <ucontext.h>

#include "aw/switch.h"

/* A context that has not begun stands at the top of its own stack. */
struct first {
    ucontext_t at;
    void (*entry)(void *arg);
    void *arg;
};

/* makecontext passes ints, and a pointer is two of them. */
static void begin(unsigned high, unsigned low)
{
    struct first *first =
        (struct first *)((uintptr_t)high << 16 << 16 | (uintptr_t)low);

    first->entry(first->arg);
    abort();
}

void aw__ucontext_init(struct aw_ctx *ctx, void *top, void (*entry)(void *arg),
                       void *arg)
{
    enum { LEAST = 4096 }; /* makecontext only looks at where it ends */
    uintptr_t at = ((uintptr_t)top - sizeof(struct first)) & ~(uintptr_t)63;
    struct first *first = (struct first *)at;

    getcontext(&first->at);
    first->entry = entry;
    first->arg = arg;
    first->at.uc_link = NULL;
    first->at.uc_stack.ss_sp = (char *)at - LEAST;
    first->at.uc_stack.ss_size = LEAST;
    makecontext(&first->at, (void (*)(void))begin, 2,
                (unsigned)(at >> 16 >> 16), (unsigned)at);
    ctx->sp = first;
}

void aw__ucontext_switch(struct aw_ctx *from, struct aw_ctx *to)
{
    ucontext_t here;

    if (from == to)
        return;
    from->sp = &here;
    swapcontext(&here, to->sp);
}
