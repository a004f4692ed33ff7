/* SPDX-License-Identifier: MIT */
/* aw/loop.h: the event loop.
 *
 * The loop turns three parts into one: the ready queue of chapter 01, the
 * timers of chapter 02 and the poller of chapter 03.  One iteration is
 *
 *      how long may I sleep? --> poll --> posts --> timers --> run a turn
 *            (0, if anything is ready)      (all of these only push)
 *
 * Everything that a callback does later goes through here: call this soon,
 * call that in two seconds, call me when the socket is readable.  Nothing
 * allocates: each call needs a handle, a timer or a watcher, which stands in
 * the caller's memory.
 *
 * A loop belongs to the thread that runs it.  One call may come from other
 * threads: aw_loop_post.
 *
 * Source: asyncio's BaseEventLoop, its _run_once above all. */
#ifndef AW_LOOP_H
#define AW_LOOP_H

#include <stdatomic.h>

#include "aw/base.h"
#include "aw/poller.h"
#include "aw/ready.h"
#include "aw/timer.h"

struct aw_loop;

/* ---- Errors that nobody awaits ------------------------------------------*/

/* What went wrong where nobody was there to be told. */
struct aw_report {
    const char *what;    /* a sentence for people; never NULL */
    int error;           /* the negative code */
    aw_fn fn;            /* the callback that failed, or NULL */
    const void *subject; /* used from 06: the future; perhaps freed by now */
    const char *name;    /* used from 08: the task's name, or NULL */
    const char *where;   /* used from 06: "file:line", or NULL */
};

/* ---- Counting what lives ------------------------------------------------*/

/* Kinds of things of which a loop keeps count. */
enum aw_kind {
    AW_TASKS,     /* used from 08 */
    AW_FUTURES,   /* used from 06 */
    AW_STACKS,    /* used from 07 */
    AW_WAITERS,   /* used from 12 */
    AW_JOBS,      /* used from 14 */
    AW_PROCESSES, /* used from 14 */
    AW_KINDS
};

/* Data that later modules keep with a loop. */
enum aw_slot {
    AW_SLOT_UV,       /* used from 05 */
    AW_SLOT_STACKS,   /* used from 07 */
    AW_SLOT_TASKS,    /* used from 08 */
    AW_SLOT_EXECUTOR, /* used from 14 */
    AW_SLOT_DEBUG,    /* used from 20 */
    AW_SLOT_USER,     /* the program's own */
    AW_SLOTS = 12
};

/* ---- Things that belong to a loop ---------------------------------------*/

/* Something with an idea of time of its own, such as another event loop that
 * is nested in this one.  Used from 05. */
struct aw_source {
    struct aw_list link;
    /* Asked before each poll.  Returns when it next wants to be dispatched,
     * or AW_NEVER. */
    aw_time (*prepare)(struct aw_source *source);
    /* Called after each poll. */
    void (*dispatch)(struct aw_source *source);
    /* Both may push handles and start timers, and run nothing.  Each may take
     * its own source out of the list, and no other. */
};

/* Something to be done when the loop is closed.  To have it done no longer,
 * take `link` out of the list.
 *
 * Owns:  the caller's memory; `fn` may free it. */
struct aw_closer {
    struct aw_list link;
    void (*fn)(struct aw_closer *closer, struct aw_loop *loop);
};

/* A callback from another thread.  It starts as zeroes, with its handle
 * initialised.
 *
 * Owns:  the caller's memory; it must stay until its handle has run, or the
 *        loop is closed. */
struct aw_post {
    struct aw_handle handle;
    struct aw_post *next; /* the loop's */
};

/* What iterations cost, on the loop's clock.  Zeroes to begin with; see
 * `metrics`. */
struct aw_loop_metrics {
    uint64_t iterations; /* taken to their end */
    uint64_t callbacks;  /* called in them */
    aw_time polling;     /* from the beginning of the poll to its end */
    aw_time working;     /* from there to the end of the turn */
    aw_time longest;     /* the most that one iteration has worked */
    aw_time latest;      /* the most that a timer was late when it was pushed */
};

/* ---- The loop -----------------------------------------------------------*/

struct aw_loop {
    struct aw_ready ready;
    struct aw_timers timers;
    struct aw_poller poller;
    struct aw_clock *clock;
    struct aw_alloc *alloc; /* NULL: malloc */
    struct aw_probe *probe; /* used from 20; see aw_loop_set_probe */

    struct aw_list sources; /* aw_source, by `link`; used from 05 */
    struct aw_list closers; /* aw_closer, by `link`; last added, first run */
    /* From other threads; newest first, NULL when there are none. */
    _Atomic(struct aw_post *) posts;
    atomic_uint posting; /* threads that are inside of aw_loop_post */

    uint64_t signals;     /* bit n - 1: signal n is watched */
    long live[AW_KINDS];  /* whoever makes one counts up, whoever frees, down */
    void *slot[AW_SLOTS]; /* NULL to begin with */

