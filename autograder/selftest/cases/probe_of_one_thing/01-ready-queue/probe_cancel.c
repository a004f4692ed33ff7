/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "aw/ready.h"

static int nothing(struct aw_handle *handle)
{
    (void)handle;
    return 0;
}

Test(cancel, twice)
{
    struct aw_handle handle;

    aw_handle_init(&handle, nothing);
    cr_assert(!aw_handle_cancel(&handle));
}
