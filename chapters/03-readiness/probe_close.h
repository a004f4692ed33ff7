/* SPDX-License-Identifier: MIT */
/* probe_close.h: something to probe with.
 *
 * Your tests are about aw_io_unwait and aw_io_close, as aw/poller.h promises
 * them.  The grader builds them with the reference, which must pass, and with
 * broken versions of it, each of which must fail at least one of them.
 *
 * A scene has a poller, a pair of connected sockets, an io that watches the
 * first of them, and a wait for each direction.  Nothing has been written and
 * nobody waits. */
#ifndef PROBE_CLOSE_H
#define PROBE_CLOSE_H

#include <criterion/criterion.h>
#include <sys/socket.h>
#include <unistd.h>

#include "aw/poller.h"

struct probe_scene {
    struct aw_ready ready;
    struct aw_poller poller;
    int fd[2];
    struct aw_io io; /* watches fd[0] */
    struct aw_io_wait reader, writer;
    int reads, writes; /* how often their handles have run */
};

static inline int probe_reader_ran(struct aw_handle *handle)
{
    struct aw_io_wait *wait =
        aw_container_of(handle, struct aw_io_wait, handle);

    aw_container_of(wait, struct probe_scene, reader)->reads++;
    return 0;
}

static inline int probe_writer_ran(struct aw_handle *handle)
{
    struct aw_io_wait *wait =
        aw_container_of(handle, struct aw_io_wait, handle);

    aw_container_of(wait, struct probe_scene, writer)->writes++;
    return 0;
}

static inline void probe_open(struct probe_scene *s)
{
    *s = (struct probe_scene){0};
    aw_ready_init(&s->ready);
    aw_handle_init(&s->reader.handle, probe_reader_ran);
    aw_handle_init(&s->writer.handle, probe_writer_ran);
    AW_ASSERT(aw_poller_open(&s->poller, &aw_epoll_ops, &s->ready, NULL) == 0 &&
                  socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, s->fd) ==
                      0 &&
                  aw_io_open(&s->poller, &s->io, s->fd[0]) == 0,
              "the scene of a probe could not be set");
}

/* Begin a wait; returns what aw_io_wait does. */
static inline int probe_wait(struct probe_scene *s, enum aw_dir dir)
{
    return aw_io_wait(&s->poller, &s->io, dir,
                      dir == AW_READ ? &s->reader : &s->writer);
}

/* Make the socket readable. */
static inline void probe_send(struct probe_scene *s)
{
    AW_ASSERT(write(s->fd[1], "x", 1) == 1, "the socket takes no byte");
}

/* Poll without waiting: what is ready is pushed, and nothing runs. */
static inline int probe_poll(struct probe_scene *s)
{
    return s->poller.ops->poll(&s->poller, 0);
}

/* Run what is pushed. */
static inline void probe_run(struct probe_scene *s)
{
    aw_ready_run(&s->ready);
}

#endif
