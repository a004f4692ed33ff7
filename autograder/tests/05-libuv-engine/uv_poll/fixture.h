/* SPDX-License-Identifier: MIT */
/* How long a poll waits, by a clock that is ours. */
#ifndef UV_POLL_TESTS_H
#define UV_POLL_TESTS_H

#include <time.h>

#include "../kit.h"

static struct kit *shared;
static struct kit_wait guest;

static inline void guest_pushes(uv_timer_t *timer)
{
    (void)timer;
    aw_ready_push(&shared->ready, &guest.wait.handle);
}

#endif