    /* Work that goes on outside: threads, children, a peer.  While it is not
     * 0 the loop waits for it: it is not idle, and a virtual clock is not
     * moved.  Count on the loop's thread. */
    unsigned holds;
    size_t background; /* open descriptors that keep no loop alive; from 05 */

    /* Told when nothing can ever happen any more.  What it pushes or starts
     * keeps the loop going.  NULL: nobody is told. */
    void (*on_idle)(struct aw_loop *loop);
    /* Told of errors that nobody awaits: of callbacks, and later of futures
     * and tasks; see aw_loop_report.  It may do what a callback may, and set
     * another `on_error`.  NULL: they are printed. */
    void (*on_error)(struct aw_loop *loop, const struct aw_report *report);
    /* Each iteration adds what it has cost, where this is not NULL and has
     * not changed while it ran.  Borrowed. */
    struct aw_loop_metrics *metrics;

    uint64_t iterations; /* taken to their end */
    bool running, stopping, closed;
    bool closing;       /* closers run */
    bool reporting;     /* on_error runs */
    uintptr_t spare[4]; /* yours, if you need room; otherwise leave it */
};

/* How a loop is to be.  Zeroes stand for the defaults. */
struct aw_loop_options {
    const struct aw_poller_ops *engine; /* NULL: aw_epoll_ops */
    struct aw_clock *clock;             /* NULL: aw_clock_monotonic() */
    struct aw_alloc *alloc;             /* NULL: malloc */
};

/* Make `loop` a loop with nothing to do.
 *
 * options  NULL stands for the defaults
 *
 * Nothing runs, and `on_idle`, `on_error` and `metrics` are NULL.
 *
 * Returns 0, or the engine's negative error code.  After a failure the loop
 * is closed: there is nothing to close, and closing it does nothing.
 *
 * Owns:  borrows the clock and the allocator until aw_loop_close. */
int aw_loop_init(struct aw_loop *loop, const struct aw_loop_options *options);

/* Close the loop, with whatever work is pending.
 *
 * Closers run first, the last added first; the loop is still open, but what
 * they push is not run.  Then every timer is stopped, every queued handle is
 * cancelled, posts that have not run are dropped, sources are taken out,
 * signals are given back and, at last, the engine is closed.  None of these
 * callbacks is called, and all of them can be used with another loop.  All
 * memory goes back to the allocator.
 *
 * Closing twice does nothing, nor does closing from inside a closer.  Closing
 * a loop that runs is misuse, and so is closing one while a descriptor is
 * open that no closer closes. */
void aw_loop_close(struct aw_loop *loop);

/* Add a closer, to be run once by aw_loop_close.
 *
 * A closer that is added by a closer runs next.  The memory of `link` may hold
 * anything before.  Adding one to a closed loop is misuse: it would never
 * run. */
void aw_loop_add_closer(struct aw_loop *loop, struct aw_closer *closer);

/* What time it is on the loop's clock. */
aw_time aw_loop_now(const struct aw_loop *loop);

/* The loop that runs on this thread, or NULL.
 *
 * A loop that is closed, and its closers, do not count as running. */
struct aw_loop *aw_loop_current(void);

/* Let `probe` hear of everything that happens in the loop, its queue, its
 * timers and its poller; NULL stops that.  From this call on the probe before
 * hears nothing any more, and its memory is its owner's again. */
void aw_loop_set_probe(struct aw_loop *loop, struct aw_probe *probe);

/* ---- Running ------------------------------------------------------------*/

/* Take one iteration.
 *
 *   1  each source prepares
 *   2  poll, once: without waiting if a handle is queued or a stop was asked
 *      for, otherwise until the next timer or source wants to run.  If a
 *      handle is queued, and there is no descriptor, signal, source or hold,
 *      then a poll without waiting could bring nothing, and may be left out
 *   3  posts are pushed, in the order in which they came
 *   4  each source dispatches
 *   5  timers that are due when the poll ends are pushed
 *   6  a turn of the ready queue runs
 *
 * So what was queued before runs before input, and input before timers.
 *
 * A clock that can be moved is not waited for: when a poll without waiting
 * has brought nothing, and nothing is held, the clock jumps to the next timer
 * or source.  Where there is none, or something is held, a second poll waits
 * for the world outside.  To bring something is to push a handle; a post counts
 * as well.
 *
 * When nothing can ever happen any more, `on_idle` is told instead: no handle
 * is queued, no timer or source has a deadline, no descriptor is open but those
 * in the background, no signal is watched and nothing is held; nor has anybody
 * posted, or asked for a stop.  If it has found something to do, the iteration
 * is taken all the same, and begins with the sources.
 *
 * Running a loop while a loop runs on this thread is misuse, and so is running
 * one that is closed.  A stop that was asked for stays asked for.
 *
 * Returns 1 after an iteration, 0 when nothing can ever happen any more, or
 * the poller's negative error code. */
int aw_loop_run_once(struct aw_loop *loop);

/* Take iterations until the loop is stopped, or nothing can ever happen any
 * more.
 *
 * Returns 1 when it was stopped, 0 when nothing can ever happen any more, or
 * the poller's negative error code.  It can be run again afterwards: a stop
 * counts for one run, however that ends. */
