/* SPDX-License-Identifier: MIT */
#include "aw/coro.h"
#include "aw/fiber.h"

void aw_coro_init(struct aw_coro *coro, const struct aw_stack *stack,
                  void (*fn)(void *arg), void *arg)
{
    AW_TODO();
}

void aw_coro_resume(struct aw_coro *coro)
{
    AW_TODO();
}

void aw_coro_suspend(void)
{
    AW_TODO();
}

void aw_coro_deinit(struct aw_coro *coro)
{
    AW_TODO();
}

struct aw_coro *aw_coro_self(void)
{
    AW_TODO();
}
