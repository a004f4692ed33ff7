/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>

GRADED(signals, random_arrivals_agree_with_a_model,
       "Signals of one number that arrive before it has run count as one; no "
       "number is ever lost.")
{
    struct alarm a[16];
    struct world w;

    world_open(&w);
    for (int i = 0; i < 16; i++) {
        alarm_init(&a[i], "x");
        EXPECT_INT(watch(&w, SIGRTMIN + i, &a[i]), 0, "watched RTMIN+%d", i);
    }
    for (int round = 0; round < 500; round++) {
        uint64_t arrived = 0, ran = 0;

        for (uint64_t n = graded_random(20); n > 0; n--) {
            uint64_t i = graded_random(16);

            arrived |= (uint64_t)1 << i;
            raise(SIGRTMIN + (int)i);
        }
        world_turn(&w);
        for (int i = 0; i < 16; i++, forget()) {
            ran |= (uint64_t)(a[i].ran == 1) << i;
            a[i].ran = 0;
        }
        EXPECT_INT(ran, arrived, "round %d: which ran once", round);
    }
    aw_poller_close(&w.poller);
}

static atomic_bool enough;

static void *raises_without_end(void *arg)
{
    (void)arg;
    while (!atomic_load(&enough))
        raise(SIGUSR1);
    return NULL;
}

GRADED(signals, stopping_waits_for_a_handler_on_another_thread,
       "waits until no handler of it runs on another thread")
{
    struct alarm usr1;
    pthread_t thread;
    struct world w;
    int bad = 0;

    alarm_init(&usr1, "x");
    signal(SIGUSR1, SIG_IGN);
    pthread_create(&thread, NULL, raises_without_end, NULL);
    aw_ready_init(&w.ready);
    for (int i = 0; i < 2000; i++, forget()) {
        bad += aw_poller_open(&w.poller, ENGINE, &w.ready, NULL) != 0;
        bad += watch(&w, SIGUSR1, &usr1) != 0;
        world_turn(&w);
        aw_poller_close(&w.poller);
    }
    enough = true;
    pthread_join(thread, NULL);
    EXPECT_INT(bad, 0, "opened and closed a poller under a storm of signals");
    EXPECT_INT(aw_ready_run(&w.ready), 0, "closed the last one");
}
