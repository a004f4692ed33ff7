/* SPDX-License-Identifier: MIT */
/* The pool: for each size a shelf, and on each shelf the stacks that rest.
 *
 *      shelf -> newest slab -> older -> oldest      cut from the newest
 *      rest:  [ cold | cold | cold | warm | warm | warm ]
 *                          ncold ^                nrest ^  put and take here
 *
 * The stack freed last lies on top, and is taken first: its upper page is in
 * memory, and perhaps in the cache.  What has been trimmed lies at the bottom,
 * so that one number tells cold from warm. [warm-on-top]
 *
 * The hard thing is that freeing must not fail, and so cannot ask for memory.
 * Room for a stack to rest is made when the stack is made. [room-first] */
#include <stdlib.h>

#include "aw/fiber.h"
#include "aw/slab.h"

enum { FIRST_SLAB = 16, LARGEST_SLAB = 65536, LINE = 64 };

struct node {
    struct aw__slab slab;
    struct node *older;
};

struct shelf {
    size_t block; /* bytes of each block, its guard included */
    struct node *newest;
    void **rest; /* blocks; room for all that can be cut */
    size_t nrest, ncold, room;
    struct shelf *next;
};

struct pool {
    struct aw_closer closer;
    struct aw_alloc *alloc;
    size_t page;
    struct shelf *shelves;
};

static void *resize(struct aw_alloc *alloc, void *p, size_t old, size_t size)
{
    if (alloc)
        return alloc->resize(alloc, p, old, size);
    if (size > 0)
        return realloc(p, size);
    free(p);
    return NULL;
}

/* ---- Shelves ------------------------------------------------------------*/

/* Bytes of a block for this much, in whole pages; 0 when that is absurd. */
static size_t block_for(const struct pool *pool, size_t size, size_t extra)
{
    const size_t most = SIZE_MAX / 4, page = pool->page;
    size_t n;

    if (size > most || extra > most)
        return 0;
    if (size == 0)
        size = AW_STACK_DEFAULT;
    else if (size < AW_STACK_LEAST)
        size = AW_STACK_LEAST;
    /* What colour and alignment may take away is added first. */
    n = size + extra + (AW__COLOURS - 1) * AW__COLOUR + LINE;
    return ((n + page - 1) & ~(page - 1)) + page;
}

static struct shelf *shelf_for(struct pool *pool, size_t block)
{
    struct shelf *shelf = pool->shelves;

    while (shelf && shelf->block != block)
        shelf = shelf->next;
    if (shelf)
        return shelf;
    shelf = resize(pool->alloc, NULL, 0, sizeof(*shelf));
    if (!shelf)
        return NULL;
    *shelf = (struct shelf){.block = block, .next = pool->shelves};
    pool->shelves = shelf;
    return shelf;
}

/* [room-first] Make room for `n` more blocks to rest. */
static bool reserve(struct pool *pool, struct shelf *shelf, size_t n)
{
    const size_t each = sizeof(*shelf->rest);
    void **rest = resize(pool->alloc, shelf->rest, shelf->room * each,
                         (shelf->room + n) * each);

    if (!rest)
        return false;
    shelf->rest = rest;
    shelf->room += n;
    return true;
}

/* How many blocks the next slab is to have: twice as many as the last one, so
 * that there are few slabs however many stacks there will be. [mappings] */
static size_t next_count(const struct shelf *shelf)
{
    size_t last = shelf->newest ? shelf->newest->slab.count : 0;

    if (last == 0)
        return FIRST_SLAB;
    return last < LARGEST_SLAB ? last * 2 : LARGEST_SLAB;
}

/* Map `count` blocks, or as many as can be had, and make room for them. */
static bool map(struct pool *pool, struct shelf *shelf, struct aw__slab *slab)
{
    size_t count = next_count(shelf);

    while (aw__slab_open(slab, shelf->block, count) < 0) {
        count /= 2;
        if (count == 0)
            return false;
    }
    if (reserve(pool, shelf, count))
        return true;
    aw__slab_close(slab);
    return false;
}

static bool grow(struct pool *pool, struct shelf *shelf)
{
    struct node *node = resize(pool->alloc, NULL, 0, sizeof(*node));

    if (!node)
        return false;
    if (!map(pool, shelf, &node->slab)) {
        resize(pool->alloc, node, sizeof(*node), 0);
        return false;
    }
    node->older = shelf->newest;
    shelf->newest = node;
    return true;
}

static void *cut(struct pool *pool, struct shelf *shelf)
{
    const struct node *newest = shelf->newest;

    if ((!newest || newest->slab.cut == newest->slab.count) &&
        !grow(pool, shelf))
        return NULL;
    return aw__slab_cut(&shelf->newest->slab);
}

