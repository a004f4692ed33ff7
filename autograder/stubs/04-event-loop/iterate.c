/* SPDX-License-Identifier: MIT */
#include "aw/loop_parts.h"

int aw_loop_run_once(struct aw_loop *loop)
{
    AW_TODO();
}

int aw_loop_run(struct aw_loop *loop)
{
    AW_TODO();
}

void aw_loop_stop(struct aw_loop *loop)
{
    AW_TODO();
}
