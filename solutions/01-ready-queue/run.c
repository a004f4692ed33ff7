/* SPDX-License-Identifier: MIT */
/* Running: take a handle and call it, until nothing is left of the turn.
 *
 * The queue is at its plainest here, and the callbacks are not.  While one
 * runs it may push, cancel, open a turn, take a handle itself, and free the
 * memory in which its own handle stands.
 *
 * The one hard thing follows from the last of these.  All that is needed
 * after the call is copied before it. [gone-after]
 *
 * Design: `running` is NULL between callbacks for everybody who can look: for
 * `pick`, for `on_error`, and for whoever ran the queue.  Nobody else is there
 * to see it, and a store for each callback is saved. */
#include "aw/ready.h"

/* [by-hand] aw_ready_take, for the case that nobody picks: its call and those
 * inside it would cost more than all the rest of this loop. */
static inline struct aw_handle *take(struct aw_ready *ready)
{
    struct aw_list *batch = &ready->batch, *node = batch->next;

    if (ready->pick) {
        ready->running = NULL; /* `pick` may look */
        return aw_ready_take(ready);
    }
    if (node == batch)
        return NULL;
    batch->next = node->next;
    node->next->prev = batch;
    node->next = node;
    node->prev = node;
    return aw_container_of(node, struct aw_handle, link);
}

/* Call it between two words to the probe. */
static int call_told(struct aw_ready *ready, struct aw_handle *handle)
{
    int result;

    ready->probe->event(ready->probe, AW_PROBE_RUN_BEGIN, handle, 0);
    result = handle->fn(handle);
    /* [gone-after] So may the probe be. */
    if (ready->probe)
        ready->probe->event(ready->probe, AW_PROBE_RUN_END, handle,
                            (uint64_t)result);
    return result;
}

static inline void call(struct aw_ready *ready, struct aw_handle *handle)
{
    /* [gone-after] Wrong turn: reading `handle->fn` for the report below
     * works until a callback frees its handle and fails;
     * the_error_report_survives_the_handle catches it. */
    aw_fn fn = handle->fn;
    int result;

    /* From the call on, `handle` is an address and nothing more. */
    ready->running = handle;
    result = ready->probe ? call_told(ready, handle) : fn(handle);

    /* An error is told, never obeyed: the callbacks behind this one belong
     * to others, who have done nothing wrong. */
    if (result < 0) {
        ready->running = NULL;
        if (ready->on_error)
            ready->on_error(ready, fn, result);
    }
}

size_t aw_ready_run(struct aw_ready *ready)
{
    struct aw_handle *handle;
    size_t called = 0;

    AW_ASSERT(!ready->running, "a queue was run from inside one of its own "
                               "callbacks; push a handle and return instead");

    /* [one-at-a-time] Wrong turn: to gather the turn in an array first, and
     * then call down the array, calls handles which an earlier callback of
     * the turn has cancelled, or freed;
     * a_callback_cancels_one_of_its_own_turn catches it. */
    aw_ready_turn(ready);
    while ((handle = take(ready)) != NULL) {
        call(ready, handle);
        called++;
    }
    ready->running = NULL;
    ready->ran += called;
    return called;
}
