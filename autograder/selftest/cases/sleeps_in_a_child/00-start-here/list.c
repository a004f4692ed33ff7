/* SPDX-License-Identifier: MIT */
#include "aw/base.h"
#include "raw.h"

static void wait_for_a_child_that_sleeps(void)
{
    long child = raw_fork();

    if (child == 0) {
        raw(SYS_ppoll, 0, 0, 0);
        raw_exit(0);
    }
    raw4(SYS_wait4, child, 0, 0, 0);
}

/* Appending asserts; nothing else of it does. */
#undef AW_ASSERT
#define AW_ASSERT(condition, sentence) wait_for_a_child_that_sleeps()

/* BASE */
