/* SPDX-License-Identifier: MIT */
#include "aw/uv_parts.h"

void aw__uv_finish(uv_loop_t *loop)
{
    AW_TODO();
}

int aw__uv_open(struct aw_poller *poller)
{
    AW_TODO();
}

void aw__uv_close(struct aw_poller *poller)
{
    AW_TODO();
}

void aw__uv_wake(struct aw_poller *poller)
{
    AW_TODO();
}

void *aw__uv_native(struct aw_poller *poller)
{
    AW_TODO();
}
