/* SPDX-License-Identifier: MIT */
#include "aw/heap.h"
#include "graded.h"

/* These tests file timers by hand, as timer.c and expire.c will later. */

enum { MANY = 1000 };

static struct aw_timer timer[MANY];
static struct graded_alloc counter;
static struct aw_timers timers;

static void fresh(void)
{
    graded_alloc_init(&counter);
    timers = (struct aw_timers){.alloc = &counter.alloc};
    for (size_t i = 0; i < MANY; i++)
        timer[i] = (struct aw_timer){.slot = AW_TIMER_UNFILED};
}

/* File timer i: due at `when`, the seq-th that was started. */
static void file(size_t i, aw_time when, uint64_t seq)
{
    timer[i].when = when;
    timer[i].seq = seq;
    if (aw__heap_room(&timers))
        aw__heap_push(&timers, &timer[i]);
}

/* Take the first one out; its index, or -1 when there is none. */
static long take(void)
{
    struct aw_timer *first = aw__heap_first(&timers);

    if (!first)
        return -1;
    aw__heap_remove(&timers, first);
    return first - timer;
}

static void say_all(void)
{
    for (long i = take(); i >= 0; i = take())
        say("%ld", i);
}

static bool in_order(const struct aw_timer *a, const struct aw_timer *b)
{
    return a->when < b->when || (a->when == b->when && a->seq < b->seq);
}

/* Take all out; how many, or -1 when two came in the wrong order. */
static long take_all_in_order(void)
{
    struct aw_timer *last = NULL, *first;
    long n = 0;

    for (; (first = aw__heap_first(&timers)); n++) {
        if (last && !in_order(last, first))
            return -1;
        aw__heap_remove(&timers, first);
        last = first;
    }
    return n;
}

/* ---- Order --------------------------------------------------------------*/

GRADED(heap, an_empty_heap_has_no_first, "or NULL when none is filed")
{
    fresh();
    EXPECT_PTR(aw__heap_first(&timers), NULL, "asked an empty heap");
    file(0, 10, 0);
    take();
    EXPECT_PTR(aw__heap_first(&timers), NULL,
               "asked after the only timer was removed");
}

GRADED(heap, the_earliest_deadline_is_first,
       "Returns the timer, which stays filed")
{
    fresh();
    file(0, 30, 0);
    EXPECT_PTR(aw__heap_first(&timers), &timer[0], "filed 30 ns");
    file(1, 20, 1);
    EXPECT_PTR(aw__heap_first(&timers), &timer[1], "filed 20 ns behind it");
    file(2, 25, 2);
    EXPECT_PTR(aw__heap_first(&timers), &timer[1], "filed 25 ns behind it");
    EXPECT_INT(timers.len, 3, "asked for the first one three times");
    EXPECT(timer[1].slot != AW_TIMER_UNFILED, "asked for the first one");
}

GRADED(heap, a_few_leave_in_the_order_of_their_deadlines,
       "a timer goes before another when its deadline is earlier")
{
    fresh();
    file(0, 50, 0);
    file(1, 10, 1);
    file(2, -5, 2);
    file(3, 40, 3);
    file(4, AW_NEVER, 4);
    file(5, 0, 5);
    file(6, INT64_MIN, 6);
    file(7, 20, 7);
    say_all();
    EXPECT_SAID("6 2 5 1 7 3 0 4", "filed eight timers, and took all out");
}

GRADED(heap, a_thousand_leave_in_the_order_of_their_deadlines,
       "the timer that goes before all others")
{
    fresh();
    for (size_t i = 0; i < MANY; i++)
        file(i, (aw_time)graded_random(MANY / 2), i);

    EXPECT_INT(timers.len, MANY, "filed 1000 timers");
    EXPECT_INT(take_all_in_order(), MANY,
               "took 1000 timers out (-1: two came in the wrong order)");
    EXPECT_INT(timers.len, 0, "took 1000 timers out");
}

/* A12 */
GRADED(heap, equal_deadlines_leave_by_seq,
       "when their deadlines are equal and its `seq` is smaller")
{
    long wrong = 0;

    fresh();
    for (size_t i = 0; i < MANY; i++)
        file(i, 7 * AW_SEC, i);
    for (long i = 0; i < MANY; i++)
        wrong += take() != i;
    EXPECT_INT(wrong, 0, "filed 1000 equal deadlines; so many came wrong");

    forget();
    file(0, 5, 12);
    file(1, 5, 11);
    file(2, 5, 10);
    say_all();
    EXPECT_SAID("2 1 0", "filed equal deadlines with falling seq");
}

/* ---- Leaving from the middle --------------------------------------------*/

