/* SPDX-License-Identifier: MIT */
/* aw/slab.h: shared by slab.c and stack.c, and by nobody else.
 *
 * The kernel counts mappings, and a process may have 65,530 of them.  So
 * blocks are not mapped one by one.  A slab is one mapping, cut into blocks of
 * one size from its lower end on.  The first page of each block is its guard:
 *
 *      base                                            base + block * count
 *      | guard | block 0     | guard | block 1     | not cut yet     |
 *
 * There are two ways to make a guard.  MADV_GUARD_INSTALL (Linux 6.13) marks
 * the page in the page table, and the slab stays one mapping.  Older kernels
 * answer it with EINVAL; then mprotect does it, which splits the mapping in
 * two at each guard. */
#ifndef AW_SLAB_H
#define AW_SLAB_H

#include "aw/stack.h"

enum {
    AW__COLOURS = 44,        /* not 64: what is above must fit into the page */
    AW__COLOUR = 64,         /* bytes; a line of the cache */
    AW__GUARD_INSTALL = 102, /* MADV_GUARD_INSTALL, for older headers */
};

struct aw__slab {
    char *base;    /* NULL: not open */
    size_t block;  /* bytes of each block, its guard included; whole pages */
    size_t count;  /* blocks that fit */
    size_t cut;    /* blocks cut so far */
    bool protects; /* the kernel does not know MADV_GUARD_INSTALL */
};

/* The size of a page. */
size_t aw__page(void);

/* Map a slab.  None of its blocks is cut, and none of its memory is touched.
 *
 * The mapping is private and anonymous, and reserves no memory.  Large pages
 * are refused for it: touching one stack would bring in thirty.
 *
 * Returns 0, or a negative error code: then the slab is not open. */
int aw__slab_open(struct aw__slab *slab, size_t block, size_t count);

/* Cut the next block off, and make its first page a guard.
 *
 * The kernel is asked with MADV_GUARD_INSTALL; if it says EINVAL, with
 * mprotect, and the slab remembers.
 *
 * Returns where the block begins, which is its guard.  NULL when all blocks
 * are cut or no guard can be made; then none was cut, and a later call may
 * try again. */
void *aw__slab_cut(struct aw__slab *slab);

/* Unmap the slab with all its blocks.  Afterwards it is not open. */
void aw__slab_close(struct aw__slab *slab);

/* Give the memory of a block back to the kernel.  Its guard stays.
 *
 * block  what aw__slab_cut returned
 * n      bytes of the block, its guard included */
void aw__block_forget(void *block, size_t n);

#endif
