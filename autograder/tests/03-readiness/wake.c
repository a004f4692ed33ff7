/* SPDX-License-Identifier: MIT */
/* Sleeping and being woken, on their own: no engine is needed for that. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

#include "aw/epoll.h"
#include "graded.h"
#include "syscalls.h"

struct bell {
    struct aw__epoll e;
    struct aw_poller poller;
};

static void bell_open(struct bell *b)
{
    b->e = (struct aw__epoll){.wake_fd = -1};
    b->poller = (struct aw_poller){.ops = &aw_epoll_ops, .impl = &b->e};
    EXPECT_INT(aw__wake_open(&b->e), 0, "opened a wake descriptor");
}

static bool rings(const struct bell *b)
{
    struct pollfd fd = {.fd = b->e.wake_fd, .events = POLLIN};

    return poll(&fd, 1, 0) == 1 && (fd.revents & POLLIN);
}

/* The next wake finds a count that cannot grow. */
static void bell_fill(struct bell *b)
{
    const uint64_t most = UINT64_MAX - 1;

    EXPECT_INT(write(b->e.wake_fd, &most, sizeof(most)), sizeof(most),
               "filled the count of the wake descriptor");
}

GRADED(wake, a_new_wake_descriptor_is_not_readable,
       "Make the descriptor `e->wake_fd`: non-blocking, close-on-exec, count "
       "0.")
{
    struct bell b;

    bell_open(&b);
    EXPECT_AT_LEAST(b.e.wake_fd, 0, "opened a wake descriptor");
    EXPECT(!rings(&b), "opened a wake descriptor");
    EXPECT(fcntl(b.e.wake_fd, F_GETFL) & O_NONBLOCK, "opened it");
    EXPECT(fcntl(b.e.wake_fd, F_GETFD) & FD_CLOEXEC, "opened it");
}

GRADED(wake, opening_fails_with_the_reason,
       "Returns 0 or a negative error code.")
{
    struct aw__epoll e = {.wake_fd = -1};
    struct rlimit some, none;
    int rc;

    getrlimit(RLIMIT_NOFILE, &some);
    none = (struct rlimit){0, some.rlim_max};
    setrlimit(RLIMIT_NOFILE, &none);
    rc = aw__wake_open(&e);
    setrlimit(RLIMIT_NOFILE, &some);
    EXPECT_INT(rc, -EMFILE, "opened a wake descriptor with no number left");
}

GRADED(wake, closing_closes_the_descriptor, "Close `e->wake_fd`.")
{
    struct bell b;

    bell_open(&b);
    aw__wake_close(&b.e);
    EXPECT_INT(fcntl(b.e.wake_fd, F_GETFD), -1, "closed the wake descriptor");
}

GRADED(wake, a_wake_makes_it_readable,
       "make `e->wake_fd` readable, with one system call")
{
    struct bell b;

    bell_open(&b);
    aw__wake(&b.poller);
    EXPECT(rings(&b), "woke the poller");
    EXPECT(rings(&b), "woke it, and looked twice");
}

GRADED(wake, a_drain_takes_all_wakes_so_far,
       "Take all wake-ups so far: `e->wake_fd` is not readable afterwards.")
{
    struct bell b;

    /* A42 */
    bell_open(&b);
    for (int i = 0; i < 10; i++)
        aw__wake(&b.poller);
    aw__wake_drain(&b.e);
    EXPECT(!rings(&b), "woke it ten times, drained it once");
    aw__wake(&b.poller);
    EXPECT(rings(&b), "woke it after the drain");
}

GRADED(wake, a_drain_without_a_wake_does_not_block,
       "Take all wake-ups so far: `e->wake_fd` is not readable afterwards.")
{
    struct bell b;

    bell_open(&b);
    aw__wake_drain(&b.e);
    EXPECT(!rings(&b), "drained a bell that never rang");
    aw__wake(&b.poller);
    EXPECT(rings(&b), "woke it after that");
}

GRADED(wake, a_wake_leaves_errno_alone, "leaves errno as it was")
{
    struct bell b;

    /* A45 */
    bell_open(&b);
    errno = EDOM;
    aw__wake(&b.poller);
    EXPECT_INT(errno, EDOM, "woke the poller");
    EXPECT(rings(&b), "woke the poller");
    aw__wake_drain(&b.e);
    bell_fill(&b);
    errno = ERANGE;
    aw__wake(&b.poller);
    EXPECT_INT(errno, ERANGE, "woke a poller whose count is full");
}

GRADED(wake, a_full_count_is_a_wake_already,
       "When its count is full the write says EAGAIN: a wake-up is under way "
       "already, and that is enough.")
{
    struct bell b;

    /* A41 */
    bell_open(&b);
    bell_fill(&b);
    aw__wake(&b.poller);
    EXPECT(rings(&b), "woke a poller whose count is full");
    aw__wake_drain(&b.e);
    EXPECT(!rings(&b), "drained it");
    aw__wake(&b.poller);
    EXPECT(rings(&b), "woke it after that");
}