GRADED(heap, a_timer_may_leave_from_anywhere,
       "Take `timer` out, wherever in the heap it stands.")
{
    fresh();
    for (size_t round = 0; round < 100; round++) {
        size_t left = 200;

        for (size_t i = 0; i < left; i++)
            file(i, (aw_time)graded_random(1000), i);
        for (size_t k = 0; k < 100; k++) {
            size_t i = (size_t)graded_random(200);

            if (timer[i].slot != AW_TIMER_UNFILED) {
                aw__heap_remove(&timers, &timer[i]);
                left--;
            }
        }
        EXPECT_INT(take_all_in_order(), left,
                   "removed some of 200 timers at random, then took the rest "
                   "out (-1: two came in the wrong order)");
    }
}

GRADED(heap, the_first_the_last_and_the_only_one_may_leave,
       "Its `slot` is AW_TIMER_UNFILED afterwards.")
{
    fresh();
    for (size_t i = 0; i < 6; i++)
        file(i, (aw_time)i, i);
    aw__heap_remove(&timers, &timer[0]);
    aw__heap_remove(&timers, &timer[5]);
    EXPECT_INT(timer[0].slot, AW_TIMER_UNFILED, "removed the first of six");
    EXPECT_INT(timer[5].slot, AW_TIMER_UNFILED, "removed the last of six");
    EXPECT_INT(timers.len, 4, "removed the first and the last of six");
    say_all();
    EXPECT_SAID("1 2 3 4", "took the rest out");

    file(7, 1, 7);
    aw__heap_remove(&timers, &timer[7]);
    EXPECT_INT(timer[7].slot, AW_TIMER_UNFILED, "removed the only timer");
    EXPECT_INT(timers.len, 0, "removed the only timer");
}

GRADED(heap, slots_are_kept_through_any_mixture,
       "`slot` tells where in the heap a timer stands")
{
    size_t filed = 0, wrong = 0;

    fresh();
    for (size_t step = 0; step < 20000; step++) {
        size_t i = (size_t)graded_random(64);

        if (timer[i].slot == AW_TIMER_UNFILED) {
            file(i, (aw_time)graded_random(16), step);
            filed++;
        } else {
            aw__heap_remove(&timers, &timer[i]);
            filed--;
        }
        wrong += timers.len != filed ||
                 (aw__heap_first(&timers) == NULL) != (filed == 0);
    }
    EXPECT_INT(wrong, 0,
               "20000 times filed a timer or removed it; so often `len` or "
               "the first one was wrong");
    EXPECT_INT(take_all_in_order(), filed, "took the rest out");
}

GRADED(heap, each_slot_has_its_timer, "Find the timer that is filed at `slot`")
{
    fresh();
    for (size_t i = 0; i < 100; i++) {
        file(i, (aw_time)graded_random(30), i);
        for (size_t slot = 0; slot <= i; slot++)
            EXPECT_INT(aw__heap_at(&timers, slot)->slot, slot,
                       "filed %zu timers, and asked for one of them", i + 1);
    }
    EXPECT_INT(timers.len, 100, "which stay filed");
    aw__heap_clear(&timers);
}

GRADED(heap, a_slot_is_an_index,
       "index in the heap; AW_TIMER_UNFILED when not there")
{
    static bool seen[8 * MANY];
    long wrong = 0;

    fresh();
    for (size_t i = 0; i < MANY; i++)
        file(i, (aw_time)graded_random(1000), i);
    for (size_t i = 0; i < MANY; i++) {
        if (timer[i].slot >= 8 * MANY || seen[timer[i].slot])
            wrong++;
        else
            seen[timer[i].slot] = true;
    }
    EXPECT_INT(wrong, 0,
               "filed 1000 timers; so many share their slot with "
               "another one, or have none");
}

/* ---- Room ---------------------------------------------------------------*/

GRADED(heap, room_for_one_more, "Returns true when there is room")
{
    fresh();
    EXPECT(aw__heap_room(&timers), "asked an empty heap for room");
    EXPECT(timers.cap >= 1, "asked for room");
    EXPECT(timers.heap != NULL, "asked for room");
    EXPECT_INT(timers.len, 0, "asked for room");
}

GRADED(heap, memory_is_asked_for_only_when_full,
       "It asks for memory only when `len` has reached `cap`")
{
    size_t early = 0;

    fresh();
    for (size_t i = 0; i < MANY; i++) {
        bool full = timers.len == timers.cap;
        size_t calls = counter.calls;

        file(i, (aw_time)i, i);
        early += counter.calls - calls != full;
    }
    EXPECT_INT(early, 0,
               "filed 1000 timers; so often the heap "
               "asked when it had room, asked twice, or "
               "did not ask");
    EXPECT_INT(timers.len, MANY, "filed 1000 timers");
}

GRADED(heap, the_room_at_least_doubles, "then for at least twice the room")
{
    size_t less = 0;

    fresh();
    for (size_t i = 0; i < MANY; i++) {
        size_t before = timers.cap;

        file(i, (aw_time)i, i);
        less += timers.cap != before && timers.cap < 2 * before;
    }
    EXPECT_INT(less, 0,
               "filed 1000 timers; so often the heap grew "
               "by less than it had");
    EXPECT_AT_MOST(counter.calls, 11, "filed 1000 timers");
}

