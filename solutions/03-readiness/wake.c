/* SPDX-License-Identifier: MIT */
/* A descriptor whose only purpose is to be readable.
 *
 * The loop sleeps in the kernel, where no variable can reach it: what ends
 * its sleep must be a descriptor.  An eventfd is the smallest there is, one
 * 64-bit count.  A write adds to it, a read takes all of it, and it is
 * readable while it is not 0, so any number of wakes is one event.
 *
 * The count carries no message.  What woke the loop stands elsewhere: a
 * signal in `pending`, a callback from another thread in the loop's own list
 * (chapter 04).  [flag-and-bell] */
#include <sys/eventfd.h>
#include <unistd.h>

#include "aw/epoll.h"

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
