/* SPDX-License-Identifier: MIT */
#include "aw/cancel.h"

const struct aw_future_ops aw_shield_ops = {
    .kind = "shield",
    /* What does it mean to cancel the relay? */
};

void aw__shield_begin(struct aw_shield *shield, struct aw_future *inner,
                      const char *where)
{
    AW_TODO();
}

void aw_shield_end(struct aw_shield *shield)
{
    AW_TODO();
}

int aw_await_shielded(struct aw_future *inner, void **value)
{
    AW_TODO();
}
