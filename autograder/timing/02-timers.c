/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "aw/timer.h"
#include "timing.h"
#include "tune_heap.h"

/* Measured on the reference: 10 to 30 ms of CPU time for each target. */
enum { TIMERS = 60000, ROUNDS = 25, ITEMS = 80000 };

static struct aw_timers timers;
static struct aw_ready ready;
static size_t fired;

static uint64_t draw(uint64_t n)
{
    static uint64_t state = 88172645463325252u;

    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state % n;
}

static int fire(struct aw_handle *handle)
{
    (void)handle;
    fired++;
    return 0;
}

static struct aw_timer *many_timers(size_t n)
{
    struct aw_timer *all = calloc(n, sizeof(*all));

    timing_check(all != NULL, "memory for the timers");
    for (size_t i = 0; i < n; i++)
        aw_timer_init(&all[i], fire);
    aw_timers_init(&timers, NULL);
    aw_ready_init(&ready);
    return all;
}

/* Many timers, with deadlines drawn between 0 and 250 ms, and a turn of the
 * loop for each millisecond. */
static void insert_and_fire(void)
{
    struct aw_timer *all = many_timers(TIMERS);

    timing_start();
    for (size_t i = 0; i < TIMERS; i++)
        aw_timer_start(&timers, &all[i], (aw_time)draw(250 * AW_MS));
    for (aw_time now = 0; now <= 250 * AW_MS; now += AW_MS) {
        aw_timers_next(&timers);
        aw_timers_expire(&timers, now, &ready);
        aw_ready_run(&ready);
    }
    timing_stop();
    TIMING_CHECK(fired == TIMERS);
    TIMING_CHECK(timers.live == 0 && aw_timers_next(&timers) == AW_NEVER);
    aw_timers_deinit(&timers);
    free(all);
}

/* The life of most timeouts: started, and stopped in the same turn, beside
 * others that are filed. */
static void add_and_cancel(void)
{
    struct aw_timer *all = many_timers(TIMERS);

    for (size_t i = 0; i < TIMERS / 2; i++)
        aw_timer_start(&timers, &all[i], AW_SEC + (aw_time)i);
    aw_timers_next(&timers);
    timing_start();
    for (int round = 0; round < ROUNDS; round++) {
        for (size_t i = TIMERS / 2; i < TIMERS; i++)
            aw_timer_start(&timers, &all[i], (aw_time)draw(2 * AW_SEC));
        for (size_t i = TIMERS / 2; i < TIMERS; i++)
            aw_timer_stop(&timers, &all[i]);
        aw_timers_next(&timers);
    }
    timing_stop();
    TIMING_CHECK(timers.live == TIMERS / 2);
    TIMING_CHECK(aw_timers_next(&timers) == AW_SEC);
    TIMING_CHECK(fired == 0);
    aw_timers_deinit(&timers);
    free(all);
}

/* Fill a queue, then empty it.  The items lie in memory in another order than
 * their keys, and in another one than they are queued. */
static void fill_and_drain(void)
{
    struct tune_item *all = calloc(ITEMS, sizeof(*all)), *item;
    struct tune_heap heap;
    int64_t last = -1, wrong = 0;
    size_t n = 0;

    timing_check(all != NULL, "memory for the items");
    for (size_t i = 0; i < ITEMS; i++)
        all[i].key = (int64_t)draw(AW_SEC);
    tune_heap_init(&heap);
    timing_start();
    for (size_t i = 0; i < ITEMS; i++)
        wrong += tune_heap_push(&heap, &all[i * 7919 % ITEMS]) != 0;
    for (; (item = tune_heap_pop(&heap)); n++) {
        wrong += item->key < last;
        last = item->key;
    }
    timing_stop();
    TIMING_CHECK(wrong == 0);
    TIMING_CHECK(n == ITEMS);
    tune_heap_deinit(&heap);
    free(all);
}

int main(int argc, char **argv)
{
    static const struct timing_target targets[] = {
        {"insert_and_fire", insert_and_fire},
        {"add_and_cancel", add_and_cancel},
        {"fill_and_drain", fill_and_drain},
        {NULL, NULL},
    };

    return timing_main(argc, argv, targets);
}
