/* SPDX-License-Identifier: MIT */
#include "aw/uv_parts.h"

int aw_uv_get(struct aw_loop *loop, uv_loop_t **uv)
{
    AW_TODO();
}
