/* SPDX-License-Identifier: MIT */
/* Three orders go through three stations.  Each order has a task; each station
 * takes its time, and serves whoever comes. */
#include <stdio.h>

#include "aw/task.h"

struct order {
    const char *name;
    int cut, cook; /* how long it takes, in tens of milliseconds */
};

static int serve(void *arg)
{
    const struct order *order = arg;

    printf("%s: cut\n", order->name);
    aw_sleep(order->cut * 10 * AW_MS);
    printf("%s: cook\n", order->name);
    aw_sleep(order->cook * 10 * AW_MS);
    printf("%s: served\n", order->name);
    return order->cut + order->cook;
}

static int kitchen(void *arg)
{
    struct order orders[] = {{"soup", 4, 7}, {"salad", 2, 0}, {"rice", 1, 8}};
    struct aw_task *task[3];
    aw_time began = aw_loop_now(aw_loop_current());
    int work = 0;

    (void)arg;
    for (int i = 0; i < 3; i++)
        task[i] = aw_spawn(aw_loop_current(), serve, &orders[i],
                           AW_NAMED(orders[i].name));
    for (int i = 0; i < 3; i++)
        work += aw_join(task[i], NULL);
    printf("%d units of work in %d\n", work,
           (int)((aw_loop_now(aw_loop_current()) - began) / (10 * AW_MS)));
    return 0;
}

int main(void)
{
    struct aw_run_options options = {.name = "kitchen"};
    struct aw_clock_virtual clock;

    aw_clock_virtual_init(&clock, 0);
    options.loop.clock = &clock.clock;
    return aw_run(kitchen, NULL, &options) < 0;
}
