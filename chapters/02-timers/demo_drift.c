/* SPDX-License-Identifier: MIT */
/* A ticker: something to do every 100 ms, which takes 30 ms to do.  When does
 * the next tick come due?  Counted from now, the ticks drift; counted from the
 * deadline that the last one had, they do not. */
#include <stdio.h>

#include "aw/timer.h"

enum { TICKS = 5 };

static struct aw_clock_virtual clock_;
static struct aw_timers timers;
static struct aw_ready ready;

struct ticker {
    struct aw_timer timer;
    bool from_deadline;
    int n;
    aw_time at[TICKS];
};

static int tick(struct aw_handle *handle)
{
    struct ticker *it = aw_container_of(handle, struct ticker, timer.handle);
    aw_time from;

    it->at[it->n++] = clock_.time;
    clock_.clock.jump(&clock_.clock, clock_.time + 30 * AW_MS); /* work */
    from = it->from_deadline ? it->timer.when : clock_.time;
    if (it->n < TICKS)
        aw_timer_start(&timers, &it->timer, aw_deadline(from, 100 * AW_MS));
    return 0;
}

static void run(struct ticker *it, bool from_deadline)
{
    aw_time next;

    *it = (struct ticker){.from_deadline = from_deadline};
    aw_clock_virtual_init(&clock_, 0);
    aw_timer_init(&it->timer, tick);
    aw_timer_start(&timers, &it->timer, 100 * AW_MS);
    while ((next = aw_timers_next(&timers)) != AW_NEVER) {
        clock_.clock.jump(&clock_.clock, next);
        aw_timers_expire(&timers, next, &ready);
        aw_ready_run(&ready);
    }
}

int main(void)
{
    struct ticker drifting, steady;

    aw_timers_init(&timers, NULL);
    aw_ready_init(&ready);
    run(&drifting, false);
    run(&steady, true);
    printf("tick   from now   from the deadline\n");
    for (int i = 0; i < TICKS; i++)
        printf("%4d   %5lld ms   %5lld ms\n", i + 1,
               (long long)(drifting.at[i] / AW_MS),
               (long long)(steady.at[i] / AW_MS));
    aw_timers_deinit(&timers);
    return 0;
}
