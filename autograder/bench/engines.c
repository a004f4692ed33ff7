/* SPDX-License-Identifier: MIT */
/* What does libuv cost, compared with the engine on epoll?
 *
 * Three things that every server does: a poll in which nothing happens, a
 * wake-up, and a descriptor that is waited for, becomes ready and is read.
 * Rounds of the two engines alternate, and the order changes each time.  What
 * counts is the median of the ratios of CPU time.
 *
 * Required: no ratio above 3.  Ends with 1 when that is missed. */
#include <sys/eventfd.h>
#include <unistd.h>

#include "aw/engine.h"
#include "bench.h"

enum { TIMES = 20000, PAIRS = 25 };

struct side {
    struct aw_ready ready;
    struct aw_poller poller;
    struct aw_io io;
    struct aw_io_wait wait;
    int fd;
};

static struct side sides[2]; /* epoll, uv */
static long called;

static int reads(struct aw_handle *handle)
{
    struct side *s = aw_container_of(handle, struct side, wait.handle);
    uint64_t n;

    called += read(s->fd, &n, sizeof(n)) > 0;
    return aw_io_wait(&s->poller, &s->io, AW_READ, &s->wait);
}

static void open_side(struct side *s, const struct aw_poller_ops *engine)
{
    aw_ready_init(&s->ready);
    aw_handle_init(&s->wait.handle, reads);
    s->fd = eventfd(0, EFD_NONBLOCK);
    if (aw_poller_open(&s->poller, engine, &s->ready, NULL) < 0 ||
        aw_io_open(&s->poller, &s->io, s->fd) < 0 ||
        aw_io_wait(&s->poller, &s->io, AW_READ, &s->wait) < 0)
        exit(2);
    s->poller.ops->poll(&s->poller, 0);
}

/* ---- What is measured ---------------------------------------------------*/

static void nothing(struct side *s)
{
    s->poller.ops->poll(&s->poller, 0);
}

static void wake_up(struct side *s)
{
    s->poller.ops->wake(&s->poller);
    s->poller.ops->poll(&s->poller, AW_NEVER);
}

static void with_a_limit(struct side *s)
{
    s->poller.ops->wake(&s->poller);
    s->poller.ops->poll(&s->poller, AW_SEC);
}

static void ready(struct side *s)
{
    const uint64_t one = 1;

    if (write(s->fd, &one, sizeof(one)) < 0)
        exit(2);
    s->poller.ops->poll(&s->poller, AW_NEVER);
    aw_ready_run(&s->ready);
}

static double round_of(struct side *s, void (*what)(struct side *))
{
    double begun = cpu_ns();

    for (int i = 0; i < TIMES; i++)
        what(s);
    return (cpu_ns() - begun) / TIMES;
}

static int compare(const char *name, void (*what)(struct side *))
{
    double ratio[PAIRS], ns[2] = {0, 0}, times;

    for (int i = 0; i < PAIRS; i++) {
        double t[2];

        t[i % 2] = round_of(&sides[i % 2], what);
        t[!(i % 2)] = round_of(&sides[!(i % 2)], what);
        ratio[i] = t[1] / t[0];
        ns[0] += t[0] / PAIRS;
        ns[1] += t[1] / PAIRS;
    }
    times = median(ratio, PAIRS);
    printf("%-24s epoll %5.0f ns   uv %5.0f ns   %.2f x  %d pairs  required "
           "3: %s\n",
           name, ns[0], ns[1], times, PAIRS, times <= 3 ? "reached" : "MISSED");
    return times > 3;
}

int main(void)
{
    int bad = 0;

    open_side(&sides[0], &aw_epoll_ops);
    open_side(&sides[1], &aw_uv_ops);
    bad += compare("a poll of nothing", nothing);
    bad += compare("a wake-up", wake_up);
    bad += compare("a wake-up before a limit", with_a_limit);
    bad += compare("a ready descriptor", ready);
    return bad || called == 0;
}
