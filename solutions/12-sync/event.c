/* SPDX-License-Identifier: MIT */
/* An event: a flag, and all who wait for it.
 *
 * Who was woken goes on, whatever the flag says by then: he waited for a moment
 * and not for a state. [moment] */
#include "aw/sync_parts.h"

static const struct aw_future_ops event_ops = AW_WAITER_OPS("event");

void aw_event_init(struct aw_event *event, const char *name)
{
    aw_waiters_init(&event->waiters, &event_ops, name);
    event->set = false;
}

void aw_event_deinit(struct aw_event *event)
{
    aw_waiters_deinit(&event->waiters);
}

int aw_event_wait(struct aw_event *event)
{
    bool woken;

    aw__sync_self();
    if (event->set)
        return 0;
    return aw_waiters_wait(&event->waiters, &woken);
}

void aw_event_set(struct aw_event *event)
{
    if (event->set)
        return;
    event->set = true;
    while (aw_waiters_wake(&event->waiters))
        continue;
}

void aw_event_clear(struct aw_event *event)
{
    event->set = false;
}
