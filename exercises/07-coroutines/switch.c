/* SPDX-License-Identifier: MIT */
#include "aw/switch.h"

void aw_switch(struct aw_ctx *from, struct aw_ctx *to)
{
    AW_TODO();
}

void aw_ctx_init(struct aw_ctx *ctx, void *top, void (*entry)(void *arg),
                 void *arg)
{
    AW_TODO();
}
