/* SPDX-License-Identifier: MIT */
/* Ready descriptors on the libuv engine, and a nested loop that has nothing to
 * do. */
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <unistd.h>
#include <uv.h>

#include "aw/engine.h"
#include "timing.h"

/* ---- uv_ready: a thousand descriptors, of which some are ready ----------*/

enum { CROWD = 1000, AWAKE = 5, ROUNDS = 10000 };

struct member {
    struct aw_io io;
    struct aw_io_wait wait;
    int ran;
};
static struct member crowd[CROWD];
static struct aw_ready ready;
static struct aw_poller poller;

static int ran(struct aw_handle *handle)
{
    struct member *m = aw_container_of(handle, struct member, wait.handle);

    m->ran++;
    return aw_io_wait(&poller, &m->io, AW_READ, &m->wait);
}

static void open_crowd(void)
{
    struct rlimit limit;
    int bad = 0;

    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    aw_ready_init(&ready);
    TIMING_CHECK(aw_poller_open(&poller, &aw_uv_ops, &ready, NULL) == 0);
    for (int i = 0; i < CROWD; i++) {
        struct member *m = &crowd[i];

        aw_handle_init(&m->wait.handle, ran);
        bad += aw_io_open(&poller, &m->io, eventfd(0, EFD_NONBLOCK)) < 0;
        bad += aw_io_wait(&poller, &m->io, AW_READ, &m->wait) < 0;
    }
    TIMING_CHECK(bad == 0);
}

/* In each round the same few are written to, run, and wait again.  Nobody
 * reads, so that the engine's work is most of the work. */
static void uv_ready(void)
{
    const uint64_t one = 1;
    int total = 0;

    open_crowd();
    poller.ops->poll(&poller, 0);
    for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < AWAKE; i++)
            if (write(crowd[i * 190].io.fd, &one, sizeof(one)) < 0)
                total = -1000000;
        timing_start();
        poller.ops->poll(&poller, 0);
        aw_ready_run(&ready);
        timing_stop();
    }
    for (int i = 0; i < CROWD; i++)
        total += crowd[i].ran;
    TIMING_CHECK(total == ROUNDS * AWAKE);
}

/* ---- uv_nested: an iteration in which libuv has nothing to do -----------
 *
 * The engine does nothing, so that the source is most of the work. */

enum { ITERATIONS = 100000, HANDLES = 100 };

static struct aw_loop loop;
static struct aw_handle chain;
static long called;

static int engine_open(struct aw_poller *p)
{
    (void)p;
    return 0;
}

static void engine_close(struct aw_poller *p)
{
    (void)p;
}

static int engine_add(struct aw_poller *p, struct aw_io *io)
{
    (void)p;
    io->gen = 1;
    return 0;
}

static void engine_del(struct aw_poller *p, struct aw_io *io)
{
    (void)p, (void)io;
}

static int engine_want(struct aw_poller *p, struct aw_io *io, enum aw_dir dir)
{
    (void)p, (void)io, (void)dir;
    return 0;
}

static int engine_poll(struct aw_poller *p, aw_time timeout)
{
    (void)p, (void)timeout;
    return 0;
}

static void *engine_native(struct aw_poller *p)
{
    (void)p;
    return NULL;
}

static int pushes_itself(struct aw_handle *handle)
{
    if (++called == ITERATIONS)
        aw_loop_stop(&loop);
    return aw_call_soon(&loop, handle);
}

static void far_away(uv_timer_t *timer)
{
    (void)timer;
    called = -1;
}

static void uv_nested(void)
{
    static const struct aw_poller_ops engine = {
        .name = "none",
        .open = engine_open,
        .close = engine_close,
        .add = engine_add,
        .del = engine_del,
        .want = engine_want,
        .poll = engine_poll,
        .native = engine_native,
    };
    struct aw_loop_options options = {.engine = &engine};
    static uv_async_t bell[HANDLES];
    uv_timer_t timer;
    uv_loop_t *uv;

    TIMING_CHECK(aw_loop_init(&loop, &options) == 0);
    TIMING_CHECK(aw_uv_get(&loop, &uv) == 0);
    uv_timer_init(uv, &timer);
    uv_timer_start(&timer, far_away, 3600 * 1000, 0);
    for (int i = 0; i < HANDLES; i++)
        uv_async_init(uv, &bell[i], NULL);
    aw_handle_init(&chain, pushes_itself);
    aw_call_soon(&loop, &chain);
    aw_loop_run_once(&loop);

    timing_start();
    aw_loop_run(&loop);
    timing_stop();

    TIMING_CHECK(called == ITERATIONS);
    aw_loop_close(&loop);
}

int main(int argc, char **argv)
{
    static const struct timing_target targets[] = {
        {"uv_ready", uv_ready},
        {"uv_nested", uv_nested},
        {NULL, NULL},
    };

    return timing_main(argc, argv, targets);
}
