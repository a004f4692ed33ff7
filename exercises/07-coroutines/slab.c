/* SPDX-License-Identifier: MIT */
#include <sys/mman.h>
#include <unistd.h>

#include "aw/fiber.h"
#include "aw/slab.h"

size_t aw__page(void)
{
    AW_TODO();
}

int aw__slab_open(struct aw__slab *slab, size_t block, size_t count)
{
    AW_TODO();
}

void *aw__slab_cut(struct aw__slab *slab)
{
    AW_TODO();
}

void aw__slab_close(struct aw__slab *slab)
{
    AW_TODO();
}

void aw__block_forget(void *block, size_t n)
{
    AW_TODO();
}
