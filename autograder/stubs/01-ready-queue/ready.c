/* SPDX-License-Identifier: MIT */
#include "aw/ready.h"

void aw_ready_init(struct aw_ready *ready)
{
    AW_TODO();
}

void aw_ready_push(struct aw_ready *ready, struct aw_handle *handle)
{
    AW_TODO();
}

void aw_ready_turn(struct aw_ready *ready)
{
    AW_TODO();
}

struct aw_handle *aw_ready_take(struct aw_ready *ready)
{
    AW_TODO();
}
