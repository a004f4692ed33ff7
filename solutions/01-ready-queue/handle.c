/* SPDX-License-Identifier: MIT */
/* A handle: a callback that may be waiting for its turn.
 *
 * There is no "queued" flag and no "cancelled" flag.  A handle is queued
 * exactly while its link is linked, and a cancelled handle is one that is not
 * linked any more.  What is kept only once can never disagree with itself.
 *
 * The one hard thing is what is not here: a pointer to the queue.  A node
 * leaves a ring without knowing whose ring it is. [which-list] */
#include "aw/ready.h"

void aw_handle_init(struct aw_handle *handle, aw_fn fn)
{
    aw_list_init(&handle->link);
    handle->fn = fn;
}

bool aw_handle_queued(const struct aw_handle *handle)
{
    return !aw_list_empty(&handle->link);
}

bool aw_handle_cancel(struct aw_handle *handle)
{
    bool queued = aw_handle_queued(handle);

    /* Wrong turn: marking the handle and skipping it later saves nothing, and
     * leaves a queue that points to memory which the caller takes for free;
     * a_cancelled_handle_leaves_the_list_at_once catches it. */
    aw_list_remove(&handle->link);
    return queued;
}
