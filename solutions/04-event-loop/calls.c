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

int aw_call_later(struct aw_loop *loop, struct aw_timer *timer, aw_time delay)
{
    if (loop->closed)
        return -ESHUTDOWN;
    /* [stale-now] From the clock, and not from a time that the loop
     * remembers: this callback may have run for seconds already. */
    aw_timer_start(&loop->timers, timer, aw_deadline(aw_loop_now(loop), delay));
    return 0;
}

int aw_call_at(struct aw_loop *loop, struct aw_timer *timer, aw_time when)
{
    if (loop->closed)
        return -ESHUTDOWN;
    aw_timer_start(&loop->timers, timer, when);
    return 0;
}

/* ---- Watchers -----------------------------------------------------------*/

/* Between the poll and the call anything may have happened to the descriptor:
 * its place may be taken, it may be closed, and opened again for another
 * number.  The generation tells that. */
static int wait_again(struct aw_io_watcher *w)
{
    if (w->io->gen != w->gen)
        return -EBADF;
    return aw_io_wait(&w->loop->poller, w->io, w->wait.dir, &w->wait);
}

static int watcher_woken(struct aw_handle *handle)
{
    struct aw_io_wait *wait =
        aw_container_of(handle, struct aw_io_wait, handle);
    struct aw_io_watcher *w = aw_container_of(wait, struct aw_io_watcher, wait);
    struct aw_loop *loop = w->loop;
    aw_fn fn = w->fn;
    int rc;

    if (wait->status == 0)
        wait->status = wait_again(w);
    /* [wait-first] From here on `w` may be gone.  Wrong turn: waiting again
     * behind the call; calls/a_watcher_may_free_itself catches it. */
    rc = fn(handle);
    /* The queue would report this function, which nobody has written. */
    if (rc < 0)
        aw_loop_report(loop, &(struct aw_report){.what = "a callback failed",
                                                 .error = rc,
                                                 .fn = fn});
    return 0;
}

int aw_watch_io(struct aw_loop *loop, struct aw_io_watcher *watcher,
                struct aw_io *io, enum aw_dir dir, aw_fn fn)
{
    /* Why this question comes first, which aw_io_wait asks as well: a watcher
     * that waits here already would be overwritten while it is linked. */
    if (!loop->closed && (io->wait[AW_READ] == &watcher->wait ||
                          io->wait[AW_WRITE] == &watcher->wait))
        return -EBUSY;
    *watcher = (struct aw_io_watcher){
        .loop = loop, .io = io, .fn = fn, .gen = io->gen};
    aw_handle_init(&watcher->wait.handle, watcher_woken);
    if (loop->closed)
        return -ESHUTDOWN;
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
    /* Invariant: a bit for each signal that is watched.  A refusal says that
     * the number may be nonsense, and a shift by it undefined. */
    if (rc < 0)
        return rc;
    if (handle)
        loop->signals |= (uint64_t)1 << (signo - 1);
    else
        loop->signals &= ~((uint64_t)1 << (signo - 1));
    return 0;
}
