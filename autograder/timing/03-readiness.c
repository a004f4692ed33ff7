/* SPDX-License-Identifier: MIT */
/* Waits over a thousand descriptors, wake-ups, and the relay. */
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "aw/poller.h"
#include "timing.h"
#include "tune_relay.h"

static struct aw_ready ready;
static struct aw_poller poller;

static void open_poller(void)
{
    aw_ready_init(&ready);
    TIMING_CHECK(aw_poller_open(&poller, &aw_epoll_ops, &ready, NULL) == 0);
}

static size_t turn(void)
{
    poller.ops->poll(&poller, 0);
    return aw_ready_run(&ready);
}

/* ---- A thousand descriptors, of which some are ready --------------------*/

enum { CROWD = 1000, AWAKE = 50, ROUNDS = 2000 };

struct member {
    struct aw_io io;
    struct aw_io_wait wait;
    int ran;
};
static struct member crowd[CROWD];

static int ran(struct aw_handle *handle)
{
    struct aw_io_wait *wait =
        aw_container_of(handle, struct aw_io_wait, handle);
    struct member *m = aw_container_of(wait, struct member, wait);

    m->ran++;
    return aw_io_wait(&poller, &m->io, AW_READ, wait);
}

static void open_crowd(void)
{
    struct rlimit limit;
    int bad = 0;

    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    open_poller();
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
static void wait_ready(void)
{
    const uint64_t one = 1;
    int total = 0;

    open_crowd();
    /* An engine of edges begins with the news that all are writable. */
    for (int i = 0; i < 20; i++)
        turn();
    for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < AWAKE; i++) {
            struct member *m = &crowd[i * 19];

            if (write(m->io.fd, &one, sizeof(one)) < 0)
                total = -1000000;
        }
        timing_start();
        turn();
        timing_stop();
    }
    for (int i = 0; i < CROWD; i++)
        total += crowd[i].ran;
    TIMING_CHECK(total == ROUNDS * AWAKE);
}

/* ---- The relay ----------------------------------------------------------*/

static struct tune_relay relay;
static int in[2], out[2], ended = 1;
static char block[64 * 1024];

static void on_done(struct tune_relay *r, int rc)
{
    (void)r;
    ended = rc;
}

static void start_relay(void)
{
    open_poller();
    TIMING_CHECK(
        socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, in) == 0 &&
        socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, out) == 0 &&
        tune_relay_start(&relay, &poller, in[1], out[1], on_done) == 0);
}

static void end_relay(void)
{
    shutdown(in[0], SHUT_WR);
    for (int i = 0; i < 10; i++)
        turn();
    TIMING_CHECK(ended == 0);
}

static long take_all(void)
{
    long n, all = 0;

    while ((n = recv(out[0], block, sizeof(block), 0)) > 0)
        all += n;
    return all;
}

/* As much as fits is sent, relayed and received, again and again. */
static void relay_bulk(void)
{
    long sent = 0, received = 0, n;

    start_relay();
    for (int round = 0; round < 300; round++) {
        while ((n = send(in[0], block, sizeof(block), 0)) > 0)
            sent += n;
        timing_start();
        for (int i = 0; i < 20000 && turn() > 0; i++)
            continue;
        timing_stop();
        received += take_all();
    }
    for (int i = 0; i < 20000 && received < sent; i++) {
        turn();
        received += take_all();
    }
    TIMING_CHECK(received == sent);
    end_relay();
}

int main(int argc, char **argv)
{
    static const struct timing_target targets[] = {
        {"wait_ready", wait_ready},
        {"relay_bulk", relay_bulk},
        {NULL, NULL},
    };
    return timing_main(argc, argv, targets);
}
