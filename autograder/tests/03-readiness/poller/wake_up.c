/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>

static void *wakes_once(void *arg)
{
    struct aw_poller *poller = arg;

    poller->ops->wake(poller);
    return NULL;
}

GRADED(poller, a_wake_ends_the_poll_that_runs_or_the_next,
       "End the poll that runs now, or else the next one, at once.")
{
    pthread_t thread;
    struct world w;

    /* A40 */
    world_open(&w);
    pthread_create(&thread, NULL, wakes_once, &w.poller);
    EXPECT_INT(world_poll(&w, AW_NEVER), 0, "polled, and a thread woke it");
    pthread_join(thread, NULL);
    w.poller.ops->wake(&w.poller);
    EXPECT_INT(world_poll(&w, AW_NEVER), 0, "woke it before it polled");
    aw_poller_close(&w.poller);
}

GRADED(poller, wakes_before_a_poll_count_as_one,
       "Wakes that come before the poll sees them count as one.")
{
    aw_time start;
    struct world w;

    /* A42 */
    world_open(&w);
    for (int i = 0; i < 1000; i++)
        w.poller.ops->wake(&w.poller);
    EXPECT_INT(world_poll(&w, AW_NEVER), 0, "woke it 1000 times");
    for (int i = 0; i < 5; i++) {
        start = now();
        world_poll(&w, AW_MS);
        EXPECT_AT_LEAST(now() - start, AW_MS, "polled for 1 ms after that");
    }
    aw_poller_close(&w.poller);
}

GRADED(poller, a_wake_disturbs_no_wait,
       "End the poll that runs now, or else the next one, at once.")
{
    struct scene s;

    scene_open(&s);
    wait_read(&s);
    s.w.poller.ops->wake(&s.w.poller);
    EXPECT_INT(world_poll(&s.w, AW_NEVER), 0, "woke a poll, nothing is ready");
    EXPECT_PTR(s.io.wait[AW_READ], &s.reader.wait, "woke a poll");
    s.w.poller.ops->wake(&s.w.poller);
    put(s.fd[1]);
    EXPECT_INT(world_turn(&s.w), 1, "woke it with a readable descriptor");
    EXPECT_SAID("r", "woke it with a readable descriptor");
    scene_close(&s);
}

static struct aw_poller *interrupted;

static void wakes_from_a_handler(int signo)
{
    (void)signo;
    interrupted->ops->wake(interrupted);
}

GRADED(poller, a_signal_handler_may_wake,
       "it may be called from a signal handler, and leaves errno as it was")
{
    struct sigaction action = {.sa_handler = wakes_from_a_handler};
    struct world w;

    world_open(&w);
    interrupted = &w.poller;
    sigaction(SIGUSR1, &action, NULL);
    errno = EDOM;
    raise(SIGUSR1);
    EXPECT_INT(errno, EDOM, "woke the poller from a signal handler");
    EXPECT_INT(world_poll(&w, AW_NEVER), 0, "woke it from a signal handler");
    aw_poller_close(&w.poller);
}

static atomic_int news;

static void *wakes_often(void *arg)
{
    for (int i = 0; i < WAKES; i++) {
        atomic_fetch_add(&news, 1);
        wakes_once(arg);
    }
    return NULL;
}

GRADED(poller, no_wake_is_lost,
       "End the poll that runs now, or else the next one, at once.")
{
    pthread_t thread[WAKERS];
    struct world w;
    int least = 0;

    /* A42: a lost wake leaves the last poll asleep for ever. */
    world_open(&w);
    for (int i = 0; i < WAKERS; i++)
        pthread_create(&thread[i], NULL, wakes_often, &w.poller);
    while (atomic_load(&news) < WAKERS * WAKES) {
        int rc = world_poll(&w, AW_NEVER);

        least = rc < least ? rc : least;
    }
    for (int i = 0; i < WAKERS; i++)
        pthread_join(thread[i], NULL);
    EXPECT_INT(least, 0, "polled until three threads had told all");
    aw_poller_close(&w.poller);
}
