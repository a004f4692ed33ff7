/* SPDX-License-Identifier: MIT */
#include <sys/eventfd.h>
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
