/* SPDX-License-Identifier: MIT */
#include "aw/future.h"
#include "graded_loop.h"
#include "timing.h"
#include "tune_cache.h"

static uint64_t called;
static uint64_t sum;

/* ---- settle: what one watch costs, from its start to its call ------------*/

enum { WATCHES = 100, ROUNDS = 15000 };

static int count(struct aw_handle *handle)
{
    struct aw_watch *watch = aw_container_of(handle, struct aw_watch, handle);

    called++;
    sum += (uint64_t)(uintptr_t)watch->value;
    return 0;
}

static void settle(void)
{
    static struct aw_watch watch[WATCHES];
    static struct aw_loop loop;
    struct aw_future future;

    TIMING_CHECK(graded_loop_init(&loop, NULL) == 0);
    for (int i = 0; i < WATCHES; i++)
        aw_watch_init(&watch[i], count, i % 2 == 0);

    timing_start();
    for (int round = 0; round < ROUNDS; round++) {
        aw_future_init(&future, &loop, NULL);
        for (int i = 0; i < WATCHES; i++)
            aw_watch_start(&watch[i], &future);
        aw_future_resolve(&future, (void *)(uintptr_t)2);
        aw_future_deinit(&future);
        aw_ready_run(&loop.ready);
    }
    timing_stop();

    TIMING_CHECK(called == (uint64_t)WATCHES * ROUNDS);
    TIMING_CHECK(sum == 2 * called);
    aw_loop_close(&loop);
}

/* ---- start_stop: a watch that comes and goes among many -----------------*/

enum { OTHERS = 500, PAIRS = 700000 };

static void start_stop(void)
{
    static struct aw_watch other[OTHERS], watch[2];
    static struct aw_loop loop;
    struct aw_future future;
    uint64_t stopped = 0;

    TIMING_CHECK(graded_loop_init(&loop, NULL) == 0);
    aw_future_init(&future, &loop, NULL);
    for (int i = 0; i < OTHERS; i++) {
        aw_watch_init(&other[i], count, true);
        aw_watch_start(&other[i], &future);
    }
    aw_watch_init(&watch[0], count, true);
    aw_watch_init(&watch[1], count, true);

    timing_start();
    for (int i = 0; i < PAIRS; i++) {
        aw_watch_start(&watch[i % 2], &future);
        if (i > 0)
            stopped += aw_watch_stop(&watch[(i - 1) % 2]);
    }
    timing_stop();

    TIMING_CHECK(stopped == PAIRS - 1);
    TIMING_CHECK(future.awaits == OTHERS + 1);
}

/* ---- cache: many who wait for one load, while others work ----------------*/

enum { CLIENTS = 300, LOADS = 200, TURNS = 50 };

static void loads(struct tune_cache *cache)
{
    (void)cache;
}

static void told(struct tune_ask *ask, void *value)
{
    (void)ask;
    called++;
    sum += (uint64_t)(uintptr_t)value;
}

static void cache(void)
{
    static struct tune_ask ask[CLIENTS];
    static struct aw_loop loop;
    struct tune_cache one;

    TIMING_CHECK(graded_loop_init(&loop, NULL) == 0);

    timing_start();
    for (int load = 0; load < LOADS; load++) {
        tune_cache_init(&one, &loop, loads);
        for (int i = 0; i < CLIENTS; i++)
            tune_cache_ask(&one, &ask[i], told);
        for (int turn = 0; turn < TURNS; turn++)
            aw_ready_run(&loop.ready);
        tune_cache_loaded(&one, (void *)(uintptr_t)2);
        aw_ready_run(&loop.ready);
    }
    timing_stop();

    TIMING_CHECK(called == (uint64_t)CLIENTS * LOADS);
    TIMING_CHECK(sum == 2 * called);
}

int main(int argc, char **argv)
{
    static const struct timing_target targets[] = {
        {"settle", settle},
        {"start_stop", start_stop},
        {"cache", cache},
        {NULL, NULL},
    };

    return timing_main(argc, argv, targets);
}
