/* SPDX-License-Identifier: MIT */
/* Watches: those who want to know.
 *
 *      idle --start--> linked --settle--> queued --its turn--> idle
 *        |                ^ |                |
 *        |                | +----- stop -----+---------> idle
 *        +- start, when it is settled already --> queued
 *
 * The one hard thing is time.  Between settling and the turn in which a watch
 * runs anything may happen, and most often the future goes away: it stood on
 * the stack of somebody who went on.  So from the moment of settling a watch
 * needs nothing from its future: what it has to know it has. [copy-outcome] */
#include "aw/future_parts.h"

void aw_watch_init(struct aw_watch *watch, aw_fn fn, bool awaits)
{
    aw_handle_init(&watch->handle, fn);
    aw_list_init(&watch->link);
    watch->future = NULL;
    watch->value = NULL;
    watch->detail = NULL;
    watch->result = 0;
    watch->state = AW_PENDING;
    watch->awaits = awaits;
}

static void tell(struct aw_watch *watch, struct aw_future *future)
{
    struct aw_loop *loop = future->loop;

    /* [copy-outcome] Wrong turn: a watch that reads its future when it runs
     * works until the future stands on a stack;
     * the_outcome_outlives_the_future catches it. */
    watch->future = NULL;
    watch->state = future->state;
    watch->result = future->result;
    watch->value = future->value;
    watch->detail = future->detail;

    /* Why already here: when the watch runs there may be no future left that
     * could be told. */
    if (watch->awaits)
        future->retrieved = true;

    /* A closed loop runs nothing any more, and a handle left in its queue
     * would point to memory that goes away with it. */
    if (!loop->closed)
        aw_ready_push(&loop->ready, &watch->handle);
}

void aw__watches_tell(struct aw_future *future)
{
    struct aw_list *node, *next;

    /* [by-hand] One walk, and each node is linked to itself on the way: to pop
     * them one by one would mend the ring each time, only to break it again.
     * Nobody is called from in here, so nobody can change the ring. */
    for (node = future->watches.next; node != &future->watches; node = next) {
        next = node->next;
        node->next = node->prev = node;
        tell(aw_container_of(node, struct aw_watch, link), future);
    }
    aw_list_init(&future->watches);
    future->awaits = 0;
}

void aw_watch_start(struct aw_watch *watch, struct aw_future *future)
{
    AW_ASSERT(future->loop, "a watch was started on a future that is "
                            "deinitialised, or was never initialised");
    AW_ASSERT(!watch->future && !aw_handle_queued(&watch->handle),
              "a watch was started that is linked or queued already; use one "
              "watch for each wait, or stop it first");

    /* Wrong turn: calling the watch at once when there is nothing to wait for
     * makes its function run sometimes inside its caller and sometimes not;
     * a_watch_on_a_settled_future_is_not_called catches it. [never-inline] */
    if (future->state != AW_PENDING) {
        tell(watch, future);
        return;
    }
    watch->state = AW_PENDING;
    watch->future = future;
    aw_list_append(&future->watches, &watch->link);
    future->awaits += watch->awaits;
}

bool aw_watch_stop(struct aw_watch *watch)
{
    struct aw_future *future = watch->future;

    /* Not linked: then it is queued or idle, and the future, if there still
     * is one, has nothing to do with it any more. */
    if (!future)
        return aw_handle_cancel(&watch->handle);
    watch->future = NULL;
    future->awaits -= watch->awaits;
    aw_list_remove(&watch->link);
    return true;
}
