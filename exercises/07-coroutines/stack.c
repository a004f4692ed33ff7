/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "aw/fiber.h"
#include "aw/slab.h"

void *aw_stack_new(struct aw_loop *loop, size_t size, size_t extra,
                   struct aw_stack *stack)
{
    AW_TODO();
}

void aw_stack_free(struct aw_loop *loop, struct aw_stack stack)
{
    AW_TODO();
}

size_t aw_stack_trim(struct aw_loop *loop, size_t keep)
{
    AW_TODO();
}
