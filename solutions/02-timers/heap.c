/* SPDX-License-Identifier: MIT */
/* A 4-ary heap of entries.  An entry carries a copy of what is compared, the
 * deadline and the number of the start, beside the pointer to its timer.  So
 * a comparison reads the array and nothing else, and the four children of a
 * node lie side by side in two cache lines.
 *
 *      entries   [ when seq timer ][ when seq timer ] ...
 *                           |   ^
 *      timers               v   | slot
 *                        struct aw_timer, somewhere in the caller's memory
 *
 * The one hard thing is that both arrows must agree after every step: that is
 * why only `put` writes into the array.  [inline-keys] */
#include "aw/heap.h"

#include <stdlib.h>

struct entry {
    aw_time when;
    uint64_t seq;
    struct aw_timer *timer;
};

enum { ARITY = 4, FETCH = ARITY * ARITY, FIRST_ROOM = 16 };

/* ---- Room ---------------------------------------------------------------*/

static void *resize(struct aw_alloc *alloc, void *p, size_t old, size_t size)
{
    if (alloc)
        return alloc->resize(alloc, p, old, size);
    if (size > 0)
        return realloc(p, size);
    free(p);
    return NULL;
}

/* Why doubling: each entry is copied twice on average, however far the heap
 * grows.  A slot has 32 bits; four billion timers would fill 450 gigabytes
 * before the numbers run out. */
bool aw__heap_room(struct aw_timers *timers)
{
    size_t cap = timers->cap ? timers->cap * 2 : FIRST_ROOM;
    struct entry *heap;

    if (timers->len < timers->cap)
        return true;
    heap =
        resize(timers->alloc, timers->heap, timers->cap * sizeof(struct entry),
               cap * sizeof(struct entry));
    if (!heap)
        return false;
    timers->heap = heap;
    timers->cap = cap;
    return true;
}

/* ---- Order --------------------------------------------------------------*/

/* [ties] Wrong turn: comparing `when` alone.  A heap does not keep equals in
 * the order of their arrival; test heap/equal_deadlines_leave_by_seq
 * catches it.  `seq` makes every two entries different. */
static bool before(const struct entry *a, const struct entry *b)
{
    if (a->when != b->when)
        return a->when < b->when;
    return a->seq < b->seq;
}

/* Invariant: heap[slot].timer->slot == slot, for every filed timer. */
static void put(struct entry *heap, size_t slot, struct entry entry)
{
    heap[slot] = entry;
    entry.timer->slot = (uint32_t)slot;
}

/* Let `entry` rise from the hole at `slot` to where its parent goes before
 * it.  A parent that does not moves down into the hole: that is one copy for
 * each level, where swapping would be three. */
static void rise(struct entry *heap, size_t slot, struct entry entry)
{
    while (slot > 0) {
        size_t parent = (slot - 1) / ARITY;

        if (!before(&entry, &heap[parent]))
            break;
        put(heap, slot, heap[parent]);
        slot = parent;
    }
    put(heap, slot, entry);
}

/* The first of the up to four children that start at `child`.
 *
 * [prefetch] A large heap does not fit into the cache, and each level of it
 * costs a trip to memory.  But whichever child wins, its own children stand
 * in one stretch of 16 entries: that travels while the four are compared. */
static size_t first_child(const struct entry *heap, size_t child, size_t len)
{
    size_t end = child + ARITY < len ? child + ARITY : len;
    size_t below = child * ARITY + 1;
    size_t first = child;

    for (size_t i = below; i < below + FETCH && below < len; i += 2)
        __builtin_prefetch(&heap[i]);
    for (size_t i = child + 1; i < end; i++)
        if (before(&heap[i], &heap[first]))
            first = i;
    return first;
}

/* Let a hole at `slot` sink to the bottom; each time the first child moves up
 * into it.  Returns where it ends. */
static size_t sink(struct entry *heap, size_t slot, size_t len)
{
    size_t child;

    while ((child = slot * ARITY + 1) < len) {
        child = first_child(heap, child, len);
        put(heap, slot, heap[child]);
        /* So close to the top it is among the next to come due, and whoever
         * expires it reads more of it than its slot. */
        if (slot <= ARITY)
            __builtin_prefetch(heap[child].timer);
        slot = child;
    }
    return slot;
}

/* ---- The contract -------------------------------------------------------*/

void aw__heap_push(struct aw_timers *timers, struct aw_timer *timer)
{
    struct entry entry = {timer->when, timer->seq, timer};

    AW_ASSERT(timers->len < timers->cap,
              "the heap is full: push a timer only after aw__heap_room has "
              "returned true");
    AW_ASSERT(timer->slot == AW_TIMER_UNFILED,
              "this timer is filed already: remove it before it is pushed "
              "again");
    rise(timers->heap, timers->len++, entry);
}

struct aw_timer *aw__heap_first(const struct aw_timers *timers)
{
    return timers->len ? aw__heap_at(timers, 0) : NULL;
}

struct aw_timer *aw__heap_at(const struct aw_timers *timers, size_t slot)
{
    const struct entry *heap = timers->heap;

    return heap[slot].timer;
}

/* [hole] The last entry has to fill the gap.  It could be compared on its way
 * down; but it comes from the bottom, and nearly always belongs there.  So
 * the hole goes all the way down unasked, and the entry then rises a little.
 *
 * Wrong turn: only letting the last entry sink.  It comes from another branch
 * of the tree, and may go before the parent of the gap; test
 * heap/a_timer_may_leave_from_anywhere catches it. */
void aw__heap_remove(struct aw_timers *timers, struct aw_timer *timer)
{
    struct entry *heap = timers->heap;
    size_t slot = timer->slot, last;

    AW_ASSERT(slot < timers->len && heap[slot].timer == timer,
              "this timer is not filed in this heap: stop a timer with the "
              "set that started it, and do not copy or free a started one");
    last = --timers->len;
    timer->slot = AW_TIMER_UNFILED;
    if (slot != last)
        rise(heap, sink(heap, slot, last), heap[last]);
}

void aw__heap_clear(struct aw_timers *timers)
{
    struct entry *heap = timers->heap;

    for (size_t i = 0; i < timers->len; i++)
        heap[i].timer->slot = AW_TIMER_UNFILED;
    if (heap)
        resize(timers->alloc, heap, timers->cap * sizeof(*heap), 0);
    timers->heap = NULL;
    timers->len = timers->cap = 0;
}
