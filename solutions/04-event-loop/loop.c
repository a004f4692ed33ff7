/* SPDX-License-Identifier: MIT */
/* A loop is made of parts that know nothing of each other.  Here they are put
 * together, and taken apart again.
 *
 * The hard thing is taking apart.  What is pending at that moment belongs to
 * others: handles, timers and posts stand in their memory.  Each is unlinked
 * there, or the next call on it follows a pointer into a loop that is gone.
 * [close-unlinks] */
#include "aw/loop_parts.h"

int aw_loop_init(struct aw_loop *loop, const struct aw_loop_options *options)
{
    static const struct aw_loop_options defaults;
    const struct aw_loop_options *o = options ? options : &defaults;
    int rc;

    *loop = (struct aw_loop){.alloc = o->alloc};
    loop->clock = o->clock ? o->clock : aw_clock_monotonic();
    aw_list_init(&loop->sources);
    aw_list_init(&loop->closers);
    aw_ready_init(&loop->ready);
    aw_timers_init(&loop->timers, o->alloc);
    aw__loop_listen(loop);
    /* The engine comes last, because it alone can fail. */
    rc = aw_poller_open(&loop->poller, o->engine ? o->engine : &aw_epoll_ops,
                        &loop->ready, o->alloc);
    if (rc < 0) {
        /* Whoever shares the loop with other threads learns from each call
         * that there is none. */
        loop->closed = true;
        aw__posts_close(loop);
        return rc;
    }
    return 0;
}

/* ---- Closing ------------------------------------------------------------*/

/* [last-in-first-out] One at a time from the front: a closer may add another,
 * take one out, or free its own memory.
 *
 * Wrong turn: walking the list.  The next pointer of a closer that has freed
 * itself is read after the call; loop/a_closer_may_free_itself catches it. */
static void run_closers(struct aw_loop *loop)
{
    struct aw_list *node;

    while ((node = aw_list_pop(&loop->closers))) {
        struct aw_closer *closer =
            aw_container_of(node, struct aw_closer, link);

        closer->fn(closer, loop);
    }
}

/* Popping a node leaves it linked to itself, which is what its owner takes for
 * "in no list". */
static void unlink_all(struct aw_list *list)
{
    while (aw_list_pop(list))
        continue;
}

void aw_loop_close(struct aw_loop *loop)
{
    AW_ASSERT(!loop->running, "a loop was closed while it runs: stop it, and "
                              "close it when aw_loop_run has returned");
    if (loop->closed || loop->closing)
        return;
    loop->closing = true;
    run_closers(loop);

    /* From here on nothing new is accepted, and what there is goes away. */
    loop->closed = true;
    aw__posts_close(loop);
    aw_timers_deinit(&loop->timers);
    unlink_all(&loop->ready.next);
    unlink_all(&loop->ready.batch);
    unlink_all(&loop->sources);
    /* Invariant: the engine goes behind the posts, for a thread that posts may
     * be ringing its bell until then.  It gives the signals back, and it is
     * misuse while a descriptor is open. */
    aw_poller_close(&loop->poller);
}

void aw_loop_add_closer(struct aw_loop *loop, struct aw_closer *closer)
{
    AW_ASSERT(!loop->closed, "a closer was added to a loop that is closed: it "
                             "would never run");
    /* In front: what was built on something is taken down before it. */
    aw_list_init(&closer->link);
    aw_list_prepend(&loop->closers, &closer->link);
}

/* ---- Looking ------------------------------------------------------------*/

aw_time aw_loop_now(const struct aw_loop *loop)
{
    return loop->clock->now(loop->clock);
}

struct aw_loop *aw_loop_current(void)
{
    return aw_here()->loop;
}

void aw_loop_set_probe(struct aw_loop *loop, struct aw_probe *probe)
{
    loop->probe = probe;
    loop->ready.probe = probe;
    loop->timers.probe = probe;
    loop->poller.probe = probe;
}
