/* SPDX-License-Identifier: MIT */
/* fixture.h: a queue, tasks that put one thing or get one, and callbacks. */
#ifndef QUEUE_FIXTURE_H
#define QUEUE_FIXTURE_H

#include "../09-cancellation/fixture.h"
#include "aw/queue.h"

static struct aw_queue q;

static inline int of(void *item)
{
    return (int)(intptr_t)item;
}

/* A loop, and a queue of it. */
static inline void open_queue_with(const struct aw_queue_options *options)
{
    open_loop();
    aw_queue_init(&q, &loop, options);
}

static inline void open_queue(size_t max)
{
    open_queue_with(
        &(struct aw_queue_options){.max = max, .drop = say_dropped});
}

/* Puts `arg`: "a+", "a=ESHUTDOWN". */
static inline int puts_it(void *arg)
{
    int rc = aw_queue_put(&q, arg);

    if (rc < 0)
        say_result(rc);
    else
        say("%s+", me());
    return 0;
}

/* Gets one: "a:3", "a=ESHUTDOWN". */
static inline int gets_it(void *arg)
{
    void *item = num(-1);
    int rc = aw_queue_get(&q, &item);

    (void)arg;
    if (rc < 0)
        say_result(rc);
    else
        say("%s:%d", me(), of(item));
    return 0;
}

/* Gets one after the other, each takes `arg` milliseconds, until the queue is
 * shut. */
static inline int serves(void *arg)
{
    void *item;
    int rc;

    while ((rc = aw_queue_get(&q, &item)) == 0) {
        say("%s:%d", me(), of(item));
        aw_sleep((intptr_t)arg * AW_MS);
        aw_queue_done(&q);
    }
    say_result(rc);
    return 0;
}

static inline int joins(void *arg)
{
    (void)arg;
    say_result(aw_queue_join(&q));
    return 0;
}

/* Puts 1 to n, from outside of any task. */
static inline void fill(int n)
{
    for (int i = 1; i <= n; i++)
        EXPECT_INT(aw_queue_try_put(&q, num(i)), 0, "put %d of %d", i, n);
}

/* What is next; -1: nothing. */
static inline int next_one(void)
{
    void *item = num(-1);

    return aw_queue_try_get(&q, &item) < 0 ? -1 : of(item);
}

/* A handle that does something, outside of any task. */
struct call {
    struct aw_handle handle;
    void (*fn)(void);
};

static inline int call_ran(struct aw_handle *handle)
{
    aw_container_of(handle, struct call, handle)->fn();
    return 0;
}

static inline void call_soon(struct call *call, void (*fn)(void))
{
    call->fn = fn;
    aw_handle_init(&call->handle, call_ran);
    aw_ready_push(&loop.ready, &call->handle);
}

static inline void shuts(void)
{
    aw_queue_shutdown(&q);
}

static inline void shuts_now(void)
{
    aw_queue_shutdown_now(&q);
}

/* Nobody waits anywhere any more. */
static inline void close_quiet(void)
{
    run_all();
    EXPECT_INT(loop.live[AW_WAITERS], 0, "closed the loop: who waits in line");
    close_clean();
}

static inline void close_queue(void)
{
    run_all();
    EXPECT_INT(q.getters.n + q.putters.n + q.finished.waiters.n, 0,
               "closed the queue: who waits for it");
    aw_queue_deinit(&q);
    close_quiet();
}

#endif
