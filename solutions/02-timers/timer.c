/* SPDX-License-Identifier: MIT */
/* A timer is idle, or in one of three places: staged when `link` is linked,
 * filed when `slot` is an index, due when `handle` is queued.  There is no
 * field "state": it would be a second copy of what these say already, and the
 * day comes when the two disagree.
 *
 * The one hard thing is to leave each place properly.  Only aw_timer_stop
 * knows how; starting again and expiring go through it. */
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

/* [staging] Wrong turn: filing the timer right here.  That may need memory,
 * so starting could fail; timer/starting_allocates_nothing catches it. */
void aw_timer_start(struct aw_timers *timers, struct aw_timer *timer,
                    aw_time when)
{
    aw_timer_stop(timers, timer);
    timer->when = when;
    /* One number for each start: who starts again lines up anew. */
    timer->seq = timers->seq++;
    aw_list_append(&timers->staged, &timer->link);
    timers->live++;
}

/* [four-places] Wrong turn: marking the timer, and dropping it when it comes
 * to the top of the heap.  A limit of an hour that is stopped at once would
 * stay for the hour; timer/a_million_stopped_timers_leave_nothing_behind
 * catches it. */
bool aw_timer_stop(struct aw_timers *timers, struct aw_timer *timer)
{
    bool staged = !aw_list_empty(&timer->link);

    /* Due or idle: the handle knows. */
    if (!staged && timer->slot == AW_TIMER_UNFILED)
        return aw_handle_cancel(&timer->handle);
    if (staged)
        aw_list_remove(&timer->link);
    else
        aw__heap_remove(timers, timer);
    timers->live--;
    return true;
}

/* Addresses are compared as numbers: C says nothing about `<` for pointers
 * into different objects. */
static bool inside(const struct aw_timer *timer, const void *from,
                   const void *to)
{
    return (uintptr_t)timer >= (uintptr_t)from &&
           (uintptr_t)timer < (uintptr_t)to;
}

/* [whose-memory] A walk through all that is started; but only who gives memory
 * back has to ask, and no turn of a loop does. */
struct aw_timer *aw_timers_inside(const struct aw_timers *timers,
                                  const void *from, const void *to)
{
    struct aw_timer *timer;
    struct aw_list *node;

    aw_list_each (node, &timers->staged) {
        timer = aw_container_of(node, struct aw_timer, link);
        if (inside(timer, from, to))
            return timer;
    }
    for (size_t slot = 0; slot < timers->len; slot++) {
        timer = aw__heap_at(timers, slot);
        if (inside(timer, from, to))
            return timer;
    }
    return NULL;
}
