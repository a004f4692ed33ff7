/* SPDX-License-Identifier: MIT */
/* How long a poll waits; and iterations of chapter 04 on it.
 *
 * The functions below stand in for libc's, also for libuv's calls: the linker
 * makes names of the program known to the libraries that use them. */
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <time.h>

#include "kit.h"

#include "../04-event-loop/iterate.c"

_Thread_local struct kit_calls kit_calls;
_Thread_local struct kit_time kit_time;
_Thread_local struct kit_fail kit_fail;

/* Is this the call that has to fail? */
static bool fails(int *countdown)
{
    if (*countdown == 0 || --*countdown > 0)
        return false;
    errno = EMFILE;
    return true;
}

int epoll_create1(int flags)
{
    return fails(&kit_fail.create) ? -1
                                   : (int)syscall(SYS_epoll_create1, flags);
}

int eventfd(unsigned count, int flags)
{
    return fails(&kit_fail.bell) ? -1
                                 : (int)syscall(SYS_eventfd2, count, flags);
}

/* Nothing will come any more: say so at once, and not when the grader has lost
 * its patience.  What comes is no check: whether the loop has to sleep for it
 * depends on which thread is faster, and checks are counted. */
static void wait_for_nothing(int set, struct epoll_event *events, int max)
{
    long n = syscall(SYS_epoll_pwait, set, events, max, 2000, NULL, 8);

    if (n == 0)
        EXPECT(false, "ran a loop: it sleeps, and there is nothing to come");
}

static int wait_for_real(int set, struct epoll_event *events, int max,
                         int timeout)
{
    int n = (int)syscall(SYS_epoll_pwait, set, events, max, timeout, NULL, 8);

    kit_calls.wait++;
    kit_calls.timeout = timeout;
    kit_calls.events += n > 0 ? n : 0;
    return n;
}

int epoll_wait(int set, struct epoll_event *events, int max, int timeout)
{
    int n;

    if (timeout < 0 && kit_time.impatient)
        wait_for_nothing(set, events, max);
    if (timeout < 0 && kit_time.asleep)
        kit_time.asleep->ops->wake(kit_time.asleep);
    if (!kit_time.now || timeout <= 0)
        return wait_for_real(set, events, max, timeout);
    n = wait_for_real(set, events, max, 0);
    kit_calls.timeout = timeout;
    kit_time.now += n == 0 ? timeout * AW_MS : 0;
    return n;
}

int epoll_pwait(int set, struct epoll_event *events, int max, int timeout,
                const sigset_t *mask)
{
    (void)mask;
    return epoll_wait(set, events, max, timeout);
}

int epoll_ctl(int set, int op, int fd, struct epoll_event *event)
{
    kit_calls.ctl++;
    return (int)syscall(SYS_epoll_ctl, set, op, fd, event);
}

int poll(struct pollfd *fds, nfds_t n, int timeout)
{
    struct timespec limit = {timeout / 1000, timeout % 1000 * AW_MS};

    kit_calls.poll++;
    return (int)syscall(SYS_ppoll, fds, n, timeout < 0 ? NULL : &limit, NULL,
                        8);
}

int clock_gettime(clockid_t id, struct timespec *t)
{
    if (!kit_time.now)
        return (int)syscall(SYS_clock_gettime, id, t);
    t->tv_sec = kit_time.now / AW_SEC;
    t->tv_nsec = kit_time.now % AW_SEC;
    kit_time.now += kit_time.step;
    return 0;
}

/* From now on the clock is ours, and shows `fraction` nanoseconds behind a
 * whole millisecond.  It never goes back. */
static struct kit *shared;
static struct kit_wait guest;

static void guest_pushes(uv_timer_t *timer)
{
    (void)timer;
    aw_ready_push(&shared->ready, &guest.wait.handle);
}

static void clock_is_ours(int64_t fraction)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    kit_time.now = t.tv_sec * AW_SEC + t.tv_nsec;
    kit_time.now = (kit_time.now / AW_MS + 100) * AW_MS + fraction;
    kit_time.step = 50;
}

