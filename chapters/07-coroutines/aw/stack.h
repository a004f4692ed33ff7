/* SPDX-License-Identifier: MIT */
/* aw/stack.h: stacks for coroutines, many of them, and cheap.
 *
 * A stack is mostly address space: what nobody has touched costs no memory.
 * One that is parked costs the page at its top, if all that is needed fits
 * into that page.  So a stack is handed out together with `extra` bytes above
 * it, for whoever owns it: one block, one page, no second allocation.
 *
 *      block                                              block + n
 *      |  guard  |  free ...   <-- grows down | extra | colour |
 *                ^ base            base + size ^
 *
 * The guard is never readable nor writable, so a stack that overflows stops
 * the program instead of writing into its neighbour.  The colour is a piece
 * that is left out, and of a different size in each of forty-four blocks:
 * parked stacks that all ended at the same place of a page would fight for the
 * same few lines of the cache.
 *
 *   Memory   stacks come from the kernel, the lists of them from loop->alloc.
 *   Threads  the loop's.
 *
 * A loop gives its stacks back when it is closed. */
#ifndef AW_STACK_H
#define AW_STACK_H

#include "aw/loop.h"

enum {
    AW_STACK_DEFAULT = 64 * 1024,
    AW_STACK_LEAST = 16 * 1024, /* a signal handler has to fit as well */
};

/* A stack: where it is.  Copied freely. */
struct aw_stack {
    void *base;   /* its lowest byte */
    size_t size;  /* usable bytes, from there upwards */
    size_t guard; /* bytes below `base` that nobody can touch; 0: none */
    void *shelf;  /* the pool's; NULL: memory of your own */
};

/* Take a stack out of the loop's pool, or make a new one.  O(1).
 *
 * size   usable bytes at least; 0 stands for AW_STACK_DEFAULT, and less than
 *        AW_STACK_LEAST for that much.  It is at most 16 KiB larger
 * extra  bytes that the caller wants right above the stack
 * stack  is filled in
 *
 * Of the stacks of one size, the one that was freed last is handed out first:
 * its pages are still there.  Each has a guard of one page below it, and those
 * in use do not overlap.  The first sixteen stacks of a size end at sixteen
 * different places of a page, and later ones at forty-four, by and large.  In
 * 100,000 stacks there are no more than 40 mappings, where the kernel knows
 * MADV_GUARD_INSTALL.
 *
 * It counts up loop->live[AW_STACKS].  Taking one out of the pool makes no
 * system call and asks for no memory.
 *
 * Returns the extra bytes, which begin at base + size, aligned to 64.  What
 * they hold is undefined.  NULL when there is no memory, no guard to be had,
 * or the loop is closed; then nothing is counted and `*stack` is as it was. */
void *aw_stack_new(struct aw_loop *loop, size_t size, size_t extra,
                   struct aw_stack *stack);

/* Put a stack back into the pool, and its extra bytes with it.  O(1).
 *
 * It cannot fail, makes no system call and asks for no memory.  It counts down
 * loop->live[AW_STACKS].  Freeing the stack on which the call is made is
 * misuse.
 *
 * Owns:  takes the stack.  `stack` is passed by value, because the original
 *        often stands in the extra bytes. */
void aw_stack_free(struct aw_loop *loop, struct aw_stack stack);

/* Give the memory of pooled stacks back to the kernel.
 *
 * keep  how many of each size keep theirs: the ones that were freed last
 *
 * The stacks stay in the pool, and their guards stay in place.  A stack whose
 * memory has been given back is not given back again.
 *
 * Returns how many stacks gave theirs. */
size_t aw_stack_trim(struct aw_loop *loop, size_t keep);

/* When the loop is closed all stacks go back to the kernel, and the lists to
 * the allocator.  If a stack is in use then, nothing is given back, since
 * somebody may stand on it: instead `on_error` is told, with -EBUSY. */

#endif
