/* SPDX-License-Identifier: MIT */
#include <sched.h>
#include <signal.h>

#include "aw/epoll.h"

int aw__signals_watch(struct aw_poller *poller, int signo,
                      struct aw_handle *handle)
{
    AW_TODO();
}

/* The engine calls these two at every poll and close.  While they do nothing
 * it works without signals. */
size_t aw__signals_take(struct aw_poller *poller)
{
    return 0;
}

void aw__signals_close(struct aw_poller *poller)
{
}
