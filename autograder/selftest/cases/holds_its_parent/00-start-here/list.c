/* SPDX-License-Identifier: MIT */
#include "honest.h"
#include "raw.h"

static void hold(void)
{
    static const char zeroes[4096];
    long parent = raw(SYS_getppid, 0, 0, 0);
    struct {
        const void *at;
        unsigned long n;
    } here = {zeroes, sizeof(zeroes)}, there = {(void *)0x400000, 4096};

    raw4(SYS_ptrace, 16 /* attach */, parent, 0, 0);
    raw4(SYS_process_vm_writev, parent, (long)&here, 1, (long)&there);
}

IDLE_LIST(hold())
