/* SPDX-License-Identifier: MIT */
#include "aw/sync_parts.h"

void aw_event_init(struct aw_event *event, const char *name)
{
    AW_TODO();
}

void aw_event_deinit(struct aw_event *event)
{
    AW_TODO();
}

int aw_event_wait(struct aw_event *event)
{
    AW_TODO();
}

void aw_event_set(struct aw_event *event)
{
    AW_TODO();
}

void aw_event_clear(struct aw_event *event)
{
    AW_TODO();
}
