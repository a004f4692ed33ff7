/* SPDX-License-Identifier: MIT */
#include "aw/uv_parts.h"

/* The engine calls three of these at every open, close and poll.  While they
 * do nothing it works without signals. */
int aw__uv_signals_open(struct aw_poller *poller)
{
    return 0;
}

void aw__uv_signals_close(struct aw_poller *poller)
{
}

int aw__uv_signal(struct aw_poller *poller, int signo, struct aw_handle *handle)
{
    AW_TODO();
}

int aw__uv_signals_take(struct aw_poller *poller)
{
    return 0;
}
