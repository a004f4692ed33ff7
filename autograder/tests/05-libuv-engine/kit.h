/* SPDX-License-Identifier: MIT */
/* kit.h: a poller on the libuv engine, looked at from close by.
 *
 * Each exercise of this folder also builds a folder of contract tests again, of
 * chapter 03 or 04, with ENGINE set to this chapter's.  Those bring their own
 * fixture.h; nothing here depends on it. */
#ifndef KIT_H
#define KIT_H

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "aw/uv_parts.h"
#include "graded.h"

#define ENGINE (&aw_uv_ops)

/* ---- System calls of this thread ----------------------------------------
 *
 * uv_poll.c defines the functions that stand in for libc's, for the engine
 * and for libuv.  Chapter 03's poller uses them as well. */

extern _Thread_local struct kit_calls {
    int wait, ctl, poll; /* epoll_wait and its kin, epoll_ctl, poll */
    int events;          /* handed over by the waits */
    int timeout;         /* of the last wait, in milliseconds; -1: for ever */
} kit_calls;

/* A clock that shows what it is told, and waits that take no time but that
 * clock's.  0: the real ones. */
extern _Thread_local struct kit_time {
    int64_t now;              /* what the clock shows */
    int64_t step;             /* it moves so far when it is read */
    struct aw_poller *asleep; /* a wait without end: noted, and this is woken */
    bool impatient;           /* a wait without end: ended, and a failure */
} kit_time;

/* Which call of epoll_create1 or eventfd fails, counted from now; 0: none. */
extern _Thread_local struct kit_fail {
    int create, bell;
} kit_fail;

/* ---- A poller, a pair of sockets, and an io on the first of them --------*/

struct kit_wait {
    struct aw_io_wait wait;
    const char *name;
    int ran;
};

struct kit {
    struct graded_alloc alloc;
    struct aw_ready ready;
    struct aw_poller poller;
    struct aw__uv *e;
    int fd[2];
    struct aw_io io;
    struct kit_wait reader, writer;
};

/* Says its name, or "name:EBADF". */
static inline int kit_ran(struct aw_handle *handle)
{
    struct kit_wait *w = aw_container_of(handle, struct kit_wait, wait.handle);

    w->ran++;
    if (w->wait.status == 0)
        say("%s", w->name);
    else
        say("%s:%s", w->name, aw_error_name(w->wait.status));
    return 0;
}

static inline void kit_wait_init(struct kit_wait *w, const char *name)
{
    *w = (struct kit_wait){.name = name};
    aw_handle_init(&w->wait.handle, kit_ran);
}

static inline void kit_pair(int fd[2])
{
    EXPECT_INT(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fd), 0,
               "made a pair of sockets");
}

/* A poller and nothing else. */
static inline void kit_bare(struct kit *k)
{
    *k = (struct kit){.fd = {-1, -1}};
    k->io.fd = -1;
    graded_alloc_init(&k->alloc);
    aw_ready_init(&k->ready);
    kit_wait_init(&k->reader, "r");
    kit_wait_init(&k->writer, "w");
    EXPECT_INT(aw_poller_open(&k->poller, ENGINE, &k->ready, &k->alloc.alloc),
               0, "opened a poller");
    k->e = k->poller.impl;
}

static inline void kit_open(struct kit *k)
{
    kit_bare(k);
    kit_pair(k->fd);
    EXPECT_INT(aw_io_open(&k->poller, &k->io, k->fd[0]), 0, "watched a socket");
    /* What libuv registers for itself, it registers now. */
    k->poller.ops->poll(&k->poller, 0);
    kit_calls = (struct kit_calls){0};
}

static inline void kit_close(struct kit *k)
{
    aw_io_close(&k->poller, &k->io);
    close(k->fd[0]);
    close(k->fd[1]);
    aw_ready_run(&k->ready);
    aw_poller_close(&k->poller);
    EXPECT_INT(k->alloc.bytes, 0, "closed the poller: bytes of memory left");
}

static inline int kit_read(struct kit *k)
{
    return aw_io_wait(&k->poller, &k->io, AW_READ, &k->reader.wait);
}

static inline int kit_write(struct kit *k)
{
    return aw_io_wait(&k->poller, &k->io, AW_WRITE, &k->writer.wait);
}

static inline int kit_poll(struct kit *k, aw_time timeout)
{
    return k->poller.ops->poll(&k->poller, timeout);
}

static inline int kit_turn(struct kit *k)
{
    int pushed = kit_poll(k, 0);

    aw_ready_run(&k->ready);
    return pushed;
}

static inline void kit_put(int fd)
{
    EXPECT_INT(write(fd, "x", 1), 1, "wrote one byte");
}

static inline void kit_drain(int fd)
{
    char buffer[4096];

    while (read(fd, buffer, sizeof(buffer)) > 0)
        continue;
}

static inline void kit_fill(int fd)
{
    static const char buffer[4096];

    while (write(fd, buffer, sizeof(buffer)) > 0)
        continue;
}

static inline int kit_open_numbers(void)
{
    int n = 0;

    for (int fd = 0; fd < 1024; fd++)
        n += fcntl(fd, F_GETFD) >= 0;
    return n;
}

/* libuv opens a few descriptors when its first loop is made, and keeps them:
 * they are no leak. */
static inline void kit_warm_up(void)
{
    struct kit k;

    kit_bare(&k);
    kit_close(&k);
}

#endif
