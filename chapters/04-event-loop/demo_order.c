/* SPDX-License-Identifier: MIT */
/* Everything at once, an error, and a stop: who is called in which order? */
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "aw/loop.h"

static struct aw_loop loop;
static struct aw_handle first, second, broken;
static struct aw_timer now, past, soon;
static struct aw_io io;
static struct aw_io_watcher reader;

static int on_first(struct aw_handle *handle)
{
    (void)handle;
    printf("first: calls second soon\n");
    return aw_call_soon(&loop, &second);
}

static int on_second(struct aw_handle *handle)
{
    (void)handle;
    printf("second: wants a stop in 10 ms\n");
    return aw_call_later(&loop, &soon, 10 * AW_MS);
}

static int on_broken(struct aw_handle *handle)
{
    (void)handle;
    printf("broken: fails\n");
    return -EIO;
}

static int on_input(struct aw_handle *handle)
{
    char byte;

    (void)handle;
    if (read(io.fd, &byte, 1) == 1)
        printf("input: %c\n", byte);
    aw_unwatch_io(&reader);
    return 0;
}

static int on_timer(struct aw_handle *handle)
{
    printf("%s\n", handle == &past.handle  ? "a timer of the past"
                   : handle == &now.handle ? "a timer without delay"
                                           : "a timer: stops the loop");
    if (handle == &soon.handle)
        aw_loop_stop(&loop);
    return 0;
}

static void on_error(struct aw_loop *l, const struct aw_report *report)
{
    (void)l, (void)report;
    printf("handler: a callback has failed\n");
}

int main(void)
{
    int fd[2];

    if (aw_loop_init(&loop, NULL) < 0 ||
        socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fd) < 0 ||
        aw_io_open(&loop.poller, &io, fd[0]) < 0 || write(fd[1], "!", 1) != 1)
        return 1;
    loop.on_error = on_error;
    aw_handle_init(&first, on_first);
    aw_handle_init(&second, on_second);
    aw_handle_init(&broken, on_broken);
    aw_timer_init(&now, on_timer);
    aw_timer_init(&past, on_timer);
    aw_timer_init(&soon, on_timer);

    aw_call_at(&loop, &past, aw_loop_now(&loop) - AW_SEC);
    aw_call_later(&loop, &now, 0);
    aw_watch_io(&loop, &reader, &io, AW_READ, on_input);
    aw_call_soon(&loop, &first);
    aw_call_soon(&loop, &broken);
    printf("-- run\n");
    aw_loop_run(&loop);

    aw_call_soon(&loop, &first);
    aw_loop_stop(&loop);
    printf("-- run, stopped before it begins\n");
    aw_loop_run(&loop);
    aw_loop_stop(&loop);
    printf("-- and again\n");
    aw_loop_run(&loop);
    aw_io_close(&loop.poller, &io);
    aw_loop_close(&loop);
    printf("-- closed\n");
    printf("call soon is %s\n",
           aw_call_soon(&loop, &first) < 0 ? "refused" : "accepted");
    return 0;
}
