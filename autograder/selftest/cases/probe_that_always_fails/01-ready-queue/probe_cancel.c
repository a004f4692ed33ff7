/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "aw/ready.h"

Test(cancel, always)
{
    cr_assert(0);
}
