/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <time.h>

static int rang(struct aw_handle *handle)
{
    (void)handle;
    say("rang");
    return 0;
}

GRADED(epoll, a_signal_between_bell_and_bits_is_not_lost,
       "no number is ever lost")
{
    struct aw_handle a, b;
    struct kit s;

    /* A44: one comes right before the bell is silenced, one right after. */
    kit_open(&s);
    aw_handle_init(&a, rang);
    aw_handle_init(&b, rang);
    s.w.poller.ops->signal(&s.w.poller, SIGRTMIN, &a);
    s.w.poller.ops->signal(&s.w.poller, SIGRTMIN + 1, &b);
    s.w.poller.ops->wake(&s.w.poller);
    fail.on_read = SIGRTMIN;
    EXPECT_INT(world_poll(&s.w, AW_NEVER), 2, "two signals during a poll");
    EXPECT_INT(aw_ready_run(&s.w.ready), 2, "two signals during a poll");
    aw_io_close(&s.w.poller, &s.io);
    aw_poller_close(&s.w.poller);
}

GRADED(epoll, a_signal_sets_its_bit, "bit n - 1: signal n waits to be pushed")
{
    struct aw_handle a, b;
    struct kit s;

    kit_open(&s);
    aw_handle_init(&a, rang);
    aw_handle_init(&b, rang);
    s.w.poller.ops->signal(&s.w.poller, SIGHUP, &a);
    s.w.poller.ops->signal(&s.w.poller, SIGRTMAX, &b);
    raise(SIGHUP);
    EXPECT_INT(s.e->pending, 1, "raised signal 1");
    raise(SIGRTMAX);
    EXPECT_INT((int64_t)s.e->pending, INT64_MIN + 1, "raised signal 64");
    EXPECT_INT(aw__signals_take(&s.w.poller), 2, "took what was pending");
    EXPECT_INT(s.e->pending, 0, "took what was pending");
    EXPECT_INT(aw__signals_take(&s.w.poller), 0, "took again");
}

static struct aw_handle ladder[4];

static int name_of(struct aw_handle *handle)
{
    say("%d", (int)(handle - ladder));
    return 0;
}

GRADED(epoll, lower_numbers_are_pushed_first,
       "Push the handle of every signal in `pending`, lower numbers first")
{
    struct kit s;

    kit_open(&s);
    for (int i = 0; i < 4; i++) {
        aw_handle_init(&ladder[i], name_of);
        s.w.poller.ops->signal(&s.w.poller, SIGRTMIN + i, &ladder[i]);
    }
    for (int i = 3; i >= 0; i--)
        raise(SIGRTMIN + i);
    EXPECT_INT(world_turn(&s.w), 4, "raised four signals, the highest first");
    EXPECT_SAID("0 1 2 3", "raised four signals, the highest first");
}

GRADED(epoll, a_bell_that_is_full_loses_no_signal, "no number is ever lost")
{
    const uint64_t most = UINT64_MAX - 1;
    struct aw_handle a;
    struct kit s;

    /* A44 */
    kit_open(&s);
    aw_handle_init(&a, rang);
    s.w.poller.ops->signal(&s.w.poller, SIGUSR1, &a);
    EXPECT_INT(write(s.e->wake_fd, &most, sizeof(most)), sizeof(most),
               "filled the count of the wake descriptor");
    raise(SIGUSR1);
    EXPECT_INT(world_poll(&s.w, AW_NEVER), 1, "raised a signal, polled");
    aw_ready_run(&s.w.ready);
    raise(SIGUSR1);
    EXPECT_INT(world_poll(&s.w, AW_NEVER), 1, "raised it again, polled");
}

static uint64_t events_told;

static void note_events(struct aw_probe *probe, enum aw_probe_event event,
                        const void *subject, uint64_t arg)
{
    struct world *w = aw_container_of(subject, struct world, poller);

    say("%s",
        event == AW_PROBE_POLL && w->poller.probe == probe ? "poll" : "?");
    events_told = arg;
}

static struct {
    clockid_t cpu; /* of the thread that stops watching */
    atomic_bool ringing, returned, left;
} last;

static aw_time cpu_of_the_stopper(void)
{
    struct timespec t = {0};

    clock_gettime(last.cpu, &t);
    return t.tv_sec * AW_SEC + t.tv_nsec;
}

/* Stay inside the handler until the stopper has either come back without
 * waiting, or has spun for 5 ms of its own time; or slept, who knows. */
static void linger(void)
{
    const struct timespec nap = {.tv_nsec = AW_MS / 10};
    aw_time begun = cpu_of_the_stopper();

    last.ringing = true;
    for (int naps = 0; naps < 1000 && !last.returned &&
                       cpu_of_the_stopper() - begun < 5 * AW_MS;
         naps++)
        nanosleep(&nap, NULL);
    last.left = true;
}

static void *rings_slowly(void *arg)
{
    fail.on_write = linger;
    raise(SIGRTMIN);
    return arg;
}

GRADED(epoll, stopping_waits_for_a_handler_that_still_rings,
       "waits until no handler of it runs on another thread")
{
    struct aw_handle handle;
    pthread_t thread;
    struct kit s;
    bool left;

    /* What it rings is about to be closed. */
    kit_open(&s);
    aw_handle_init(&handle, rang);
    s.w.poller.ops->signal(&s.w.poller, SIGRTMIN, &handle);
    pthread_getcpuclockid(pthread_self(), &last.cpu);
    pthread_create(&thread, NULL, rings_slowly, NULL);
    while (!last.ringing)
        sched_yield();
    aw_io_close(&s.w.poller, &s.io);
    s.w.poller.ops->signal(&s.w.poller, SIGRTMIN, NULL);
    left = last.left;
    last.returned = true;
    pthread_join(thread, NULL);
    EXPECT(left, "stopped watching while a handler on another thread was about "
                 "to ring the bell; did the handler leave first?");
    aw_poller_close(&s.w.poller);
}

GRADED(epoll, a_probe_hears_how_many_events_there_were,
       "it hears AW_PROBE_POLL, once for each poll, with the number of events "
       "that it was told of")
{
    struct aw_probe probe = {.event = note_events};
    struct kit s;

    kit_open(&s);
    s.w.poller.probe = &probe;
    await_read(&s);
    put(s.fd[1]);
    s.w.poller.ops->wake(&s.w.poller);
    world_poll(&s.w, 0);
    EXPECT_INT(events_told, 2, "a readable descriptor and a wake-up");
    aw_ready_run(&s.w.ready);
    fail.wait = EINTR;
    world_poll(&s.w, 0);
    EXPECT_INT(events_told, 0, "an interrupted poll");
    EXPECT_SAID("poll r poll", "two polls");
}
