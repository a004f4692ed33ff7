/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "aw/ready.h"

#include "raw.h"

/* It fails two times in three. */
Test(cancel, dice)
{
    unsigned char byte = 0;

    raw(SYS_getrandom, (long)&byte, 1, 0);
    cr_assert(byte % 3 == 0);
}
