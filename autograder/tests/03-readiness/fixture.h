/* SPDX-License-Identifier: MIT */
/* fixture.h: a poller with its queue, and things that become ready.
 *
 * Files that use nothing else are tests of the contract: chapter 05 builds
 * them again with another ENGINE. */
#ifndef FIXTURE_H
#define FIXTURE_H

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "aw/poller.h"
#include "graded.h"

#ifndef ENGINE
#    define ENGINE (&aw_epoll_ops)
#endif

struct world {
    struct aw_ready ready;
    struct aw_poller poller;
};

static inline void world_open(struct world *w)
{
    aw_ready_init(&w->ready);
    EXPECT_INT(aw_poller_open(&w->poller, ENGINE, &w->ready, NULL), 0,
               "opened a poller");
}

static inline int world_poll(struct world *w, aw_time timeout)
{
    return w->poller.ops->poll(&w->poller, timeout);
}

/* Poll without waiting, run what was pushed.  Returns how many were pushed. */
static inline int world_turn(struct world *w)
{
    int pushed = world_poll(w, 0);

    aw_ready_run(&w->ready);
    return pushed;
}

/* A wait that says its name when it has run: "r", or "r:EBADF". */
struct waiter {
    struct aw_io_wait wait;
    const char *name;
    int ran;
};

static inline int waiter_ran(struct aw_handle *handle)
{
    struct aw_io_wait *wait =
        aw_container_of(handle, struct aw_io_wait, handle);
    struct waiter *waiter = aw_container_of(wait, struct waiter, wait);

    waiter->ran++;
    if (wait->status == 0)
        say("%s", waiter->name);
    else
        say("%s:%s", waiter->name,
            wait->status == -EBADF ? "EBADF" : "another-status");
    return 0;
}

static inline void waiter_init(struct waiter *waiter, const char *name)
{
    *waiter = (struct waiter){.name = name};
    aw_handle_init(&waiter->wait.handle, waiter_ran);
}

/* Two connected sockets, neither of which blocks. */
static inline void stream_open(int fd[2])
{
    EXPECT_INT(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fd), 0,
               "made a pair of sockets");
}

static inline void stream_close(int fd[2])
{
    close(fd[0]);
    close(fd[1]);
}

/* Write one byte, which makes the other end readable. */
static inline void put(int fd)
{
    EXPECT_INT(write(fd, "x", 1), 1, "wrote one byte into a socket");
}

/* Read until the call says EAGAIN. */
static inline void drain(int fd)
{
    char buffer[4096];

    while (read(fd, buffer, sizeof(buffer)) > 0)
        continue;
}

/* Write until the call says EAGAIN: no more room. */
static inline void fill(int fd)
{
    static const char buffer[4096];

    while (write(fd, buffer, sizeof(buffer)) > 0)
        continue;
}

static inline aw_time now(void)
{
    struct aw_clock *clock = aw_clock_monotonic();

    return clock->now(clock);
}

#endif