/* ---- The alarm ----------------------------------------------------------*/

/* How long a poll takes by our clock, begun so close to a whole millisecond. */
static int64_t length_of(struct kit *k, int64_t before, aw_time timeout)
{
    int64_t begun;

    clock_is_ours(AW_MS - before);
    begun = kit_time.now;
    EXPECT_INT(kit_poll(k, timeout), 0, "polled while idle");
    return kit_time.now - begun;
}

GRADED(uv_poll, the_moment_of_the_alarm_is_rounded_up,
       "anything between is never cut short, and rounded up where the kernel "
       "counts in coarser units")
{
    static const aw_time length[] = {AW_MS / 2, AW_MS, AW_MS * 3 / 2,
                                     10 * AW_MS - 1, 10 * AW_MS + 1};
    int early = 0, late = 0;
    struct kit k;

    /* A10, A15: wherever in the poll the millisecond ends. */
    kit_bare(&k);
    kit_time.asleep = &k.poller;
    for (int64_t before = 10; before < 1000; before += 50)
        for (int i = 0; i < 5; i++) {
            int64_t took = length_of(&k, before, length[i]);

            early += took < length[i];
            late += took > length[i] + 3 * AW_MS;
        }
    EXPECT_INT(early, 0, "polled for 0.5 to 10 ms: polls that were cut short");
    EXPECT_INT(late, 0, "polled: polls that took 3 ms more than asked for");
    kit_time.now = 0;
    kit_close(&k);
}

GRADED(uv_poll, an_alarm_that_goes_off_before_the_wait_prevents_it,
       "Wait for events for at most `timeout`")
{
    int for_ever = 0;
    struct kit k;

    kit_bare(&k);
    kit_time.asleep = &k.poller;
    for (int64_t before = 10; before < 1000; before += 50)
        for (aw_time timeout = 1; timeout < 200; timeout += 60) {
            int64_t took = length_of(&k, before, timeout);

            for_ever += kit_calls.timeout < 0 || took > 3 * AW_MS;
        }
    EXPECT_INT(for_ever, 0, "polled for 1 to 181 ns: waits without end");
    kit_time.now = 0;
    kit_close(&k);
}

GRADED(uv_poll, there_is_no_alarm_where_none_is_needed,
       "0 or less does not wait, AW_NEVER waits for ever")
{
    struct kit k;

    kit_bare(&k);
    k.poller.ops->wake(&k.poller);
    kit_poll(&k, AW_NEVER);
    EXPECT_INT(kit_calls.timeout, -1, "polled for ever");
    kit_poll(&k, 0);
    EXPECT_INT(kit_calls.timeout, 0, "polled for 0");
    kit_poll(&k, INT64_MIN);
    EXPECT_INT(kit_calls.timeout, 0, "polled for the least time");
    kit_close(&k);
}

GRADED(uv_poll, an_alarm_is_taken_back_when_the_poll_ends,
       "Wait for events for at most `timeout`")
{
    struct kit k;

    kit_bare(&k);
    k.poller.ops->wake(&k.poller);
    kit_poll(&k, 3600 * AW_SEC);
    EXPECT(kit_calls.timeout > 0, "polled for an hour, and was woken");
    k.poller.ops->wake(&k.poller);
    kit_poll(&k, AW_NEVER);
    EXPECT_INT(kit_calls.timeout, -1, "then polled for ever");
    kit_close(&k);
}

GRADED(uv_poll, a_huge_limit_does_not_wrap,
       "anything between is never cut short")
{
    static const aw_time length[] = {AW_NEVER - 1, AW_NEVER / 2,
                                     366 * 86400 * AW_SEC};
    struct kit k;

    /* A14 */
    kit_bare(&k);
    for (int i = 0; i < 3; i++) {
        k.poller.ops->wake(&k.poller);
        kit_calls.timeout = 0;
        EXPECT_INT(kit_poll(&k, length[i]), 0, "woke it, polled for years");
        EXPECT(kit_calls.timeout == -1 || kit_calls.timeout > 86400 * 1000,
               "polled for years: the kernel was told %d ms",
               kit_calls.timeout);
    }
    kit_close(&k);
}

