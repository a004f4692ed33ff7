/* SPDX-License-Identifier: MIT */
#include "fixture.h"
GRADED(sem, x, "y")
{
    open_sync();
    close_sync();
}
