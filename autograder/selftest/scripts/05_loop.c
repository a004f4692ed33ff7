/* SPDX-License-Identifier: MIT */
/* A loop: queue, timers, descriptors, signals, posts, and libuv in it. */
#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>
#include <uv.h>

#include "script.h"

static struct aw_loop loop;
static int calls;

static int counts(struct aw_handle *handle)
{
    (void)handle;
    calls++;
    return 0;
}

static int fails(struct aw_handle *handle)
{
    (void)handle;
    return -EIO;
}

static void hears(struct aw_loop *l, const struct aw_report *report)
{
    (void)l;
    HOLDS(report->error == -EIO);
    calls += 100;
}

/* ---- Descriptors --------------------------------------------------------*/

static int fd[2];
static struct aw_io io;
static struct aw_io_watcher watcher;

static int reads(struct aw_handle *handle)
{
    char byte;

    (void)handle;
    while (read(fd[0], &byte, 1) == 1)
        calls++;
    aw_unwatch_io(&watcher);
    return 0;
}

static int talk(void)
{
    int rc;

    HOLDS(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fd) == 0);
    rc = aw_io_open(&loop.poller, &io, fd[0]);
    if (rc == 0) {
        rc = aw_watch_io(&loop, &watcher, &io, AW_READ, reads);
        HOLDS(write(fd[1], "abc", 3) == 3);
        if (rc == 0)
            rc = aw_loop_run_once(&loop);
        aw_unwatch_io(&watcher);
        aw_io_close(&loop.poller, &io);
        aw_loop_run_once(&loop);
    }
    close(fd[0]);
    close(fd[1]);
    return rc < 0 ? rc : 0;
}

/* ---- Threads, signals, libuv --------------------------------------------*/

static struct aw_post post;

static void *posts(void *arg)
{
    HOLDS(aw_loop_post(&loop, &post) == 0);
    return arg;
}

static void hear_a_thread(void)
{
    pthread_t thread;

    loop.holds++;
    aw_handle_init(&post.handle, counts);
    HOLDS(pthread_create(&thread, NULL, posts, NULL) == 0);
    pthread_join(thread, NULL);
    aw_loop_run_once(&loop);
    loop.holds--;
}

static int hear_a_signal(void)
{
    struct aw_handle handle;
    int rc;

    aw_handle_init(&handle, counts);
    rc = aw_loop_signal(&loop, SIGUSR1, &handle);
    if (rc < 0)
        return rc;
    raise(SIGUSR1);
    aw_loop_run_once(&loop);
    rc = aw_loop_signal(&loop, SIGUSR1, NULL);
    aw_handle_cancel(&handle);
    return rc;
}

static uv_timer_t timer;

static void rings(uv_timer_t *t)
{
    calls++;
    uv_close((uv_handle_t *)t, NULL);
}

static int run_libuv(void)
{
    uv_loop_t *uv;
    int rc = aw_uv_get(&loop, &uv);

    if (rc < 0)
        return rc;
    HOLDS(uv_timer_init(uv, &timer) == 0);
    uv_timer_start(&timer, rings, 1, 0);
    rc = aw_loop_run(&loop);
    return rc < 0 ? rc : 0;
}

/* ---- All of it ----------------------------------------------------------*/

static int script(const struct aw_loop_options *options)
{
    struct aw_handle handle, failing;
    struct aw_timer timers[40];
    int rc = aw_loop_init(&loop, options);

    if (rc < 0)
        return rc;
    calls = 0;
    loop.on_error = hears;
    aw_handle_init(&handle, counts);
    aw_handle_init(&failing, fails);
    aw_call_soon(&loop, &handle);
    aw_call_soon(&loop, &failing);
    for (int i = 0; i < 40; i++) {
        aw_timer_init(&timers[i], counts);
        aw_call_later(&loop, &timers[i], (40 - i) * AW_MS);
    }
    for (int i = 0; i < 40; i += 2)
        aw_timer_stop(&loop.timers, &timers[i]);
    /* With memory or without: a timer that was started comes due. */
    HOLDS(aw_loop_run(&loop) == 0 && calls == 1 + 100 + 20);
    calls = 0;
    rc = talk();
    if (rc == 0)
        HOLDS(calls == 3);
    hear_a_thread();
    HOLDS(calls == (rc == 0 ? 4 : 1));
    if (rc == 0)
        rc = hear_a_signal();
    if (rc == 0)
        rc = run_libuv();
    if (rc == 0)
        HOLDS(calls == 6);
    aw_loop_close(&loop);
    return rc;
}

int main(int argc, char **argv)
{
    return script_main(argc, argv, script);
}
