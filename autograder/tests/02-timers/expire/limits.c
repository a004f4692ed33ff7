/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <stdlib.h>

/* ---- Without memory -----------------------------------------------------*/

GRADED(expire, without_memory_timers_stay_staged,
       "the timers that found no room stay staged")
{
    fresh();
    counter.fail_from = 1;
    start(&t[0], 30);
    start(&t[1], 10);
    start(&t[2], 10);
    start(&t[3], 20);
    EXPECT_INT(aw_timers_next(&timers), 10, "asked without memory");
    EXPECT_INT(timers.len, 0, "asked without memory");
    EXPECT_INT(timers.live, 4, "asked without memory");
    EXPECT_INT(turn(9), 0, "expired too early");
    EXPECT_INT(turn(20), 3, "expired without memory");
    EXPECT_SAID("1 2 3", "expired without memory");
    EXPECT(aw_timer_stop(&timers, &t[0].timer), "stopped the last one");
    EXPECT_INT(aw_timers_next(&timers), AW_NEVER, "stopped the last one");
}

GRADED(expire, filed_and_staged_timers_come_in_one_order,
       "taken into account all the same")
{
    fresh();
    counter.fail_from = 2;
    for (int i = 0; i < 200; i++)
        start(&t[i], i % 2 ? 1000 - i : 5);
    EXPECT_INT(aw_timers_next(&timers), 5, "200 timers, not all filed");
    EXPECT_INT(timers.live, 200, "200 timers, not all filed");
    EXPECT(!aw_list_empty(&timers.staged), "200 timers, not all filed");
    EXPECT_INT(turn(5), 100, "half of them are due");
    EXPECT_INT(timers.live, 100, "half of them were due");
    forget();
    EXPECT_INT(turn(805), 3, "three more are due");
    EXPECT_SAID("199 197 195", "three more are due");
}

GRADED(expire, with_memory_again_all_are_filed,
       "are filed as soon as there is memory")
{
    fresh();
    counter.fail_from = 1;
    for (int i = 0; i < 100; i++)
        start(&t[i], 100 - i);
    aw_timers_next(&timers);
    counter.fail_from = 0;
    EXPECT_INT(aw_timers_next(&timers), 1, "there is memory again");
    EXPECT_INT(timers.len, 100, "there is memory again");
    EXPECT(aw_list_empty(&timers.staged), "there is memory again");
    EXPECT_INT(turn(100), 100, "expired all");
}

/* A life of 300 timers: started in batches, some moved, some stopped, the
 * rest fired.  Says which fired, in their order, and how many are left. */
static void life(size_t fail_once, size_t fail_from)
{
    struct aw_handle *handle;

    fresh();
    counter.fail_once = fail_once;
    counter.fail_from = fail_from;
    for (int i = 0; i < 300; i++) {
        start(&t[i], i * 37 % 50);
        if (i % 16 == 0)
            aw_timers_next(&timers);
        if (i % 5 == 0)
            aw_timer_stop(&timers, &t[i / 2].timer);
        if (i % 7 == 0)
            start(&t[i / 3], i * 11 % 60);
    }
    for (aw_time at = 0; at <= 60; at += 3) {
        aw_timers_expire(&timers, at, &ready);
        aw_ready_turn(&ready);
        while ((handle = aw_ready_take(&ready)))
            say("%d",
                aw_container_of(handle, struct named, timer.handle)->name);
    }
    say("left=%zu", timers.live);
    aw_timers_deinit(&timers);
}

GRADED(expire, a_refused_request_changes_nothing,
       "slower, never lost, never an error")
{
    static char good[4000];

    life(0, 0);
    snprintf(good, sizeof(good), "%s", said());
    for (size_t n = 1; n <= 12; n++) {
        life(n, 0);
        EXPECT_SAID(good, "the %zu. request for memory fails", n);
        EXPECT_INT(counter.blocks, 0, "cleaned up after that");
        life(0, n);
        EXPECT_SAID(good, "all from the %zu. request on fail", n);
        EXPECT_INT(counter.blocks, 0, "cleaned up after that");
    }
}

/* ---- Many ---------------------------------------------------------------*/

GRADED(expire, a_quarter_of_a_million_timers,
       "They are pushed in the order of their deadlines")
{
    enum { N = 250000 };
    struct aw_timer *all = calloc(N, sizeof(*all));
    struct aw_handle *handle;
    aw_time last = -1;
    long wrong = 0, fired = 0;

    fresh();
    for (size_t i = 0; i < N; i++) {
        aw_timer_init(&all[i], fire);
        aw_timer_start(&timers, &all[i], (aw_time)graded_random(250 * AW_MS));
        if (i == N / 2)
            aw_timers_next(&timers);
    }
    for (size_t i = 0; i < N; i += 2)
        aw_timer_stop(&timers, &all[i]);
    EXPECT_INT(timers.live, N / 2, "stopped every other one");
    aw_timers_expire(&timers, 250 * AW_MS, &ready);
    aw_ready_turn(&ready);
    for (; (handle = aw_ready_take(&ready)); fired++) {
        wrong += aw_container_of(handle, struct aw_timer, handle)->when < last;
        last = aw_container_of(handle, struct aw_timer, handle)->when;
    }
    EXPECT_INT(fired, N / 2, "started 250000 timers, stopped half of them");
    EXPECT_INT(wrong, 0, "so many came before one that was due earlier");
    aw_timers_deinit(&timers);
    free(all);
}
