/* SPDX-License-Identifier: MIT */
/* The loop asks when the next timer comes due, and which are due now.  Both
 * times what is staged is filed; then the first of the heap is the answer.
 *
 * The one hard thing is a heap that cannot grow.  Timers that found no room
 * stay in the list, and the answer is looked for in both.  [no-memory]
 *
 * Invariant: every staged timer was started after every filed one.  Filing
 * takes from the front of the list, starting appends at its back. */
#include "aw/heap.h"

static struct aw_timer *staged_timer(struct aw_list *node)
{
    return aw_container_of(node, struct aw_timer, link);
}

/* Ask for room first: a timer without room keeps its place in the list. */
static void file_staged(struct aw_timers *timers)
{
    while (!aw_list_empty(&timers->staged) && aw__heap_room(timers))
        aw__heap_push(timers, staged_timer(aw_list_pop(&timers->staged)));
}

/* The first of all started timers, or NULL.  By the invariant a staged one
 * loses to a filed one with an equal deadline, and to staged ones before it:
 * `<` says both.  With memory the list is empty, and this is O(1). */
static struct aw_timer *earliest(struct aw_timers *timers)
{
    struct aw_timer *first = aw__heap_first(timers);
    struct aw_list *node;

    aw_list_each (node, &timers->staged) {
        if (!first || staged_timer(node)->when < first->when)
            first = staged_timer(node);
    }
    return first;
}

aw_time aw_timers_next(struct aw_timers *timers)
{
    struct aw_timer *first;

    file_staged(timers);
    first = earliest(timers);
    return first ? first->when : AW_NEVER;
}

/* [never] Not even a clock that shows AW_NEVER has reached it. */
static bool is_due(const struct aw_timer *timer, aw_time now)
{
    return timer->when <= now && timer->when != AW_NEVER;
}

/* [push-only] Wrong turn: calling the callback right here.  A timer that
 * starts itself again without delay would keep this loop busy for ever; test
 * expire/a_timer_without_delay_does_not_starve_the_loop catches it. */
size_t aw_timers_expire(struct aw_timers *timers, aw_time now,
                        struct aw_ready *ready)
{
    struct aw_probe *probe = timers->probe;
    struct aw_timer *timer;
    size_t pushed = 0;

    file_staged(timers);
    while ((timer = earliest(timers)) && is_due(timer, now)) {
        aw_timer_stop(timers, timer);
        aw_ready_push(ready, &timer->handle);
        if (probe)
            probe->event(probe, AW_PROBE_TIMER, timer, (uint64_t)timer->when);
        pushed++;
    }
    return pushed;
}
