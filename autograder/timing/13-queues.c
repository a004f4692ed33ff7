/* SPDX-License-Identifier: MIT */
/* Queues that are used all day: without a wait, and from task to task. */
#include "aw/queue.h"
#include "graded_loop.h"
#include "timing.h"
#include "tune_readings.h"

static struct aw_loop loop;
static struct aw_queue q;
static uint64_t sum;

/* ---- priority: a heap that is kept full ---------------------------------*/

enum { HELD = 16000, THROUGH = 50000 };

static bool before(const void *a, const void *b)
{
    return (uintptr_t)a < (uintptr_t)b;
}

static void priority(void)
{
    static struct aw_queue_slot room[HELD + 1];
    uintptr_t random = 88172645463325252u, previous = 0;
    void *item;

    TIMING_CHECK(graded_loop_init(&loop, NULL) == 0);
    aw_queue_init(&q, &loop,
                  &(struct aw_queue_options){.order = &aw_queue_priority,
                                             .max = HELD + 1,
                                             .room = room,
                                             .before = before});
    timing_start();
    for (size_t i = 0; i < THROUGH; i++) {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        aw_queue_try_put(&q, (void *)(random >> 8));
        if (aw_queue_len(&q) > HELD)
            aw_queue_try_get(&q, &item);
    }
    while (aw_queue_try_get(&q, &item) == 0) {
        sum += (uintptr_t)item >= previous;
        previous = (uintptr_t)item;
    }
    timing_stop();
    TIMING_CHECK(sum == HELD);
}

/* ---- put_get: room for one, an item for the other -----------------------*/

enum { ROUNDS = 400000, FILL = 100 };

static int puts_and_gets(void *arg)
{
    void *item;

    (void)arg;
    for (int i = 0; i < FILL; i++)
        aw_queue_put(&q, NULL);
    timing_start();
    for (uintptr_t i = 0; i < ROUNDS; i++) {
        aw_queue_put(&q, (void *)i);
        aw_queue_get(&q, &item);
        sum += (uintptr_t)item;
    }
    timing_stop();
    return 0;
}

static void put_get(void)
{
    TIMING_CHECK(graded_loop_init(&loop, NULL) == 0);
    aw_queue_init(&q, &loop, NULL);
    aw_task_drop(aw_spawn(&loop, puts_and_gets, NULL, NULL));
    while (aw_loop_run_once(&loop) > 0)
        continue;
    TIMING_CHECK(sum == (uint64_t)(ROUNDS - FILL) * (ROUNDS - FILL - 1) / 2);
    TIMING_CHECK(aw_queue_len(&q) == FILL);
}

/* ---- hand_over: each item wakes somebody --------------------------------*/

enum { ITEMS = 100000 };

static int hands(void *arg)
{
    (void)arg;
    for (uintptr_t i = 0; i < ITEMS; i++)
        aw_queue_put(&q, (void *)i);
    aw_queue_shutdown(&q);
    return 0;
}

static int takes(void *arg)
{
    void *item;

    (void)arg;
    while (aw_queue_get(&q, &item) == 0)
        sum += (uintptr_t)item;
    return 0;
}

static void hand_over(void)
{
    static struct aw_queue_slot room[1];

    TIMING_CHECK(graded_loop_init(&loop, NULL) == 0);
    aw_queue_init(&q, &loop,
                  &(struct aw_queue_options){.max = 1, .room = room});
    aw_task_drop(aw_spawn(&loop, hands, NULL, NULL));
    aw_task_drop(aw_spawn(&loop, takes, NULL, NULL));
    timing_start();
    while (aw_loop_run_once(&loop) > 0)
        continue;
    timing_stop();
    TIMING_CHECK(sum == (uint64_t)ITEMS * (ITEMS - 1) / 2);
}

/* ---- tune_readings: thousands are held ----------------------------------*/

enum { READINGS = 24000, LATE = 6000 };

static struct tune_reading readings[READINGS];

static void takes_reading(struct tune_stream *stream, struct tune_reading *r)
{
    (void)stream;
    sum += r->value;
}

static int puts_in_order(void *arg)
{
    struct tune_stream stream = {.in = &q, .late = LATE, .out = takes_reading};

    (void)arg;
    timing_start();
    TIMING_CHECK(tune_readings(&stream) == 0);
    timing_stop();
    return 0;
}

static void tune(void)
{
    uint64_t random = 88172645463325252u;

    TIMING_CHECK(graded_loop_init(&loop, NULL) == 0);
    aw_queue_init(&q, &loop, NULL);
    for (size_t i = 0; i < READINGS; i++) {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        readings[i] = (struct tune_reading){(aw_time)(i + random % LATE), 1};
        aw_queue_try_put(&q, &readings[i]);
    }
    aw_queue_shutdown(&q);
    aw_task_drop(aw_spawn(&loop, puts_in_order, NULL, NULL));
    while (aw_loop_run_once(&loop) > 0)
        continue;
    TIMING_CHECK(sum == READINGS);
}

int main(int argc, char **argv)
{
    static const struct timing_target targets[] = {
        {"priority", priority},  {"put_get", put_get}, {"hand_over", hand_over},
        {"tune_readings", tune}, {NULL, NULL},
    };
    return timing_main(argc, argv, targets);
}
