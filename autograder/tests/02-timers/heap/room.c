/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* ---- Room ---------------------------------------------------------------*/

GRADED(heap, room_for_one_more, "Returns true when there is room")
{
    fresh();
    EXPECT(aw__heap_room(&timers), "asked an empty heap for room");
    EXPECT_AT_LEAST(timers.cap, 1, "asked for room");
    EXPECT(timers.heap != NULL, "asked for room: is there a heap?");
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
    EXPECT_AT_MOST(n, MANY - 1,
                   "asked for room again and again; memory was given once");
    EXPECT(!aw__heap_room(&timers), "asked again");
    EXPECT_INT(timers.cap, cap, "was refused memory");
    EXPECT_PTR(timers.heap, heap, "was refused memory");
    EXPECT_INT(timers.len, n, "was refused memory");
    EXPECT_INT(take_all_in_order(), n,
               "took the filed ones out (-1: in the wrong order)%s", disorder);
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
