/* SPDX-License-Identifier: MIT */
#include "fixture.h"

enum { FEW = 40 };

static uint64_t started;

static void does_something(void)
{
    static const aw_time limits[] = {INT64_MIN, -1, AW_NEVER, AW_NEVER - 1};
    size_t i = graded_random(FEW);
    struct aw_timer *it = &timer[i];

    switch (graded_random(8)) {
    case 0:
        say("first%ld", take());
        break;
    case 1:
    case 2:
        if (it->slot == AW_TIMER_UNFILED)
            break;
        aw__heap_remove(&timers, it);
        say("-%zu%s", i, it->slot == AW_TIMER_UNFILED ? "" : "-filed");
        break;
    default:
        if (it->slot != AW_TIMER_UNFILED)
            break;
        file(i,
             graded_random(8) ? (aw_time)graded_random(12)
                              : limits[graded_random(4)],
             ++started);
        say("+%zu:%lld", i, (long long)it->when);
    }
}

/* Each is found where it says that it stands. */
static size_t found(void)
{
    size_t n = 0;

    for (size_t i = 0; i < FEW; i++)
        n += timer[i].slot != AW_TIMER_UNFILED &&
             aw__heap_at(&timers, timer[i].slot) == &timer[i];
    return n;
}

GRADED(heap, drawn_timers_leave_as_in_the_reference,
       "Find the timer that goes before all others.")
{
    fresh();
    for (int round = 0; round < 4; round++) {
        for (int i = 0; i < 60; i++) {
            const struct aw_timer *first;

            does_something();
            first = aw__heap_first(&timers);
            say("<%ld", first ? (long)(first - timer) : -1);
        }
        say("len%zu,%zu", timers.len, found());
        if (round % 2)
            aw__heap_clear(&timers);
        else
            say_all();
        say("left%zu,%zu", timers.len, found());
    }
    aw__heap_clear(&timers);
    say("%zu", counter.blocks);
    EXPECT_AS_REFERENCE(
        "filed timers (+3:7, timer 3 for 7), removed some (-3), "
        "and took the first; <3 is the first after each");
}
