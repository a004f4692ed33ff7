/* SPDX-License-Identifier: MIT */
#include "aw/cancel.h"

void aw_listener_start(struct aw_listener *listener, struct aw_loop *loop)
{
    AW_TODO();
}

void aw_listener_stop(struct aw_listener *listener)
{
    AW_TODO();
}
