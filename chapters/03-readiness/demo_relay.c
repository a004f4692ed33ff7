/* SPDX-License-Identifier: MIT */
/* Source, relay and sink, on two pipes and one thread. */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "aw/poller.h"

struct tap {
    struct aw_io io;
    struct aw_io_wait wait;
    int to; /* where it writes; -1: it prints */
};

static struct aw_ready ready;
static struct aw_poller poller;

/* Read until EAGAIN, and only then wait. */
static int flow(struct aw_handle *handle)
{
    struct aw_io_wait *wait =
        aw_container_of(handle, struct aw_io_wait, handle);
    struct tap *tap = aw_container_of(wait, struct tap, wait);
    char buffer[100];
    long n;

    while ((n = aw_sys(read(tap->io.fd, buffer, sizeof(buffer)))) > 0) {
        if (tap->to < 0)
            printf("sink: \"%.*s\"\n", (int)n, buffer);
        else
            printf("relay: %ld bytes\n",
                   aw_sys(write(tap->to, buffer, (size_t)n)));
    }
    if (n == -EAGAIN)
        return aw_io_wait(&poller, &tap->io, AW_READ, wait);
    printf("%s: the end\n", tap->to < 0 ? "sink" : "relay");
    aw_io_close(&poller, &tap->io);
    if (tap->to >= 0)
        close(tap->to);
    return 0;
}

static void tap_open(struct tap *tap, int from, int to)
{
    *tap = (struct tap){.to = to};
    aw_handle_init(&tap->wait.handle, flow);
    if (aw_io_open(&poller, &tap->io, from) == 0)
        aw_io_wait(&poller, &tap->io, AW_READ, &tap->wait);
}

static void turns(void)
{
    while (poller.ops->poll(&poller, 0) > 0)
        aw_ready_run(&ready);
}

int main(void)
{
    struct tap relay, sink;
    int a[2], b[2];

    aw_ready_init(&ready);
    if (aw_poller_open(&poller, &aw_epoll_ops, &ready, NULL) < 0 ||
        pipe2(a, O_NONBLOCK) < 0 || pipe2(b, O_NONBLOCK) < 0)
        return 1;
    tap_open(&relay, a[0], b[1]);
    tap_open(&sink, b[0], -1);

    turns();
    printf("source: nothing yet\n");
    turns();
    printf("source: a word\n");
    if (write(a[1], "hello", 5) != 5)
        return 1;
    turns();
    printf("source: two words and the end\n");
    if (write(a[1], "and ", 4) != 4 || write(a[1], "goodbye", 7) != 7)
        return 1;
    close(a[1]);
    turns();
    aw_poller_close(&poller);
    return 0;
}
