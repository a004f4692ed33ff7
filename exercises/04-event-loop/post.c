/* SPDX-License-Identifier: MIT */
#include <sched.h>

#include "aw/loop_parts.h"

int aw_loop_post(struct aw_loop *loop, struct aw_post *post)
{
    AW_TODO();
}

void aw__posts_take(struct aw_loop *loop)
{
    AW_TODO();
}

void aw__posts_close(struct aw_loop *loop)
{
    AW_TODO();
}
