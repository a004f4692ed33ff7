/* SPDX-License-Identifier: MIT */
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "aw/epoll.h"

int aw__wake_open(struct aw__epoll *e)
{
    AW_TODO();
}

void aw__wake_close(struct aw__epoll *e)
{
    AW_TODO();
}

void aw__wake(struct aw_poller *poller)
{
    AW_TODO();
}

void aw__wake_drain(struct aw__epoll *e)
{
    AW_TODO();
}

int aw__epoll_wait(struct aw__epoll *e, struct epoll_event *events, int max,
                   aw_time timeout)
{
    AW_TODO();
}