GRADED(uv_poll, a_poll_waits_also_behind_a_close,
       "anything between is never cut short")
{
    struct kit k;
    int64_t begun;

    kit_open(&k);
    kit_read(&k);
    kit_turn(&k);
    aw_io_close(&k.poller, &k.io);
    aw_ready_run(&k.ready);
    clock_is_ours(0);
    begun = kit_time.now;
    EXPECT_INT(kit_poll(&k, 5 * AW_MS), 0, "closed a descriptor, polled");
    EXPECT(kit_time.now - begun >= 5 * AW_MS, "polled for 5 ms behind a close");
    kit_time.now = 0;
    kit_close(&k);
}

/* Poll for so many milliseconds by our clock; did it take that long? */
static bool waits_for(struct kit *k, int ms)
{
    int64_t begun = kit_time.now;

    EXPECT_INT(kit_poll(k, ms * AW_MS), 0, "polled for %d ms", ms);
    return kit_time.now - begun >= ms * AW_MS;
}

GRADED(uv_poll, what_was_before_cuts_no_poll_short,
       "anything between is never cut short")
{
    struct kit k;

    /* [0]: a poll until its limit was before; [1]: one that did not wait. */
    for (int i = 0; i < 2; i++) {
        kit_open(&k);
        kit_read(&k);
        kit_turn(&k);
        clock_is_ours(0);
        if (i == 0)
            EXPECT(waits_for(&k, 3), "polled until the limit");
        aw_io_close(&k.poller, &k.io);
        if (i == 1)
            kit_poll(&k, 0);
        EXPECT(waits_for(&k, 20), "%s, closed a descriptor%s",
               i ? "polled for 0" : "polled until the limit",
               i ? " before that" : "");
        kit_time.now = 0;
        aw_ready_run(&k.ready);
        kit_close(&k);
    }
}

GRADED(uv_poll, each_poll_waits_while_others_are_alive,
       "anything between is never cut short")
{
    uv_timer_t timer;
    struct kit k;

    kit_open(&k);
    uv_timer_init(k.poller.ops->native(&k.poller), &timer);
    uv_timer_start(&timer, guest_pushes, 3600 * 1000, 0);
    clock_is_ours(0);
    for (int i = 0; i < 3; i++)
        EXPECT(waits_for(&k, 5), "poll %d, with a timer of libuv's", i + 1);
    kit_time.now = 0;
    kit_close(&k);
}

GRADED(uv_poll, news_behind_a_close_end_the_poll,
       "Wait for events for at most `timeout`")
{
    struct aw_io other;
    struct kit k;
    int fd[2];

    /* What comes in the run that closes must not be slept over. */
    kit_open(&k);
    kit_pair(fd);
    EXPECT_INT(aw_io_open(&k.poller, &other, fd[0]), 0, "watched another");
    for (int i = 0; i < 2; i++) {
        aw_io_close(&k.poller, i == 0 ? &other : &k.io);
        if (i == 0)
            kit_read(&k), kit_put(k.fd[1]);
        else
            k.poller.ops->wake(&k.poller);
        EXPECT_INT(kit_poll(&k, AW_NEVER), i == 0, "closed one, polled");
        aw_ready_run(&k.ready);
    }
    EXPECT_SAID("r", "closed one with the other readable");
    close(fd[0]);
    close(fd[1]);
    kit_close(&k);
}

/* ---- Others on the loop -------------------------------------------------*/

