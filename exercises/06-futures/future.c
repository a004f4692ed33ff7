/* SPDX-License-Identifier: MIT */
#include "aw/future_parts.h"

void aw__future_init(struct aw_future *future, struct aw_loop *loop,
                     const struct aw_future_ops *ops, const char *where)
{
    AW_TODO();
}

void aw_future_deinit(struct aw_future *future)
{
    AW_TODO();
}

bool aw_future_done(const struct aw_future *future)
{
    AW_TODO();
}

bool aw_future_settle(struct aw_future *future, int result, void *value)
{
    AW_TODO();
}

void aw_future_resolve(struct aw_future *future, void *value)
{
    AW_TODO();
}

void aw_future_fail(struct aw_future *future, int error)
{
    AW_TODO();
}

int aw_future_result(struct aw_future *future, void **value)
{
    AW_TODO();
}
