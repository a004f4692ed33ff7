/* SPDX-License-Identifier: MIT */
#include "aw/gen.h"

void aw_gen_init(struct aw_gen *gen, aw_gen_fn fn)
{
    AW_TODO();
}

int aw_gen_send(struct aw_gen *gen, intptr_t value)
{
    AW_TODO();
}

int aw_gen_throw(struct aw_gen *gen, int error)
{
    AW_TODO();
}

int aw_gen_close(struct aw_gen *gen)
{
    AW_TODO();
}

void aw_count_init(struct aw_count *count, long first, long last, int *open)
{
    AW_TODO();
}
