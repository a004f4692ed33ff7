/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "aw/loop_parts.h"

void aw_loop_report(struct aw_loop *loop, const struct aw_report *report)
{
    AW_TODO();
}

void aw__loop_listen(struct aw_loop *loop)
{
    AW_TODO();
}
