/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "aw/ready.h"

/* Write tests that hold for aw_handle_cancel as its contract describes it,
 * and that fail for one which breaks any sentence of it. */
Test(cancel, yours_to_write)
{
    AW_TODO();
}
