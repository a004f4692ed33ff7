/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "aw/group_parts.h"

void aw_tree_print(struct aw_loop *loop,
                   void (*line)(const char *text, void *ctx), void *ctx)
{
    AW_TODO();
}
