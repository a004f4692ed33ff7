/* SPDX-License-Identifier: MIT */
/* syscalls.h: the system calls of this thread, counted, and made to fail.
 * epoll.c defines the functions that stand in for libc's. */
#ifndef SYSCALLS_H
#define SYSCALLS_H

#include <stdbool.h>
#include <stdint.h>

extern _Thread_local struct calls {
    int create, bell, ctl, wait, wait2, read, write;
    int events; /* handed over by the waits so far */
} calls;

/* What shall fail, with which errno; 0: nothing. */
extern _Thread_local struct failures {
    int create, bell, add, wait, wait2;
    bool dry;    /* no wait waits: its time limit is noted instead */
    int ms;      /* the last time limit of epoll_wait */
    int64_t ns;  /* the last time limit of epoll_pwait2, or -1 */
    int on_read; /* raise this before the next read, and the next after it */
    void (*on_write)(void); /* call this before the next write */
} fail;

#endif