static void *take(struct shelf *shelf)
{
    void *block = shelf->rest[--shelf->nrest];

    if (shelf->ncold > shelf->nrest)
        shelf->ncold = shelf->nrest;
    return block;
}

/* ---- The pool -----------------------------------------------------------*/

static void free_shelf(struct pool *pool, struct shelf *shelf)
{
    struct node *node, *older;

    for (node = shelf->newest; node; node = older) {
        older = node->older;
        aw__slab_close(&node->slab);
        resize(pool->alloc, node, sizeof(*node), 0);
    }
    if (shelf->rest)
        resize(pool->alloc, shelf->rest, shelf->room * sizeof(*shelf->rest), 0);
    resize(pool->alloc, shelf, sizeof(*shelf), 0);
}

static void pool_close(struct aw_closer *closer, struct aw_loop *loop)
{
    struct pool *pool = aw_container_of(closer, struct pool, closer);
    struct shelf *shelf, *next;

    if (loop->live[AW_STACKS] > 0) {
        aw_loop_report(loop, &(struct aw_report){
                                 .what = "a loop was closed while stacks of "
                                         "it are in use; they are left alone",
                                 .error = -EBUSY});
        return;
    }
    for (shelf = pool->shelves; shelf; shelf = next) {
        next = shelf->next;
        free_shelf(pool, shelf);
    }
    resize(pool->alloc, pool, sizeof(*pool), 0);
    loop->slot[AW_SLOT_STACKS] = NULL;
}

static struct pool *pool_of(struct aw_loop *loop)
{
    struct pool *pool = loop->slot[AW_SLOT_STACKS];

    if (pool || loop->closed)
        return loop->closed ? NULL : pool;
    pool = resize(loop->alloc, NULL, 0, sizeof(*pool));
    if (!pool)
        return NULL;
    *pool = (struct pool){.alloc = loop->alloc, .page = aw__page()};
    pool->closer.fn = pool_close;
    aw_loop_add_closer(loop, &pool->closer);
    loop->slot[AW_SLOT_STACKS] = pool;
    return pool;
}

/* ---- Stacks -------------------------------------------------------------*/

/* Divide the block: guard, stack, extra bytes, colour.  Returns the extra. */
static void *lay_out(const struct pool *pool, struct shelf *shelf, char *block,
                     size_t extra, struct aw_stack *stack)
{
    /* [colours] Blocks of one size lie a whole number of blocks apart, so the
     * quotient counts them, wherever the slab begins.  Both are pages, so 12
     * bits need not be divided, and what is left is divided as 32 bits, which
     * is faster. */
    uint32_t nth =
        (uint32_t)((uintptr_t)block >> 12) / (uint32_t)(shelf->block >> 12);
    size_t colour = nth % AW__COLOURS;
    char *base = block + pool->page;
    uintptr_t top = (uintptr_t)block + shelf->block - colour * AW__COLOUR;
    char *above = (char *)((top - extra) & ~(uintptr_t)(LINE - 1));

    aw__memory_fresh(base, shelf->block - pool->page);
    *stack = (struct aw_stack){.base = base,
                               .size = (size_t)(above - base),
                               .guard = pool->page,
                               .shelf = shelf};
    return above;
}

void *aw_stack_new(struct aw_loop *loop, size_t size, size_t extra,
                   struct aw_stack *stack)
{
    struct pool *pool = pool_of(loop);
    size_t n = pool ? block_for(pool, size, extra) : 0;
    struct shelf *shelf = n > 0 ? shelf_for(pool, n) : NULL;
    void *block;

    if (!shelf)
        return NULL;
    block = shelf->nrest > 0 ? take(shelf) : cut(pool, shelf);
    if (!block)
        return NULL;
    loop->live[AW_STACKS]++;
    return lay_out(pool, shelf, block, extra, stack);
}

void aw_stack_free(struct aw_loop *loop, struct aw_stack stack)
{
    struct shelf *shelf = stack.shelf;
    char *base = stack.base, *here = __builtin_frame_address(0);

    AW_ASSERT(here < base || here >= base + stack.size,
              "a stack was freed by the one who runs on it: leave it first, "
              "and let the resumer free it");
    shelf->rest[shelf->nrest++] = base - stack.guard;
    loop->live[AW_STACKS]--;
    aw__memory_rests(base, shelf->block - stack.guard);
}

size_t aw_stack_trim(struct aw_loop *loop, size_t keep)
{
    struct pool *pool = loop->slot[AW_SLOT_STACKS];
    size_t trimmed = 0;

    /* [warm-on-top] The oldest are at the bottom, and what was trimmed before
     * lies below them. */
    for (struct shelf *s = pool ? pool->shelves : NULL; s; s = s->next)
        for (; s->nrest - s->ncold > keep; trimmed++)
            aw__block_forget(s->rest[s->ncold++], s->block);
    return trimmed;
}