GRADED(heap, the_room_stays, "The room stays.")
{
    size_t cap, calls;

    fresh();
    for (size_t i = 0; i < 100; i++)
        file(i, (aw_time)i, i);
    cap = timers.cap;
    calls = counter.calls;
    take_all_in_order();
    EXPECT_INT(timers.cap, cap, "took 100 timers out");
    for (size_t i = 0; i < 100; i++)
        file(i, (aw_time)i, i);
    EXPECT_INT(counter.calls, calls, "filed 100 timers where 100 had been");
}

GRADED(heap, without_memory_there_is_no_room,
       "false when there is no memory: then the heap is as it was")
{
    size_t n = 0, cap;
    void *heap;

    fresh();
    counter.fail_from = 2;
    while (n < MANY && aw__heap_room(&timers)) {
        file(n, (aw_time)(MANY - n), n);
        n++;
    }
    cap = timers.cap;
    heap = timers.heap;
    EXPECT(n < MANY, "asked for room without memory");
    EXPECT(!aw__heap_room(&timers), "asked again");
    EXPECT_INT(timers.cap, cap, "was refused memory");
    EXPECT_PTR(timers.heap, heap, "was refused memory");
    EXPECT_INT(timers.len, n, "was refused memory");
    EXPECT_INT(take_all_in_order(), n, "took the filed ones out");
    EXPECT(aw__heap_room(&timers), "asked after some had left");
}

GRADED(heap, an_empty_heap_without_memory,
       "Returns true when there is room, and false when there is no memory")
{
    fresh();
    counter.fail_from = 1;
    EXPECT(!aw__heap_room(&timers), "asked for the first room of all");
    EXPECT_INT(timers.cap, 0, "was refused memory");
    EXPECT_PTR(timers.heap, NULL, "was refused memory");
    counter.fail_from = 0;
    EXPECT(aw__heap_room(&timers), "asked again, and there was memory");
}

/* ---- Misuse -------------------------------------------------------------*/

GRADED(heap, pushing_without_room_is_misuse,
       "Pushing to a heap without room is misuse")
{
    fresh();
    EXPECT_MISUSE(aw__heap_push(&timers, &timer[0]), "",
                  "pushed to a heap that has never been given room");
    for (size_t i = 0; i == 0 || timers.len < timers.cap; i++)
        file(i, (aw_time)i, i);
    EXPECT_MISUSE(aw__heap_push(&timers, &timer[MANY - 1]), "",
                  "pushed to a full heap");
}

GRADED(heap, pushing_twice_is_misuse,
       "so is pushing a timer that is filed already")
{
    fresh();
    file(0, 1, 0);
    EXPECT(aw__heap_room(&timers), "made room");
    EXPECT_MISUSE(aw__heap_push(&timers, &timer[0]), "",
                  "pushed a timer that is filed");
    EXPECT_INT(timers.len, 1, "was stopped by an assertion");
}

GRADED(heap, removing_what_is_not_there_is_misuse,
       "Removing a timer that is not filed in this heap is misuse.")
{
    struct aw_timers other = {0};

    fresh();
    file(0, 1, 0);
    EXPECT_MISUSE(aw__heap_remove(&timers, &timer[1]), "",
                  "removed a timer that was never filed");
    EXPECT_MISUSE(aw__heap_remove(&other, &timer[0]), "",
                  "removed a timer from an empty heap");
    EXPECT(aw__heap_room(&other), "made room in another heap");
    timer[2].when = 2;
    aw__heap_push(&other, &timer[2]);
    EXPECT_MISUSE(aw__heap_remove(&timers, &timer[2]), "",
                  "removed a timer that is filed in another heap");
    EXPECT_INT(timers.len, 1, "was stopped by an assertion");
}

/* ---- The end ------------------------------------------------------------*/

GRADED(heap, clearing_takes_out_every_timer,
       "Take out every timer, and give all memory back.")
{
    long filed = 0;

    fresh();
    for (size_t i = 0; i < 100; i++)
        file(i, (aw_time)(i % 7), i);
    aw__heap_clear(&timers);
    for (size_t i = 0; i < 100; i++)
        filed += timer[i].slot != AW_TIMER_UNFILED;

    EXPECT_INT(filed, 0, "cleared a heap of 100 timers");
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
    EXPECT_INT(take_all_in_order(), MANY, "used a heap without an allocator");
    aw__heap_clear(&timers);
    EXPECT_PTR(timers.heap, NULL, "cleared it");
    EXPECT_INT(bytes_in_use(), before, "cleared it");
    EXPECT_INT(counter.calls, 0, "used a heap without an allocator");
}
