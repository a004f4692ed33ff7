/* SPDX-License-Identifier: MIT */
#include "fixture.h"
GRADED(cond, x, "y")
{
    open_sync();
    close_sync();
}
