/* SPDX-License-Identifier: MIT */
/* A timer is in one of four places, and two links and a number tell which:
 *
 *      idle     nothing is set
 *      staged   `link` is in the list `staged`
 *      filed    `slot` is an index in the heap
 *      due      `handle` is queued
 *
 * There is no field "state": it would be a second copy of what the links say
 * already, and the day comes when the two disagree.  The one hard thing is to
 * leave each of the places properly, and stopping is the only function that
 * knows how.  Starting again, expiring and clean-up all go through it. */
#include "aw/heap.h"

void aw_timers_init(struct aw_timers *timers, struct aw_alloc *alloc)
{
    *timers = (struct aw_timers){.alloc = alloc};
    aw_list_init(&timers->staged);
}

/* Popping a node leaves it linked to itself, which is what idle means. */
void aw_timers_deinit(struct aw_timers *timers)
{
    while (aw_list_pop(&timers->staged))
        continue;
    aw__heap_clear(timers);
    timers->live = 0;
}

void aw_timer_init(struct aw_timer *timer, aw_fn fn)
{
    *timer = (struct aw_timer){.slot = AW_TIMER_UNFILED};
    aw_handle_init(&timer->handle, fn);
    aw_list_init(&timer->link);
}

/* [staging] Wrong turn: filing the timer right here.  It is O(log n) instead
 * of a few stores, and it may need memory, so starting a timeout could fail.
 * Most timeouts are stopped before they come due, many in the turn in which
 * they were started.  timing/add_and_cancel sees the difference. */
void aw_timer_start(struct aw_timers *timers, struct aw_timer *timer,
                    aw_time when)
{
    aw_timer_stop(timers, timer);
    timer->when = when;
    /* A number of its own for each start, not for each timer: who starts
     * again queues up behind all that have the same deadline. */
    timer->seq = timers->seq++;
    aw_list_append(&timers->staged, &timer->link);
    timers->live++;
}

/* [four-places] Wrong turn: marking the timer as stopped, and dropping it
 * when it comes to the top.  Then a timeout of an hour that is stopped after
 * a millisecond stays for the hour, and so does the memory around it: test
 * timer/a_million_stopped_timers_leave_nothing_behind catches it. */
bool aw_timer_stop(struct aw_timers *timers, struct aw_timer *timer)
{
    bool staged = !aw_list_empty(&timer->link);

    /* Due, or idle: not ours any more.  The ready queue's handle knows. */
    if (!staged && timer->slot == AW_TIMER_UNFILED)
        return aw_handle_cancel(&timer->handle);
    if (staged)
        aw_list_remove(&timer->link);
    else
        aw__heap_remove(timers, timer);
    timers->live--;
    return true;
}
