/* SPDX-License-Identifier: MIT */
/* Asking again and again, and waiting: how many reads does one byte cost? */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "aw/poller.h"

struct source {
    struct aw_io io;
    struct aw_io_wait wait;
    int reads, in_vain;
};

static long try_read(struct source *s, int fd)
{
    char buffer[100];
    long n = aw_sys(read(fd, buffer, sizeof(buffer)));

    s->reads++;
    s->in_vain += n == -EAGAIN;
    return n;
}

static void report(const char *how, const struct source *s)
{
    printf("%s: %d reads, %d of them in vain\n", how, s->reads, s->in_vain);
}

static int may_be_ready(struct aw_handle *handle)
{
    struct aw_io_wait *wait =
        aw_container_of(handle, struct aw_io_wait, handle);
    struct source *s = aw_container_of(wait, struct source, wait);

    try_read(s, s->io.fd);
    return 0;
}

/* Somebody writes while we ask for the thousandth time. */
static int ask(const int end[2])
{
    struct source s = {0};

    for (int i = 1; i <= 1000; i++) {
        if (i == 1000 && write(end[1], "x", 1) != 1)
            return 1;
        try_read(&s, end[0]);
    }
    report("asking", &s);
    return 0;
}

/* Try once; then wait, which costs nothing until somebody writes. */
static int wait_for_it(const int end[2])
{
    struct source s = {0};
    struct aw_ready ready;
    struct aw_poller poller;

    aw_ready_init(&ready);
    aw_handle_init(&s.wait.handle, may_be_ready);
    if (aw_poller_open(&poller, &aw_epoll_ops, &ready, NULL) < 0 ||
        aw_io_open(&poller, &s.io, end[0]) < 0)
        return 1;
    if (try_read(&s, s.io.fd) == -EAGAIN)
        aw_io_wait(&poller, &s.io, AW_READ, &s.wait);
    if (write(end[1], "x", 1) != 1)
        return 1;
    poller.ops->poll(&poller, AW_NEVER);
    aw_ready_run(&ready);
    report("waiting", &s);
    aw_io_close(&poller, &s.io);
    aw_poller_close(&poller);
    return 0;
}

int main(void)
{
    int end[2];

    if (pipe2(end, O_NONBLOCK) < 0)
        return 1;
    return ask(end) || wait_for_it(end);
}
