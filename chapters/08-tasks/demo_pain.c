/* SPDX-License-Identifier: MIT */
/* Tea: water for three minutes, meanwhile a cup, and then wait for four more.
 * First with callbacks, then with tasks. */
#include <stdio.h>

#include "aw/task.h"

#define MINUTE (10 * AW_MS)

/* ---- With callbacks -----------------------------------------------------*/

struct tea {
    struct aw_loop *loop;
    struct aw_timer water, cup, steep;
    int missing; /* of water and cup */
};

static int steeped(struct aw_handle *handle)
{
    (void)handle;
    printf("  tea\n");
    return 0;
}

static void one_is_there(struct tea *tea)
{
    if (--tea->missing > 0)
        return;
    printf("  pour\n");
    aw_timer_init(&tea->steep, steeped);
    aw_call_later(tea->loop, &tea->steep, 4 * MINUTE);
}

static int water_boils(struct aw_handle *handle)
{
    printf("  water\n");
    one_is_there(aw_container_of(handle, struct tea, water.handle));
    return 0;
}

static int cup_is_there(struct aw_handle *handle)
{
    printf("  cup\n");
    one_is_there(aw_container_of(handle, struct tea, cup.handle));
    return 0;
}

static void with_callbacks(struct aw_loop *loop)
{
    struct tea tea = {.loop = loop, .missing = 2};

    aw_timer_init(&tea.water, water_boils);
    aw_timer_init(&tea.cup, cup_is_there);
    aw_call_later(loop, &tea.water, 3 * MINUTE);
    aw_call_later(loop, &tea.cup, MINUTE);
    /* Nothing but a look from outside says when it is over. */
    while (aw_loop_run_once(loop) > 0)
        continue;
}

/* ---- With tasks ---------------------------------------------------------*/

static int boil(void *arg)
{
    (void)arg;
    aw_sleep(3 * MINUTE);
    printf("  water\n");
    return 0;
}

static int make_tea(void *arg)
{
    struct aw_task *water = aw_spawn(aw_loop_current(), boil, arg, NULL);

    aw_sleep(MINUTE);
    printf("  cup\n");
    aw_join(water, NULL);
    printf("  pour\n");
    aw_sleep(4 * MINUTE);
    printf("  tea\n");
    return 0;
}

int main(void)
{
    struct aw_run_options options = {.name = "tea"};
    struct aw_clock_virtual clock;
    struct aw_loop loop;

    aw_clock_virtual_init(&clock, 0);
    options.loop.clock = &clock.clock;
    if (aw_loop_init(&loop, &options.loop) < 0)
        return 1;
    printf("with callbacks\n");
    with_callbacks(&loop);
    aw_loop_close(&loop);
    printf("with tasks\n");
    return aw_run(make_tea, NULL, &options) < 0;
}
