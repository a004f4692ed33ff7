/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "aw/uv_parts.h"

const struct aw_poller_ops aw_uv_ops = {
    .name = "uv",
    .open = aw__uv_open,
    .close = aw__uv_close,
    .add = aw__uv_add,
    .del = aw__uv_del,
    .want = aw__uv_want,
    .poll = aw__uv_poll,
    .wake = aw__uv_wake,
    .signal = aw__uv_signal,
    .native = aw__uv_native,
};

const struct aw_poller_ops *aw_engine_choose(const char *name)
{
    AW_TODO();
}
