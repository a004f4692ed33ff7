/* SPDX-License-Identifier: MIT */
/* Under a debugger one test runs by itself, here, before main begins, and not
 * in a process of Criterion's that has a time limit.
 *
 * tools/gdb.py sets both before that: the test, and what a learner's test has
 * to be prepared by (.init of its suite, and its own). */
#include <stdio.h>
#include <unistd.h>

static void (*volatile alone)(void);
static void (*volatile before_alone[2])(void);

__attribute__((constructor)) static void stand_alone(void)
{
    if (!alone)
        return;
    for (int i = 0; i < 2; i++)
        if (before_alone[i])
            before_alone[i]();
    alone();
    fflush(NULL);
    _exit(0);
}
