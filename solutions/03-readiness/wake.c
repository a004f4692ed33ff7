/* SPDX-License-Identifier: MIT */
/* How the loop sleeps, and what ends its sleep.
 *
 * It sleeps in the kernel, where no variable can reach it: what wakes it must
 * be a descriptor.  An eventfd is the smallest there is, one 64-bit count.  A
 * write adds to it, a read takes all of it, and it is readable while it is
 * not 0, so any number of wakes is one event.
 *
 * The count carries no message.  What woke the loop stands elsewhere: a
 * signal in `pending`, a callback from another thread in the loop's own list
 * (chapter 04).  [flag-and-bell] */
#include <limits.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "aw/epoll.h"

/* ---- The bell -----------------------------------------------------------*/

int aw__wake_open(struct aw__epoll *e)
{
    int fd = (int)aw_sys(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));

    e->wake_fd = fd;
    return fd < 0 ? fd : 0;
}

void aw__wake_close(struct aw__epoll *e)
{
    close(e->wake_fd);
}

void aw__wake(struct aw_poller *poller)
{
    struct aw__epoll *e = poller->impl;
    const uint64_t one = 1;
    int saved = errno;
    long rc;

    /* write(2) is on the short list of signal-safety(7), and a write to a
     * descriptor takes no lock that the interrupted code could be holding. */
    rc = aw_sys(write(e->wake_fd, &one, sizeof(one)));

    /* EAGAIN means that the count is full: readable, hence woken.  Any other
     * failure would be a wake-up that is lost without a trace. */
    AW_ASSERT(rc == (long)sizeof(one) || rc == -EAGAIN,
              "a wake-up failed with %s: the poller is closed, or somebody "
              "closed descriptor %d of its own",
              aw_error_name((int)rc), e->wake_fd);

    /* Why: this may have run between a system call of the interrupted code
     * and its look at errno. */
    errno = saved;
}

void aw__wake_drain(struct aw__epoll *e)
{
    uint64_t count;
    long rc;

    /* One read takes the whole count.  EAGAIN: there was nothing to take. */
    rc = aw_sys(read(e->wake_fd, &count, sizeof(count)));
    (void)rc;
}

/* ---- Sleep --------------------------------------------------------------*/

/* Round up.  Wrong turn: a limit of half a millisecond that becomes 0.  The
 * poll returns at once, no timer is due, the loop polls again for what is
 * left of the half, and spins until the time has come;
 * wake/without_nanoseconds_it_rounds_up. */
static int in_milliseconds(aw_time timeout)
{
    aw_time ms;

    if (timeout <= 0)
        return 0;
    if (timeout == AW_NEVER)
        return -1;
    ms = (timeout - 1) / AW_MS + 1;
    return ms < INT_MAX ? (int)ms : INT_MAX;
}

int aw__epoll_wait(struct aw__epoll *e, struct epoll_event *events, int max,
                   aw_time timeout)
{
    struct timespec limit = {timeout / AW_SEC, timeout % AW_SEC};

    if (timeout > 0 && timeout < AW_NEVER && !e->coarse) {
        /* Nanoseconds, since Linux 5.11.  Older kernels say ENOSYS, and a
         * sandbox that does not know the call says EPERM: ask no more. */
        int rc = (int)aw_sys(epoll_pwait2(e->fd, events, max, &limit, NULL));

        if (rc != -ENOSYS && rc != -EPERM)
            return rc;
        e->coarse = true;
    }
    return (int)aw_sys(
        epoll_wait(e->fd, events, max, in_milliseconds(timeout)));
}
