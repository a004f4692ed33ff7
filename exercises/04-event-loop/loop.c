/* SPDX-License-Identifier: MIT */
#include "aw/loop_parts.h"

int aw_loop_init(struct aw_loop *loop, const struct aw_loop_options *options)
{
    AW_TODO();
}

void aw_loop_close(struct aw_loop *loop)
{
    AW_TODO();
}

void aw_loop_add_closer(struct aw_loop *loop, struct aw_closer *closer)
{
    AW_TODO();
}

aw_time aw_loop_now(const struct aw_loop *loop)
{
    AW_TODO();
}

struct aw_loop *aw_loop_current(void)
{
    AW_TODO();
}

void aw_loop_set_probe(struct aw_loop *loop, struct aw_probe *probe)
{
    AW_TODO();
}
