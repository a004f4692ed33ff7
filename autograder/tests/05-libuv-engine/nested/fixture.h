/* SPDX-License-Identifier: MIT */
/* libuv on either engine. */
#ifndef NESTED_TESTS_H
#define NESTED_TESTS_H

#include <signal.h>

#include "../kit.h"

#include "../../04-event-loop/fixture.h"

static const struct aw_poller_ops *const engines[] = {&aw_epoll_ops,
                                                      &aw_uv_ops};
static struct graded_alloc memory;
static uv_loop_t *uv;

/* A loop on `engine`; `clock` NULL is the real one. */
static inline void open_on(const struct aw_poller_ops *engine,
                           struct aw_clock *clock)
{
    struct aw_loop_options options = {engine, clock, &memory.alloc};

    graded_alloc_init(&memory);
    steps_init();
    kit_time.impatient = true;
    EXPECT_INT(aw_loop_init(&loop, &options), 0, "made a loop on %s",
               engine->name);
}

static inline void open_with_uv(const struct aw_poller_ops *engine)
{
    open_on(engine, NULL);
    EXPECT_INT(aw_uv_get(&loop, &uv), 0, "asked for libuv on %s", engine->name);
}

static inline void close_loop(void)
{
    aw_loop_close(&loop);
    EXPECT_INT(memory.bytes, 0, "closed the loop: bytes of memory left");
}

static inline void timer_says(uv_timer_t *timer)
{
    say("t");
    aw_ready_push(&loop.ready, timer->data);
}

static uv_timer_t timer;

/* A timer of libuv's that says "t" and pushes a. */
static inline void start_timer(uint64_t ms)
{
    uv_timer_init(uv, &timer);
    timer.data = &of('a')->handle;
    uv_update_time(uv);
    uv_timer_start(&timer, timer_says, ms, 0);
}

static inline void works(uv_work_t *request)
{
    (void)request;
    usleep(2000);
}

static inline void worked(uv_work_t *request, int status)
{
    say("worked=%d", status);
    aw_call_soon(&loop, request->data);
}

static uv_work_t work;

static inline void start_work(void)
{
    work.data = &of('a')->handle;
    EXPECT_INT(uv_queue_work(uv, &work, works, worked), 0, "gave work");
}

static inline void says_closed(uv_handle_t *handle)
{
    (void)handle;
    say("closed");
}

#endif
