/* SPDX-License-Identifier: MIT */
#include <sys/epoll.h>
#include <unistd.h>

#include "aw/epoll.h"

static int epoll_open(struct aw_poller *poller)
{
    AW_TODO();
}

static void epoll_close(struct aw_poller *poller)
{
    AW_TODO();
}

static int epoll_add(struct aw_poller *poller, struct aw_io *io)
{
    AW_TODO();
}

static void epoll_del(struct aw_poller *poller, struct aw_io *io)
{
    AW_TODO();
}

static int epoll_want(struct aw_poller *poller, struct aw_io *io,
                      enum aw_dir dir)
{
    AW_TODO();
}

static int epoll_poll(struct aw_poller *poller, aw_time timeout)
{
    AW_TODO();
}

static void *epoll_native(struct aw_poller *poller)
{
    AW_TODO();
}

const struct aw_poller_ops aw_epoll_ops = {
    .name = "epoll",
    .open = epoll_open,
    .close = epoll_close,
    .add = epoll_add,
    .del = epoll_del,
    .want = epoll_want,
    .poll = epoll_poll,
    .wake = aw__wake,
    .signal = aw__signals_watch,
    .native = epoll_native,
};
