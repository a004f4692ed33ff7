/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <sys/eventfd.h>

/* ---- Time ---------------------------------------------------------------*/

GRADED(poller, a_timeout_of_zero_or_less_does_not_wait,
       "0 or less does not wait, AW_NEVER waits for ever")
{
    struct scene s;

    scene_open(&s);
    wait_read(&s);
    EXPECT_INT(world_poll(&s.w, 0), 0, "polled for 0");
    EXPECT_INT(world_poll(&s.w, -1), 0, "polled for -1 ns");
    EXPECT_INT(world_poll(&s.w, -AW_SEC * 3600), 0, "polled for -1 hour");
    EXPECT_INT(world_poll(&s.w, INT64_MIN), 0, "polled for the least time");
    scene_close(&s);
}

GRADED(poller, a_poll_is_never_cut_short, "anything between is never cut short")
{
    static const aw_time length[] = {1, 10 * AW_US, 999 * AW_US, 1500 * AW_US,
                                     2 * AW_MS + 1};
    struct scene s;
    aw_time start;

    /* A15 */
    scene_open(&s);
    wait_read(&s);
    for (int i = 0; i < 25; i++) {
        start = now();
        EXPECT_INT(world_poll(&s.w, length[i % 5]), 0, "polled while idle");
        EXPECT_AT_LEAST(now() - start, length[i % 5],
                        "polled for %d ns while idle", (int)length[i % 5]);
    }
    scene_close(&s);
}

GRADED(poller, an_event_ends_a_long_poll,
       "Wait for events for at most `timeout`")
{
    struct scene s;

    scene_open(&s);
    wait_read(&s);
    put(s.fd[1]);
    EXPECT_INT(world_poll(&s.w, 3600 * AW_SEC), 1, "polled for an hour");
    aw_ready_run(&s.w.ready);
    scene_close(&s);
}

static void on_signal(int signo)
{
    (void)signo;
}

static void *interrupts(void *arg)
{
    struct scene *s = arg;

    for (int i = 0; i < 200; i++) {
        raise(SIGUSR1);
        kill(getpid(), SIGUSR1);
    }
    s->w.poller.ops->wake(&s->w.poller);
    return NULL;
}

GRADED(poller, an_interrupted_poll_is_no_error,
       "A signal that interrupts it may end the poll early, and is not an "
       "error.")
{
    struct sigaction action = {.sa_handler = on_signal};
    struct scene s;
    pthread_t thread;
    int least = 0;

    /* A45: EINTR never reaches users. */
    scene_open(&s);
    sigaction(SIGUSR1, &action, NULL);
    pthread_create(&thread, NULL, interrupts, &s);
    for (int i = 0; i < 50; i++) {
        int rc = world_poll(&s.w, AW_MS / 5);

        least = rc < least ? rc : least;
    }
    pthread_join(thread, NULL);
    EXPECT_INT(least, 0, "polled while signals arrive");
    scene_close(&s);
}

/* ---- Many ---------------------------------------------------------------*/

enum { CROWD = 600 };

static struct world crowd;
static struct aw_io crowd_io[CROWD];
static struct waiter crowd_waiter[CROWD];

/* It is still writable, and waits again at once: those behind it must not
 * starve. */
static int one_of_the_crowd(struct aw_handle *handle)
{
    struct aw_io_wait *wait =
        aw_container_of(handle, struct aw_io_wait, handle);
    struct waiter *waiter = aw_container_of(wait, struct waiter, wait);

    waiter->ran++;
    return aw_io_wait(&crowd.poller, &crowd_io[waiter - crowd_waiter], AW_WRITE,
                      wait);
}

GRADED(poller, each_of_many_ready_descriptors_has_its_turn,
       "However many descriptors are ready, each has its turn after a few "
       "polls.")
{
    int bad = 0, had_none = 0;

    world_open(&crowd);
    for (int i = 0; i < CROWD; i++) {
        struct aw_io_wait *wait = &crowd_waiter[i].wait;

        aw_handle_init(&wait->handle, one_of_the_crowd);
        bad += aw_io_open(&crowd.poller, &crowd_io[i], eventfd(1, 0)) != 0;
        bad += aw_io_wait(&crowd.poller, &crowd_io[i], AW_WRITE, wait) != 0;
    }
    EXPECT_INT(bad, 0, "watched 600 descriptors, all of them writable");
    for (int turn = 0; turn < 10; turn++)
        world_turn(&crowd);
    for (int i = 0; i < CROWD; i++)
        had_none += crowd_waiter[i].ran == 0;
    EXPECT_INT(had_none, 0, "polled 10 times: who has had no turn?");
}

static void count_polls(struct aw_probe *probe, enum aw_probe_event event,
                        const void *subject, uint64_t arg)
{
    (void)probe;
    say(event == AW_PROBE_POLL ? "poll" : "another-event");
    say(arg > 0 ? "some" : "none");
    (void)subject;
}

GRADED(poller, a_probe_hears_of_every_poll,
       "If a probe is set it hears AW_PROBE_POLL, once for each poll")
{
    struct aw_probe probe = {.event = count_polls};
    struct scene s;

    scene_open(&s);
    world_poll(&s.w, 0);
    s.w.poller.probe = &probe;
    world_poll(&s.w, 0);
    EXPECT_SAID("poll none", "polled with nothing to report");
    wait_read(&s);
    put(s.fd[1]);
    world_poll(&s.w, 0);
    EXPECT_SAID("poll none poll some", "polled with one descriptor ready");
    scene_close(&s);
}
