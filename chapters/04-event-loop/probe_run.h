/* SPDX-License-Identifier: MIT */
/* probe_run.h: something to probe with.
 *
 * Your tests are about aw_loop_run_once, aw_loop_run and aw_loop_stop, as
 * aw/loop.h promises them.  The grader builds them with the reference, which
 * must pass, and with broken versions of it, each of which must fail at least
 * one of them.
 *
 * A scene has a loop under a virtual clock that shows 1000, callbacks for
 * soon, timers, posts, and a watched socket.  Each callback writes its letter
 * down, so that `order` tells who was called, and in which order:
 *
 *      a b c   handles        each may be told, by `then`, to do one thing
 *      x y     timers         more, such as to stop the loop
 *      p       a post
 *      r       a watcher, which reads what is there
 *      i       on_idle
 *
 * The socket is in `background`: it alone keeps no loop going.  A poll that
 * would wait for ever returns at once, and is counted in `forever`. */
#ifndef PROBE_RUN_H
#define PROBE_RUN_H

#include <criterion/criterion.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "aw/loop.h"

struct probe_scene {
    struct aw_loop loop;
    struct aw_clock_virtual clock;
    struct aw_handle a, b, c;
    struct aw_timer x, y;
    struct aw_post p;
    struct aw_io io;
    struct aw_io_watcher r;
    int fd[2];
    void (*then[128])(struct probe_scene *); /* by letter */
    char order[64];
    int forever;
};

static struct probe_scene *probe_scene_;

static inline int probe_called(char letter)
{
    struct probe_scene *s = probe_scene_;
    size_t n = strlen(s->order);

    if (n + 1 < sizeof(s->order))
        s->order[n] = letter;
    if (s->then[(int)letter])
        s->then[(int)letter](s);
    return 0;
}

static inline int probe_handle(struct aw_handle *handle)
{
    struct probe_scene *s = probe_scene_;

    return probe_called(handle == &s->a   ? 'a'
                        : handle == &s->b ? 'b'
                        : handle == &s->c ? 'c'
                                          : 'p');
}

static inline int probe_timer(struct aw_handle *handle)
{
    return probe_called(handle == &probe_scene_->x.handle ? 'x' : 'y');
}

static inline int probe_input(struct aw_handle *handle)
{
    char buffer[100];

    (void)handle;
    while (read(probe_scene_->fd[0], buffer, sizeof(buffer)) > 0)
        continue;
    return probe_called('r');
}

static inline void probe_idle(struct aw_loop *loop)
{
    (void)loop;
    probe_called('i');
}

static inline int probe_poll(struct aw_poller *poller, aw_time timeout)
{
    probe_scene_->forever += timeout == AW_NEVER;
    /* A mistake shall fail the test, and not hang it. */
    AW_ASSERT(probe_scene_->forever < 100, "the loop sleeps for ever");
    return aw_epoll_ops.poll(poller, 0);
}

static inline void probe_open(struct probe_scene *s)
{
    static struct aw_poller_ops engine;
    struct aw_loop_options options = {.engine = &engine,
                                      .clock = &s->clock.clock};

    *s = (struct probe_scene){.forever = 0};
    probe_scene_ = s;
    engine = aw_epoll_ops;
    engine.poll = probe_poll;
    aw_clock_virtual_init(&s->clock, 1000);
    AW_ASSERT(
        aw_loop_init(&s->loop, &options) == 0 &&
            socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, s->fd) == 0 &&
            aw_io_open(&s->loop.poller, &s->io, s->fd[0]) == 0 &&
            aw_watch_io(&s->loop, &s->r, &s->io, AW_READ, probe_input) == 0,
        "the scene of a probe could not be set");
    s->loop.background = 1;
    s->loop.on_idle = probe_idle;
    aw_handle_init(&s->a, probe_handle);
    aw_handle_init(&s->b, probe_handle);
    aw_handle_init(&s->c, probe_handle);
    aw_handle_init(&s->p.handle, probe_handle);
    aw_timer_init(&s->x, probe_timer);
    aw_timer_init(&s->y, probe_timer);
}

/* Make the socket readable. */
static inline void probe_send(struct probe_scene *s)
{
    AW_ASSERT(write(s->fd[1], "x", 1) == 1, "the socket takes no byte");
}

/* Three things for `then`; write others as you need them. */
static inline void probe_stop(struct probe_scene *s)
{
    aw_loop_stop(&s->loop);
}

static inline void probe_soon_b(struct probe_scene *s)
{
    aw_call_soon(&s->loop, &s->b);
}

static inline void probe_release(struct probe_scene *s)
{
    s->loop.holds--;
}

#endif
