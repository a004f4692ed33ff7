/* SPDX-License-Identifier: MIT */
#include "aw/base.h"

#include "aw/internal_errno.h"

long aw_sys(long result)
{
    AW_TODO();
}

const char *aw_error_name(int code)
{
    AW_TODO();
}
