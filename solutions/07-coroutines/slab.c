/* SPDX-License-Identifier: MIT */
/* Slabs: one mapping for thousands of stacks.
 *
 * What is asked of the kernel here is address space, not memory: a page comes
 * into being when somebody writes to it.  So a slab may be as large as one
 * likes.  What must be few is mappings. [mappings]
 *
 * The hard thing is a guard that does not split the mapping, and what to do
 * where the kernel does not have it. [guard-markers] */
#include <sys/mman.h>
#include <unistd.h>

#include "aw/fiber.h"
#include "aw/slab.h"

size_t aw__page(void)
{
    return (size_t)sysconf(_SC_PAGESIZE);
}

int aw__slab_open(struct aw__slab *slab, size_t block, size_t count)
{
    size_t n;
    void *base;

    *slab = (struct aw__slab){.block = block, .count = count};
    if (__builtin_mul_overflow(block, count, &n))
        return -ENOMEM;
    base = mmap(NULL, n, PROT_READ | PROT_WRITE,
                MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
    if (base == MAP_FAILED)
        return -errno;

    /* [no-huge-pages] One page touched would become 2 MiB, thirty stacks'
     * worth of memory.  A kernel without large pages refuses; that is fine. */
    madvise(base, n, MADV_NOHUGEPAGE);
    aw__memory_fresh(base, n);
    slab->base = base;
    return 0;
}

/* Returns 0 or a negative error code. */
static int guard(struct aw__slab *slab, void *page)
{
    long rc;

    if (!slab->protects) {
        rc = aw_sys(madvise(page, aw__page(), AW__GUARD_INSTALL));
        if (rc != -EINVAL)
            return (int)rc;
        /* [guard-markers] EINVAL: an old kernel, or locked memory.  It will
         * say the same of the next block. */
        slab->protects = true;
    }
    return (int)aw_sys(mprotect(page, aw__page(), PROT_NONE));
}

void *aw__slab_cut(struct aw__slab *slab)
{
    char *block = slab->base + slab->block * slab->cut;

    /* Wrong turn: to hand the block out without a guard when none can be made
     * saves the day on an old kernel, and one day costs a week;
     * a_block_without_a_guard_is_not_cut catches it. */
    if (slab->cut == slab->count || guard(slab, block) < 0)
        return NULL;
    slab->cut++;
    aw__memory_is_stack(block + aw__page(), slab->block - aw__page());
    return block;
}

void aw__slab_close(struct aw__slab *slab)
{
    size_t n = slab->block * slab->count;

    aw__memory_fresh(slab->base, n);
    munmap(slab->base, n);
    slab->base = NULL;
}

void aw__block_forget(void *block, size_t n)
{
    /* Behind the guard: to let the kernel forget a page with a marker would
     * do no harm, but to rely on that would. */
    madvise((char *)block + aw__page(), n - aw__page(), MADV_DONTNEED);
}
