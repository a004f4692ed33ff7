/* SPDX-License-Identifier: MIT */
/* memory_calls.h: what is asked of the kernel, counted, and made to fail.
 * slab.c defines the functions that stand in for libc's. */
#ifndef MEMORY_CALLS_H
#define MEMORY_CALLS_H

extern struct memory_calls {
    int guard, forget, huge, protect;
} calls;

/* What shall fail, with which errno; 0: nothing. */
extern struct memory_failures {
    int guard, huge, protect;
} fail;

#endif
