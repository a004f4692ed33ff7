/* SPDX-License-Identifier: MIT */
/* System calls are counted here, and made to fail.
 *
 * The functions below stand in for libc's: the linker takes the first
 * definition it finds.  Only the calls of this thread count, and Criterion's
 * own go through untouched. */
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>

#include "fixture.h"

_Thread_local struct calls calls;
_Thread_local struct failures fail;

static long failed(int error)
{
    errno = error;
    return -1;
}

int epoll_create1(int flags)
{
    calls.create++;
    return (int)(fail.create ? failed(fail.create)
                             : syscall(SYS_epoll_create1, flags));
}

int eventfd(unsigned count, int flags)
{
    calls.bell++;
    return (int)(fail.bell ? failed(fail.bell)
                           : syscall(SYS_eventfd2, count, flags));
}

int epoll_ctl(int set, int op, int fd, struct epoll_event *event)
{
    calls.ctl++;
    if (fail.add && op == EPOLL_CTL_ADD)
        return (int)failed(fail.add);
    return (int)syscall(SYS_epoll_ctl, set, op, fd, event);
}

int epoll_wait(int set, struct epoll_event *events, int max, int timeout)
{
    int n;

    calls.wait++;
    fail.ms = timeout;
    if (fail.wait)
        return (int)failed(fail.wait);
    n = (int)syscall(SYS_epoll_pwait, set, events, max, fail.dry ? 0 : timeout,
                     NULL, 8);
    calls.events += n > 0 ? n : 0;
    return n;
}

int epoll_pwait2(int set, struct epoll_event *events, int max,
                 const struct timespec *timeout, const sigset_t *mask)
{
    static const struct timespec zero;
    int n;

    calls.wait2++;
    if (fail.wait2 || fail.wait)
        return (int)failed(fail.wait2 ? fail.wait2 : fail.wait);
    fail.ns = timeout ? timeout->tv_sec * AW_SEC + timeout->tv_nsec : -1;
    n = (int)syscall(SYS_epoll_pwait2, set, events, max,
                     fail.dry ? &zero : timeout, mask, 8);
    calls.events += n > 0 ? n : 0;
    return n;
}

ssize_t read(int fd, void *buffer, size_t size)
{
    int signo = fail.on_read;
    ssize_t n;

    calls.read++;
    fail.on_read = 0;
    if (signo)
        raise(signo);
    n = syscall(SYS_read, fd, buffer, size);
    if (signo)
        raise(signo + 1);
    return n;
}

ssize_t write(int fd, const void *buffer, size_t size)
{
    void (*hook)(void) = fail.on_write;

    calls.write++;
    fail.on_write = NULL;
    if (hook)
        hook();
    return syscall(SYS_write, fd, buffer, size);
}