GRADED(wake, a_wake_that_fails_is_misuse,
       "A wake that fails in any other way is misuse: the poller is not open.")
{
    struct bell b;

    /* A41 */
    bell_open(&b);
    aw__wake_close(&b.e);
    EXPECT_MISUSE(aw__wake(&b.poller), "", "woke a poller that is closed");
}

static void *wakes(void *arg)
{
    for (int i = 0; i < 1000; i++)
        aw__wake(arg);
    return NULL;
}

GRADED(wake, threads_wake_at_the_same_time,
       "any; it may be called from a signal handler")
{
    pthread_t thread[3];
    struct bell b;

    bell_open(&b);
    for (int i = 0; i < 3; i++)
        pthread_create(&thread[i], NULL, wakes, &b.poller);
    for (int i = 0; i < 3; i++)
        pthread_join(thread[i], NULL);
    EXPECT(rings(&b), "woke it 3000 times from three threads");
    aw__wake_drain(&b.e);
    EXPECT(!rings(&b), "drained it once");
}

/* ---- Sleep --------------------------------------------------------------*/

/* An epoll instance that watches the bell, and whose waits do not wait. */
static void bed_open(struct bell *b)
{
    struct epoll_event event = {.events = EPOLLIN, .data.u64 = 77};

    bell_open(b);
    b->e.fd = epoll_create1(0);
    EXPECT_INT(epoll_ctl(b->e.fd, EPOLL_CTL_ADD, b->e.wake_fd, &event), 0,
               "watched the bell");
    fail.dry = true;
    calls = (struct calls){0};
}

static int sleep_for(struct bell *b, aw_time timeout)
{
    struct epoll_event events[4];

    return aw__epoll_wait(&b->e, events, 4, timeout);
}

GRADED(wake, a_sleep_ends_with_what_is_there,
       "Returns how many events there are, 0 when the time is up")
{
    struct epoll_event events[2] = {{0}};
    struct bell b;

    bed_open(&b);
    EXPECT_INT(aw__epoll_wait(&b.e, events, 2, AW_SEC), 0, "slept for 1 s");
    EXPECT_INT(aw__epoll_wait(&b.e, events, 2, 0), 0, "slept for 0");
    aw__wake(&b.poller);
    fail.dry = false;
    EXPECT_INT(aw__epoll_wait(&b.e, events, 2, AW_NEVER), 1, "rang, slept");
    EXPECT_INT(events[0].data.u64, 77, "rang the bell, slept for ever");
    EXPECT_INT(aw__epoll_wait(&b.e, events, 1, 3600 * AW_SEC), 1,
               "rang, slept");
    EXPECT_INT(aw__epoll_wait(&b.e, events, 1, -1), 1, "rang, slept");
}

GRADED(wake, a_sleep_fetches_no_more_than_it_may,
       "where to put them, and how many at most")
{
    struct epoll_event events[3] = {{0}}, more = {.events = EPOLLIN};
    struct bell b, other;

    bed_open(&b);
    bell_open(&other);
    epoll_ctl(b.e.fd, EPOLL_CTL_ADD, other.e.wake_fd, &more);
    aw__wake(&b.poller);
    aw__wake(&other.poller);
    EXPECT_INT(aw__epoll_wait(&b.e, events, 1, AW_SEC), 1, "rang two, took 1");
    EXPECT_INT(aw__epoll_wait(&b.e, events, 1, 0), 1, "rang two, took 1");
    EXPECT_INT(events[1].events, 0, "took one of two events");
    EXPECT_INT(aw__epoll_wait(&b.e, events, 3, AW_SEC), 2, "took all");
}

/* Who uses epoll_wait alone has to round up. */
static void expect_limit(struct bell *b, aw_time timeout, int64_t ns, int ms)
{
    calls = (struct calls){0};
    fail.ns = fail.ms = -2;
    sleep_for(b, timeout);
    EXPECT_INT(calls.wait2 == 1 ? fail.ns : fail.ms, calls.wait2 ? ns : ms,
               "slept for %lld ns, which the kernel was told in %ss",
               (long long)timeout, calls.wait2 ? "n" : "m");
}

GRADED(wake, nanoseconds_reach_the_kernel,
       "The limit goes to epoll_pwait2, in nanoseconds.")
{
    struct bell b;

    /* A15 */
    bed_open(&b);
    expect_limit(&b, 3 * AW_SEC + 7, 3 * AW_SEC + 7, 3001);
    expect_limit(&b, 1, 1, 1);
    expect_limit(&b, AW_NEVER - 1, AW_NEVER - 1, INT_MAX);
    expect_limit(&b, AW_NEVER, -1, -1);
    expect_limit(&b, 0, 0, 0);
    EXPECT_INT(calls.wait + calls.wait2, 1, "slept once: waits");
}

static void expect_ms(struct bell *b, aw_time timeout, int want)
{
    fail.ms = -2;
    EXPECT_INT(sleep_for(b, timeout), 0, "slept without epoll_pwait2");
    EXPECT_INT(fail.ms, want, "slept for %lld ns without epoll_pwait2",
               (long long)timeout);
}