GRADED(uv_poll, a_callback_of_others_may_end_a_poll,
       "From then on callbacks of others run inside of polls, and any of them "
       "may end a poll early")
{
    uv_timer_t timer;
    struct kit k;

    kit_open(&k);
    shared = &k;
    kit_wait_init(&guest, "guest");
    uv_timer_init(k.poller.ops->native(&k.poller), &timer);
    uv_timer_start(&timer, guest_pushes, 0, 0);
    aw_io_close(&k.poller, &k.io);
    /* It is due in the run that closes the descriptor's handle. */
    kit_time.asleep = &k.poller;
    EXPECT_INT(kit_poll(&k, AW_NEVER), 0, "polled with a timer of libuv's");
    EXPECT(kit_calls.timeout >= 0, "polled: did it wait for ever?");
    kit_time.asleep = NULL;
    EXPECT_INT(aw_ready_run(&k.ready), 1, "polled until a timer of libuv's");
    EXPECT_SAID("guest", "polled until a timer of libuv's pushed");
    kit_close(&k);
}

GRADED(uv_poll, a_stop_of_others_spoils_nothing,
       "Wait for events for at most `timeout`")
{
    struct kit k;

    kit_open(&k);
    uv_stop(k.poller.ops->native(&k.poller));
    kit_read(&k);
    kit_put(k.fd[1]);
    for (int i = 0; i < 3 && k.reader.ran == 0; i++)
        kit_turn(&k);
    EXPECT_INT(k.reader.ran, 1, "stopped libuv's loop, polled three times");
    kit_close(&k);
}

static void looks_at_the_log(uv_check_t *check)
{
    (void)check;
    say(shared->reader.ran ? "inside" : "not-yet");
}

GRADED(uv_poll, nothing_runs_inside_of_libuv,
       "push what became ready to `poller->ready`; run nothing")
{
    uv_check_t check;
    struct kit k;

    /* K8: libuv's check handles are called behind its descriptors. */
    kit_open(&k);
    shared = &k;
    uv_check_init(k.poller.ops->native(&k.poller), &check);
    uv_check_start(&check, looks_at_the_log);
    kit_read(&k);
    kit_put(k.fd[1]);
    EXPECT_INT(kit_poll(&k, 0), 1, "polled with a readable descriptor");
    EXPECT(aw_handle_queued(&k.reader.wait.handle), "polled");
    EXPECT_SAID("not-yet", "polled, and did not run the queue");
    aw_ready_run(&k.ready);
    EXPECT_SAID("not-yet r", "ran the queue");
    kit_close(&k);
}

/* ---- The probe ----------------------------------------------------------*/

static uint64_t told;
static int times_told;

static void hears_polls(struct aw_probe *probe, enum aw_probe_event event,
                        const void *subject, uint64_t arg)
{
    (void)probe, (void)subject;
    times_told += event == AW_PROBE_POLL;
    told = arg;
}

GRADED(uv_poll, the_probe_is_told_how_many_events_there_were,
       "The probe is told of one event for each descriptor with news, one for "
       "all wake-ups, and one for each signal.")
{
    struct aw_probe probe = {.event = hears_polls};
    struct aw_handle a, b;
    struct kit k;

    kit_open(&k);
    aw_handle_init(&a, guest.wait.handle.fn);
    aw_handle_init(&b, guest.wait.handle.fn);
    k.poller.ops->signal(&k.poller, SIGUSR1, &a);
    k.poller.ops->signal(&k.poller, SIGUSR2, &b);
    k.poller.probe = &probe;
    kit_read(&k);
    kit_write(&k);
    kit_put(k.fd[1]);
    k.poller.ops->wake(&k.poller);
    k.poller.ops->wake(&k.poller);
    raise(SIGUSR1);
    raise(SIGUSR2);
    EXPECT_INT(kit_poll(&k, AW_SEC), 4, "a reader, a writer and two signals");
    EXPECT_INT(told, 4, "a descriptor, two wakes, two signals: events");
    EXPECT_INT(times_told, 1, "polled once: how often was the probe told");
    aw_handle_cancel(&a);
    aw_handle_cancel(&b);
    aw_io_close(&k.poller, &k.io);
    kit_poll(&k, AW_MS);
    EXPECT_INT(told, 0, "closed, polled: events");
    EXPECT_INT(times_told, 2, "polled twice: how often was the probe told");
    kit_close(&k);
}
