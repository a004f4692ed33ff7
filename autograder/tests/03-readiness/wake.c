/* SPDX-License-Identifier: MIT */
/* The wake descriptor on its own: no epoll instance is needed for it. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include "aw/epoll.h"
#include "graded.h"

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
    EXPECT(b.e.wake_fd >= 0, "opened a wake descriptor");
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
}

GRADED(wake, a_full_count_is_a_wake_already,
       "When its count is full the write says EAGAIN: a wake-up is under way "
       "already, and that is enough.")
{
    struct bell b;

    /* A41 */
    bell_open(&b);
    bell_fill(&b);
    errno = ERANGE;
    aw__wake(&b.poller);
    EXPECT_INT(errno, ERANGE, "woke a poller whose count is full");
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
