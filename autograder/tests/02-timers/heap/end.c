/* SPDX-License-Identifier: MIT */
#include "fixture.h"

GRADED(heap, clearing_takes_out_every_timer,
       "The `slot` of each is AW_TIMER_UNFILED afterwards, as after a removal.")
{
    long with_a_slot = 0;

    fresh();
    for (size_t i = 0; i < 100; i++)
        file(i, (aw_time)(i % 7), i);
    aw__heap_clear(&timers);
    for (size_t i = 0; i < 100; i++)
        with_a_slot += timer[i].slot != AW_TIMER_UNFILED;

    EXPECT_INT(with_a_slot, 0,
               "cleared a heap of 100 timers: those that have a slot still");
    EXPECT_PTR(aw__heap_first(&timers), NULL, "cleared the heap");
    EXPECT_INT(counter.blocks, 0, "cleared the heap");
    EXPECT_INT(counter.bytes, 0,
               "cleared the heap, and told the allocator the size");
}

GRADED(heap, a_cleared_heap_can_be_used_again,
       "`heap` is NULL afterwards, `len` and `cap` are 0.")
{
    fresh();
    file(0, 1, 0);
    aw__heap_clear(&timers);
    EXPECT_PTR(timers.heap, NULL, "cleared the heap");
    EXPECT_INT(timers.len, 0, "cleared the heap");
    EXPECT_INT(timers.cap, 0, "cleared the heap");
    file(0, 2, 0);
    file(1, 1, 1);
    say_all();
    EXPECT_SAID("1 0", "used the heap again");
    aw__heap_clear(&timers);
    aw__heap_clear(&timers);
    EXPECT_INT(counter.blocks, 0, "cleared it twice");
}

/* What a sanitizer knows; a build without one knows nothing. */
size_t __sanitizer_get_current_allocated_bytes(void) __attribute__((weak));

static size_t bytes_in_use(void)
{
    return __sanitizer_get_current_allocated_bytes
               ? __sanitizer_get_current_allocated_bytes()
               : 0;
}

GRADED(heap, no_allocator_stands_for_malloc, "NULL stands for malloc")
{
    size_t before;

    fresh();
    timers.alloc = NULL;
    before = bytes_in_use();
    for (size_t i = 0; i < MANY; i++)
        file(i, (aw_time)graded_random(100), i);
    EXPECT_INT(take_all_in_order(), MANY,
               "used a heap without an allocator (-1: in the wrong order)%s",
               disorder);
    aw__heap_clear(&timers);
    EXPECT_PTR(timers.heap, NULL, "cleared it");
    EXPECT_INT(bytes_in_use(), before, "cleared it");
    EXPECT_INT(counter.calls, 0, "used a heap without an allocator");
}
