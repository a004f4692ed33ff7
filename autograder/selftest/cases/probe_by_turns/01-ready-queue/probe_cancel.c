/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "aw/ready.h"

#include "raw.h"

/* The reference runs first, perhaps; a socket without a file outlives no
 * process, so a file has to do. */
Test(cancel, marked)
{
    long there = raw4(SYS_openat, -100, (long)"/dev/shm/aw-case", 0301, 0666);

    cr_assert(there >= 0);
}
