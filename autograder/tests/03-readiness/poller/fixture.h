/* SPDX-License-Identifier: MIT */
/* What every engine promises about descriptors and wake-ups.  A part of
 * epoll.c, which includes it, so that chapter 05 can do so as well. */
#ifndef POLLER_TESTS_H
#define POLLER_TESTS_H

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/eventfd.h>

#include "../fixture.h"

/* A poller, a pair of sockets, and `io` on the first of them. */
struct scene {
    struct world w;
    int fd[2];
    struct aw_io io;
    struct waiter reader, writer;
};

static inline void scene_open(struct scene *s)
{
    world_open(&s->w);
    stream_open(s->fd);
    EXPECT_INT(aw_io_open(&s->w.poller, &s->io, s->fd[0]), 0,
               "began to watch a socket");
    waiter_init(&s->reader, "r");
    waiter_init(&s->writer, "w");
}

static inline void scene_close(struct scene *s)
{
    aw_io_close(&s->w.poller, &s->io);
    stream_close(s->fd);
    aw_ready_run(&s->w.ready);
    aw_poller_close(&s->w.poller);
}

static inline void wait_read(struct scene *s)
{
    EXPECT_INT(aw_io_wait(&s->w.poller, &s->io, AW_READ, &s->reader.wait), 0,
               "waited for a socket to become readable");
}

static inline void wait_write(struct scene *s)
{
    EXPECT_INT(aw_io_wait(&s->w.poller, &s->io, AW_WRITE, &s->writer.wait), 0,
               "waited for a socket to become writable");
}

enum { WAKERS = 3, WAKES = 2000 };

#endif