GRADED(wake, without_nanoseconds_it_rounds_up,
       "epoll_wait is told the milliseconds, rounded up and at most INT_MAX")
{
    struct bell b;

    /* A15 */
    bed_open(&b);
    fail.wait2 = ENOSYS;
    expect_ms(&b, 1, 1);
    expect_ms(&b, AW_MS - 1, 1);
    expect_ms(&b, AW_MS, 1);
    expect_ms(&b, AW_MS + 1, 2);
    expect_ms(&b, 90 * AW_SEC, 90000);
    expect_ms(&b, INT_MAX * AW_MS, INT_MAX);
    expect_ms(&b, 1000 * 86400 * AW_SEC, INT_MAX);
    expect_ms(&b, AW_NEVER, -1);
    expect_ms(&b, 0, 0);
    expect_ms(&b, -AW_SEC, 0);
    expect_ms(&b, INT64_MIN, 0);
}

GRADED(wake, a_kernel_without_nanoseconds_is_asked_once,
       "Where that says ENOSYS (Linux before 5.11) or EPERM (a sandbox), it "
       "is never asked again")
{
    const int refusal[] = {ENOSYS, EPERM};
    struct bell b;

    for (int i = 0; i < 2; i++) {
        bed_open(&b);
        fail.wait2 = refusal[i];
        for (int times = 0; times < 3; times++)
            expect_ms(&b, 5 * AW_MS, 5);
        EXPECT_AT_MOST(calls.wait2, 1, "slept 3 times: calls of epoll_pwait2");
        fail.wait2 = 0;
        aw__wake(&b.poller);
        EXPECT_INT(sleep_for(&b, AW_SEC), 1, "rang the bell, slept for 1 s");
    }
}

GRADED(wake, an_error_ends_the_sleep,
       "a negative error code, which is -EINTR when a signal has ended the "
       "sleep")
{
    const int error[] = {EINTR, EINVAL};
    struct bell b;

    bed_open(&b);
    for (int i = 0; i < 2; i++) {
        fail.wait = error[i];
        EXPECT_INT(sleep_for(&b, AW_SEC), -error[i], "slept for 1 s");
        EXPECT_INT(sleep_for(&b, AW_NEVER), -error[i], "slept for ever");
        EXPECT_INT(sleep_for(&b, 0), -error[i], "slept for 0");
    }
}

/* ---- Drawn --------------------------------------------------------------*/

enum { BELLS = 3 };

static struct bell bell[BELLS];

static void draw_a_sleep(void)
{
    static const aw_time limits[] = {0, -1, 1, AW_NEVER, AW_NEVER - 1};
    struct epoll_event events[BELLS];
    int max = 1 + (int)graded_random(BELLS), rc;
    aw_time limit = graded_random(3) ? (aw_time)graded_random(3000) * AW_MS +
                                           (aw_time)graded_random(3) - 1
                                     : limits[graded_random(5)];

    fail.wait = graded_random(8) ? 0 : EINTR;
    rc = aw__epoll_wait(&bell[0].e, events, max, limit);
    fail.wait = 0;
    say(rc < 0 ? aw_error_name(rc) : "%d/%d", rc, max);
    /* Before that, some solutions tell the kernel nanoseconds. */
    if (fail.wait2)
        say("%lldns:%dms", (long long)limit, fail.ms);
}

static void draw_a_ring(void)
{
    int i = (int)graded_random(BELLS), error = (int)graded_random(40);
    uint64_t most = UINT64_MAX - 1, taken;
    ssize_t rc;

    switch (graded_random(6)) {
    case 0:
        rc = read(bell[i].e.wake_fd, &taken, sizeof(taken));
        rc = write(bell[i].e.wake_fd, &most, sizeof(most));
        say("full-%c%d", 'a' + i, (int)rc);
        break;
    case 1:
    case 2:
        aw__wake_drain(&bell[i].e);
        say("-%c", 'a' + i);
        break;
    default:
        errno = error;
        aw__wake(&bell[i].poller);
        say(errno == error ? "+%c" : "+%c-but-errno", 'a' + i);
    }
}

GRADED(wake, drawn_sleeps_end_as_in_the_reference,
       "Returns how many events there are, 0 when the time is up")
{
    struct epoll_event event = {.events = EPOLLIN};

    bed_open(&bell[0]);
    for (int i = 1; i < BELLS; i++) {
        bell_open(&bell[i]);
        epoll_ctl(bell[0].e.fd, EPOLL_CTL_ADD, bell[i].e.wake_fd, &event);
    }
    for (int i = 0; i < 120; i++) {
        if (i == 60)
            fail.wait2 = graded_random(2) ? ENOSYS : EPERM;
        draw_a_ring();
        draw_a_sleep();
    }
    EXPECT_AS_REFERENCE("three bells ring (+a), and who sleeps hears some of "
                        "them (2/3), from the 60th on in milliseconds");
}
