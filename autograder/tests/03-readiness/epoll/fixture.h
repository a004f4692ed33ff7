/* SPDX-License-Identifier: MIT */
/* What only the epoll engine promises: its system calls are counted, and made
 * to fail (stand_ins.c). */
#ifndef EPOLL_TESTS_H
#define EPOLL_TESTS_H

#include <limits.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <time.h>

#include "../fixture.h"
#include "../syscalls.h"
#include "aw/epoll.h"

/* A poller, a pair of sockets, and `io` on the first of them. */
struct kit {
    struct world w;
    struct aw__epoll *e;
    int fd[2];
    struct aw_io io;
    struct waiter reader, writer;
};

static inline void kit_open(struct kit *s)
{
    world_open(&s->w);
    s->e = s->w.poller.impl;
    stream_open(s->fd);
    EXPECT_INT(aw_io_open(&s->w.poller, &s->io, s->fd[0]), 0,
               "began to watch a socket");
    waiter_init(&s->reader, "r");
    waiter_init(&s->writer, "w");
    calls = (struct calls){0};
}

static inline int await_read(struct kit *s)
{
    return aw_io_wait(&s->w.poller, &s->io, AW_READ, &s->reader.wait);
}

static inline int open_numbers(void)
{
    int n = 0;

    for (int fd = 0; fd < 1024; fd++)
        n += fcntl(fd, F_GETFD) >= 0;
    return n;
}

/* Poll until there is nothing left to be told; at most five times. */
static inline void settle(struct kit *s)
{
    for (int i = 0; i < 5; i++)
        world_turn(&s->w);
    calls = (struct calls){0};
}

#endif
