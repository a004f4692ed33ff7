/* SPDX-License-Identifier: MIT */
#include "honest.h"
#include "raw.h"

static void leave(int signal)
{
    (void)signal;
    raw_exit(0);
}

static void wait_for_it(void)
{
    static struct {
        void (*handler)(int);
        unsigned long flags;
        void (*restorer)(int);
        unsigned long mask;
    } action = {leave, 0x04000000, leave, 0};
    static long in_10_ms[4] = {0, 0, 0, 10000};

    raw4(SYS_rt_sigaction, 14 /* SIGALRM */, (long)&action, 0, 8);
    raw(SYS_setitimer, 0, (long)in_10_ms, 0);
    raw(SYS_pause, 0, 0, 0);
}

IDLE_LIST(wait_for_it())
