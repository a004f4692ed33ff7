/* SPDX-License-Identifier: MIT */
/* One program, two engines, the same lines. */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "aw/engine.h"

static struct aw_loop loop;
static struct aw_handle begin, alarm_;
static struct aw_io io;
static struct aw_io_watcher reader;
static struct aw_post post;
static struct aw_timer timer;
static pthread_t thread;
static aw_time asked;
static int fd[2];

static int on_time(struct aw_handle *handle)
{
    (void)handle;
    printf("    10 ms later, and %s\n",
           aw_loop_now(&loop) - asked >= 10 * AW_MS ? "not earlier" : "early");
    aw_loop_signal(&loop, SIGUSR1, NULL);
    aw_unwatch_io(&reader);
    aw_io_close(&loop.poller, &io);
    return 0;
}

static int on_signal(struct aw_handle *handle)
{
    (void)handle;
    printf("    a signal\n");
    asked = aw_loop_now(&loop);
    return aw_call_later(&loop, &timer, 10 * AW_MS);
}

static int on_post(struct aw_handle *handle)
{
    (void)handle;
    pthread_join(thread, NULL);
    printf("    from another thread\n");
    raise(SIGUSR1);
    return 0;
}

static void *elsewhere(void *arg)
{
    aw_loop_post(arg, &post);
    return NULL;
}

static int on_input(struct aw_handle *handle)
{
    char text[16];
    long n = aw_sys(read(fd[0], text, sizeof(text)));

    (void)handle;
    if (n == -EAGAIN)
        return 0;
    printf("    from a socket: %.*s\n", n > 0 ? (int)n : 0, text);
    return -pthread_create(&thread, NULL, elsewhere, &loop);
}

static int on_begin(struct aw_handle *handle)
{
    (void)handle;
    printf("    soon\n");
    return (int)aw_sys(write(fd[1], "hello", 5));
}

static int run_on(const char *which, const struct aw_poller_ops *engine)
{
    struct aw_loop_options options = {.engine = engine};

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fd) < 0 ||
        aw_loop_init(&loop, &options) < 0)
        return 1;
    printf("the %s engine\n", which);
    aw_handle_init(&begin, on_begin);
    aw_handle_init(&alarm_, on_signal);
    aw_handle_init(&post.handle, on_post);
    aw_timer_init(&timer, on_time);
    aw_io_open(&loop.poller, &io, fd[0]);
    aw_watch_io(&loop, &reader, &io, AW_READ, on_input);
    aw_loop_signal(&loop, SIGUSR1, &alarm_);
    aw_call_soon(&loop, &begin);
    aw_loop_run(&loop);
    aw_loop_close(&loop);
    close(fd[0]);
    close(fd[1]);
    return 0;
}

int main(void)
{
    return run_on("one", aw_engine_choose("epoll")) ||
           run_on("other", aw_engine_choose("uv"));
}
