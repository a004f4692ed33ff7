/* SPDX-License-Identifier: MIT */
/* fixture.h: a loop, a spy on its engine, and callbacks that say their name.
 *
 * All tests of this chapter are tests of the contract: chapter 05 builds them
 * again with another ENGINE. */
#ifndef FIXTURE_H
#define FIXTURE_H

#include <stdatomic.h>
#include <sys/socket.h>
#include <unistd.h>

#include "aw/loop_parts.h"
#include "graded.h"

#ifndef ENGINE
#    define ENGINE (&aw_epoll_ops)
#endif

/* ---- The spy ------------------------------------------------------------
 *
 * It stands between the loop and its engine.  A poll does not wait, unless
 * `waits` is set: no test depends on how long anything takes. */
struct spy {
    atomic_int polls;
    aw_time timeout;      /* the last poll's */
    bool waits;           /* let polls wait */
    int error;            /* what the next poll returns instead, once */
    void (*before)(void); /* what happens outside while a poll is under way */
    atomic_int wakes;
    int closes;
};

static struct spy spy;
static struct aw_poller_ops spy_ops;
static struct aw_clock_virtual clock_;
static struct aw_loop loop;

static inline int spy_poll(struct aw_poller *poller, aw_time timeout)
{
    int error = spy.error, pushed;

    spy.polls++;
    spy.timeout = timeout;
    spy.error = 0;
    if (spy.before)
        spy.before();
    if (error)
        return error;
    pushed = ENGINE->poll(poller, spy.waits ? timeout : 0);
    /* Under a clock that nobody moves, a sleep takes its time. */
    if (!clock_.clock.jump && !spy.waits && pushed == 0 && timeout > 0 &&
        timeout < AW_NEVER)
        clock_.time += timeout;
    return pushed;
}

static inline void spy_wake(struct aw_poller *poller)
{
    spy.wakes++;
    ENGINE->wake(poller);
}

static inline void spy_close(struct aw_poller *poller)
{
    spy.closes++;
    ENGINE->close(poller);
}

/* ---- Steps: callbacks that say their name -------------------------------*/

enum { STEPS = 8 };

struct step {
    struct aw_handle handle;
    struct aw_timer timer;
    struct aw_post post;
    struct aw_io_wait wait;
    struct aw_io_watcher watcher;
    char name;
    int result;                 /* what the callback returns */
    aw_time work;               /* how long it takes */
    const char *soon;           /* whom it calls soon; may be NULL */
    void (*act)(struct step *); /* what it does besides; may be NULL */
};

static struct step step[STEPS]; /* a to h */

static inline struct step *of(char name)
{
    return &step[name - 'a'];
}

/* These three do by hand what calls.c does: a mistake there shall fail no test
 * of the other files. */
static inline void soon(const char *names)
{
    for (; *names; names++)
        aw_ready_push(&loop.ready, &of(*names)->handle);
}

static inline int step_runs(struct step *me, int status)
{
    int result = me->result;

    if (status == 0)
        say("%c", me->name);
    else
        say("%c:%s", me->name, aw_error_name(status));
    clock_.time += me->work;
    if (me->soon)
        soon(me->soon);
    if (me->act)
        me->act(me);
    return result;
}

static inline int handle_ran(struct aw_handle *handle)
{
    return step_runs(aw_container_of(handle, struct step, handle), 0);
}

static inline int timer_ran(struct aw_handle *handle)
{
    return step_runs(aw_container_of(handle, struct step, timer.handle), 0);
}

static inline int post_ran(struct aw_handle *handle)
{
    return step_runs(aw_container_of(handle, struct step, post.handle), 0);
}

static inline int wait_ran(struct aw_handle *handle)
{
    struct step *me = aw_container_of(handle, struct step, wait.handle);

    return step_runs(me, me->wait.status);
}

static inline int watcher_ran(struct aw_handle *handle)
{
    struct step *me = aw_container_of(handle, struct step, watcher.wait.handle);

    return step_runs(me, me->watcher.wait.status);
}

static inline void at(char name, aw_time when)
{
    aw_timer_start(&loop.timers, &of(name)->timer, when);
}

static inline void later(char name, aw_time delay)
{
    at(name, aw_deadline(loop.clock->now(loop.clock), delay));
}

static inline void post(const char *names)
{
    for (; *names; names++)
        EXPECT_INT(aw_loop_post(&loop, &of(*names)->post), 0, "posted %c",
                   *names);
}

static inline void stops(struct step *me)
{
    (void)me;
    aw_loop_stop(&loop);
}

/* ---- Opening ------------------------------------------------------------*/

static inline void steps_init(void)
{
    for (int i = 0; i < STEPS; i++) {
        step[i] = (struct step){.name = (char)('a' + i)};
        aw_handle_init(&step[i].handle, handle_ran);
        aw_timer_init(&step[i].timer, timer_ran);
        aw_handle_init(&step[i].post.handle, post_ran);
        aw_handle_init(&step[i].wait.handle, wait_ran);
    }
}

/* The spy in front of ENGINE. */
static inline const struct aw_poller_ops *spied(void)
{
    spy_ops = *ENGINE;
    spy_ops.poll = spy_poll;
    spy_ops.wake = spy_wake;
    spy_ops.close = spy_close;
    return &spy_ops;
}

static inline int try_open(struct aw_alloc *alloc)
{
    struct aw_loop_options options = {spied(), &clock_.clock, alloc};

    memset(&loop, 0xff, sizeof(loop));
    aw_clock_virtual_init(&clock_, 1000);
    steps_init();
    return aw_loop_init(&loop, &options);
}

/* A loop under a virtual clock that shows 1000. */
static inline void open_loop(void)
{
    EXPECT_INT(try_open(NULL), 0, "made a loop");
}

/* The same, but the loop cannot move the clock: it has to wait. */
static inline void open_waiting(void)
{
    open_loop();
    clock_.clock.jump = NULL;
}

/* ---- A descriptor that becomes readable ---------------------------------*/

struct line {
    int fd[2];
    struct aw_io io; /* watches fd[0] */
};

static inline void line_open(struct line *line)
{
    EXPECT_INT(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, line->fd), 0,
               "made a pair of sockets");
    EXPECT_INT(aw_io_open(&loop.poller, &line->io, line->fd[0]), 0,
               "opened a descriptor");
}

static inline void line_close(struct line *line)
{
    aw_io_close(&loop.poller, &line->io);
    close(line->fd[0]);
    close(line->fd[1]);
}

static inline void line_send(struct line *line)
{
    EXPECT_INT(write(line->fd[1], "x", 1), 1, "wrote into a socket");
}

static inline void line_drain(struct line *line)
{
    char buffer[4096];

    while (read(line->fd[0], buffer, sizeof(buffer)) > 0)
        continue;
}

/* Wait once. */
static inline void wait_for(char name, struct line *line, enum aw_dir dir)
{
    EXPECT_INT(aw_io_wait(&loop.poller, &line->io, dir, &of(name)->wait), 0,
               "%c waits for a descriptor", name);
}

/* And with a watcher, again and again. */
static inline int watch(char name, struct line *line, enum aw_dir dir)
{
    return aw_watch_io(&loop, &of(name)->watcher, &line->io, dir, watcher_ran);
}

#endif
