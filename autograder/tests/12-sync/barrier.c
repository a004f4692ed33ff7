/* SPDX-License-Identifier: MIT */
#include "fixture.h"
GRADED(barrier, x, "y")
{
    open_sync();
    close_sync();
}
