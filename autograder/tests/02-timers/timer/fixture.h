/* SPDX-License-Identifier: MIT */
/* These tests file timers, and let them come due, by hand: so they pass
 * before expire.c is written. */
#ifndef TIMER_TESTS_H
#define TIMER_TESTS_H

#include <stdlib.h>
#include <string.h>

#include "aw/heap.h"
#include "graded.h"

static struct graded_alloc counter;
static struct aw_timers timers;
static struct aw_timer a, b, c;
static struct aw_ready ready;

static inline int say_letter(struct aw_handle *handle)
{
    struct aw_timer *timer = aw_container_of(handle, struct aw_timer, handle);

    say("%c", timer == &a ? 'a' : timer == &b ? 'b' : 'c');
    return 0;
}

static inline void fresh(void)
{
    graded_alloc_init(&counter);
    aw_timers_init(&timers, &counter.alloc);
    aw_timer_init(&a, say_letter);
    aw_timer_init(&b, say_letter);
    aw_timer_init(&c, say_letter);
    aw_ready_init(&ready);
    forget();
}

/* What aw_timers_next does with a staged timer. */
static inline void file(struct aw_timer *timer)
{
    aw_list_remove(&timer->link);
    if (aw__heap_room(&timers))
        aw__heap_push(&timers, timer);
}

/* What aw_timers_expire does with a staged timer. */
static inline void make_due(struct aw_timer *timer)
{
    aw_list_remove(&timer->link);
    timers.live--;
    aw_ready_push(&ready, &timer->handle);
}

static inline const char *state(const struct aw_timer *timer)
{
    return !aw_list_empty(&timer->link)       ? "staged"
           : timer->slot != AW_TIMER_UNFILED  ? "filed"
           : aw_handle_queued(&timer->handle) ? "due"
                                              : "idle";
}

static inline bool idle(const struct aw_timer *timer)
{
    return strcmp(state(timer), "idle") == 0;
}

static inline void say_staged(void)
{
    struct aw_list *node;

    aw_list_each (node, &timers.staged) {
        say_letter(&aw_container_of(node, struct aw_timer, link)->handle);
    }
}

#endif
