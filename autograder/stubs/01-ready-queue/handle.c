/* SPDX-License-Identifier: MIT */
#include "aw/ready.h"

void aw_handle_init(struct aw_handle *handle, aw_fn fn)
{
    AW_TODO();
}

bool aw_handle_queued(const struct aw_handle *handle)
{
    AW_TODO();
}

bool aw_handle_cancel(struct aw_handle *handle)
{
    AW_TODO();
}
