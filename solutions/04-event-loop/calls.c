/* SPDX-License-Identifier: MIT */
/* What callers see of the parts: thin functions that know whether the loop is
 * still open.
 *
 * The one with a thought in it is the watcher.  A wait of chapter 03 ends when
 * its descriptor is ready; a watcher goes on.  So it waits again before its
 * callback runs, not after: behind the call its memory may be gone.
 * [wait-first] */
#include "aw/loop.h"

int aw_call_soon(struct aw_loop *loop, struct aw_handle *handle)
{
    if (loop->closed)
        return -ESHUTDOWN;
    aw_ready_push(&loop->ready, handle);
    return 0;
}

int aw_call_at(struct aw_loop *loop, struct aw_timer *timer, aw_time when)
{
    if (loop->closed)
        return -ESHUTDOWN;
    aw_timer_start(&loop->timers, timer, when);
    return 0;
}

int aw_call_later(struct aw_loop *loop, struct aw_timer *timer, aw_time delay)
{
    if (loop->closed)
        return -ESHUTDOWN;
    /* From the clock, and not from a time that the loop remembers: this
     * callback may have run for seconds already. [stale-now] */
    aw_timer_start(&loop->timers, timer, aw_deadline(aw_loop_now(loop), delay));
    return 0;
}

/* ---- Watchers -----------------------------------------------------------*/

static int watcher_woken(struct aw_handle *handle)
{
    struct aw_io_wait *wait =
        aw_container_of(handle, struct aw_io_wait, handle);
    struct aw_io_watcher *w = aw_container_of(wait, struct aw_io_watcher, wait);

    if (wait->status == 0 &&
        aw_io_wait(&w->loop->poller, w->io, wait->dir, wait) < 0)
        wait->status = -EBADF;
    return w->fn(handle);
}

int aw_watch_io(struct aw_loop *loop, struct aw_io_watcher *watcher,
                struct aw_io *io, enum aw_dir dir, aw_fn fn)
{
    if (loop->closed)
        return -ESHUTDOWN;
    *watcher = (struct aw_io_watcher){.loop = loop, .io = io, .fn = fn};
    aw_handle_init(&watcher->wait.handle, watcher_woken);
    return aw_io_wait(&loop->poller, io, dir, &watcher->wait);
}

bool aw_unwatch_io(struct aw_io_watcher *watcher)
{
    return aw_io_unwait(&watcher->wait);
}

/* ---- Signals ------------------------------------------------------------*/

int aw_loop_signal(struct aw_loop *loop, int signo, struct aw_handle *handle)
{
    int rc;

    if (loop->closed)
        return -ESHUTDOWN;
    rc = loop->poller.ops->signal(&loop->poller, signo, handle);
    if (rc < 0)
        return rc;
    /* A loop with nothing else to wait for waits for its signals. */
    if (handle)
        loop->signals |= (uint64_t)1 << (signo - 1);
    else
        loop->signals &= ~((uint64_t)1 << (signo - 1));
    return 0;
}