int aw_loop_run(struct aw_loop *loop);

/* Let aw_loop_run return behind the iteration that runs now.
 *
 * All callbacks of this turn still run; what they push is kept for the next
 * run.  Stopping a loop that does not run lets the next aw_loop_run take one
 * iteration, which does not wait.  Stopping twice is stopping once. */
void aw_loop_stop(struct aw_loop *loop);

/* ---- Calling later ------------------------------------------------------
 *
 * Each returns 0, or -ESHUTDOWN after aw_loop_close: then nothing is queued.
 * Cancel with aw_handle_cancel and aw_timer_stop.  Nothing stays behind of what
 * is cancelled. */

/* Call `handle` in the next turn.  Queueing it twice is misuse. */
int aw_call_soon(struct aw_loop *loop, struct aw_handle *handle);

/* Call `timer` when `delay` has passed, counted from this call, and never
 * earlier.  Zero and less: in the next turn, behind all that is queued. */
int aw_call_later(struct aw_loop *loop, struct aw_timer *timer, aw_time delay);

/* Call `timer` when the loop's clock shows `when`, and never earlier.  Timers
 * of one moment are called in the order in which they were started. */
int aw_call_at(struct aw_loop *loop, struct aw_timer *timer, aw_time when);

/* Call `post`'s handle in a turn of the loop that is to come, and wake the
 * loop if it sleeps.  The post can be taken before the engine's `wake` is
 * called for it.
 *
 * Posts of one thread run in the order in which they were posted.  However
 * many come, timers and descriptors have their turn between.  However many
 * come before the loop looks, the engine's `wake` is called once for them.  A
 * post may be posted again from its own handle.  Posting what is on its way
 * is misuse, which is not found out.
 *
 * A loop with nothing else to do does not wait for other threads: count them
 * in `holds`.
 *
 * Returns 0, or -ESHUTDOWN after aw_loop_close, even if that runs at the same
 * time: then the handle is not called.  A post that came in time for a 0 may
 * still be dropped by the close.
 *
 * Threads:  any, while the memory of the loop is there. */
int aw_loop_post(struct aw_loop *loop, struct aw_post *post);

/* ---- Readers, writers, signals ------------------------------------------*/

/* A callback for each time that a descriptor is ready.
 *
 * Owns:  the caller's memory, from aw_watch_io until it is stopped or was told
 *        that it is over; it borrows `io` for as long. */
struct aw_io_watcher {
    struct aw_io_wait wait; /* wait.status: 0, or why it is over */
    struct aw_loop *loop;
    struct aw_io *io;
    aw_fn fn;     /* given &watcher->wait.handle */
    uint32_t gen; /* which use of `io` it watches */
};

/* Call `fn` whenever `io` is ready for `dir`, at most once in a turn, until
 * aw_unwatch_io.
 *
 * What a waiter has to do, `fn` has to do (aw/poller.h): it tries until
 * EAGAIN.  When it is called it watches again already, so it may stop its own
 * watcher, and free it then.
 *
 * When it cannot watch any longer, `fn` is called once more with the reason in
 * `wait.status`, and no more: -EBADF when `io` was closed, also if it has been
 * opened again; -EBUSY when somebody else began to wait in its place, which
 * can happen between the poll and the call.
 *
 * A negative result of `fn` is reported with `fn`, and it goes on watching.
 *
 * Watching with a watcher that watches `io` already, in either direction, is
 * -EBUSY, and it goes on.
 *
 * Returns 0, or
 *   -EBUSY      somebody waits for that direction already, and goes on waiting
 *   -EBADF      `io` is not open
 *   -ESHUTDOWN  the loop is closed
 *
 * After a failure it does not watch.  The memory of `watcher` may hold
 * anything before.  Watching with one that watches another `io`, or whose
 * callback is queued, is misuse, which is not found out. */
int aw_watch_io(struct aw_loop *loop, struct aw_io_watcher *watcher,
                struct aw_io *io, enum aw_dir dir, aw_fn fn);

/* Stop a watcher, also when its callback is queued already.
 *
 * Returns true when it was watching, and false otherwise. */
bool aw_unwatch_io(struct aw_io_watcher *watcher);

/* Call `handle` whenever signal `signo` has arrived; NULL stops that.
 *
 * A loop waits for the signals that it watches: it is not idle.
 *
 * Returns what the engine's `signal` returns (aw/poller.h), or -ESHUTDOWN
 * after aw_loop_close. */
int aw_loop_signal(struct aw_loop *loop, int signo, struct aw_handle *handle);

/* Tell `on_error`, or print the report where there is none.
 *
 * A report made from inside `on_error` itself is printed: a handler that
 * fails is not asked to handle that.  Printed is one line on stderr,
 *
 *      aw: WHAT: ERROR, in NAME, made at WHERE
 *
 * without the parts that are NULL; ERROR is aw_error_name's. */
void aw_loop_report(struct aw_loop *loop, const struct aw_report *report);

#endif
