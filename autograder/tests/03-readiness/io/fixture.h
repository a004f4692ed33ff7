/* SPDX-License-Identifier: MIT */
/* The parts that do not depend on the engine, on an engine that only takes
 * notes: what io.c asks of it, in which order, and what becomes of a wait. */
#ifndef IO_TESTS_H
#define IO_TESTS_H

#include "../fixture.h"

static int add_result, want_result;

static inline int script_open(struct aw_poller *poller)
{
    say("open");
    poller->impl = &add_result;
    return 0;
}

static inline void script_close(struct aw_poller *poller)
{
    (void)poller;
    say("close");
}

static inline int script_add(struct aw_poller *poller, struct aw_io *io)
{
    (void)poller;
    say("add-%d", io->fd);
    return add_result;
}

static inline void script_del(struct aw_poller *poller, struct aw_io *io)
{
    (void)poller;
    say("del-%d", io->fd);
}

static inline int script_want(struct aw_poller *poller, struct aw_io *io,
                              enum aw_dir dir)
{
    (void)poller;
    say("want-%d-%s", io->fd, dir == AW_READ ? "read" : "write");
    return want_result;
}

static const struct aw_poller_ops script = {
    .name = "script",
    .open = script_open,
    .close = script_close,
    .add = script_add,
    .del = script_del,
    .want = script_want,
};

/* A poller on the script with one descriptor, number 7, and two waiters. */
struct scene {
    struct aw_ready ready;
    struct aw_poller poller;
    struct aw_io io;
    struct waiter r, w;
};

static inline void scene_open(struct scene *s)
{
    aw_ready_init(&s->ready);
    EXPECT_INT(aw_poller_open(&s->poller, &script, &s->ready, NULL), 0,
               "opened a poller");
    EXPECT_INT(aw_io_open(&s->poller, &s->io, 7), 0, "opened descriptor 7");
    waiter_init(&s->r, "r");
    waiter_init(&s->w, "w");
    forget();
}

static inline int wait_on(struct scene *s, enum aw_dir dir)
{
    struct waiter *waiter = dir == AW_READ ? &s->r : &s->w;

    return aw_io_wait(&s->poller, &s->io, dir, &waiter->wait);
}

#endif
