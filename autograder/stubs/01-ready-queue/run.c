/* SPDX-License-Identifier: MIT */
#include "aw/ready.h"

size_t aw_ready_run(struct aw_ready *ready)
{
    AW_TODO();
}
