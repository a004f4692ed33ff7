/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "aw/ready.h"

#include "raw.h"

Test(cancel, leaves)
{
    raw_exit(0);
}
