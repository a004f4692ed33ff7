/* SPDX-License-Identifier: MIT */
#ifndef EXPIRE_TESTS_H
#define EXPIRE_TESTS_H

#include <stdlib.h>

#include "aw/timer.h"
#include "graded.h"

enum { MANY = 1000 };

/* A timer with a name, and what its callback does. */
struct named {
    struct aw_timer timer;
    int name;
    struct named *stops, *starts;
    aw_time delay;
};

static struct graded_alloc counter;
static struct aw_timers timers;
static struct aw_ready ready;
static struct aw_clock_virtual clock_;
static struct named t[MANY];

static inline aw_time now(void)
{
    return clock_.clock.now(&clock_.clock);
}

static inline void start(struct named *it, aw_time delay)
{
    aw_timer_start(&timers, &it->timer, aw_deadline(now(), delay));
}

static inline int fire(struct aw_handle *handle)
{
    struct named *it = aw_container_of(handle, struct named, timer.handle);

    say("%d", it->name);
    if (it->stops)
        aw_timer_stop(&timers, &it->stops->timer);
    if (it->starts)
        start(it->starts, it->delay);
    return 0;
}

static inline void fresh(void)
{
    graded_alloc_init(&counter);
    aw_timers_init(&timers, &counter.alloc);
    aw_ready_init(&ready);
    aw_clock_virtual_init(&clock_, 0);
    for (int i = 0; i < MANY; i++) {
        t[i] = (struct named){.name = i};
        aw_timer_init(&t[i].timer, fire);
    }
    forget();
}

/* One turn of a loop at time `at`.  Returns what expire returned. */
static inline size_t turn(aw_time at)
{
    size_t pushed;

    clock_.clock.jump(&clock_.clock, at);
    pushed = aw_timers_expire(&timers, now(), &ready);
    aw_ready_run(&ready);
    return pushed;
}

#endif
