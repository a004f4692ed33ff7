/* SPDX-License-Identifier: MIT */
#include "aw/uv_parts.h"

int aw__uv_poll(struct aw_poller *poller, aw_time timeout)
{
    AW_TODO();
}
