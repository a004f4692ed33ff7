/* SPDX-License-Identifier: MIT */
/* aw/ready.h: callbacks that wait for their turn.
 *
 * Everything that ever happens in the runtime happens because a handle was
 * pushed here and its turn came.  Timers, descriptors, futures and tasks
 * push handles; none of them calls a callback directly.
 *
 * A turn is one trip round the event loop.  It runs the handles that were
 * queued when it opened, in the order in which they were pushed.  What a
 * callback pushes meanwhile waits for the next turn, however long the chain:
 * that is what leaves room for timers and input between two turns.
 *
 *      push --> [ next ] --- turn opens: splice ---> [ batch ] --> take, call
 *
 * Invariant: a handle is linked in `next`, in `batch`, or in neither.
 * There is no counter that could disagree with the two lists.
 *
 * Source: asyncio's call_soon and _run_once. */
#ifndef AW_READY_H
#define AW_READY_H

#include "aw/base.h"

struct aw_handle;
struct aw_ready;

/* A callback.  `handle` is the very handle that was pushed: find the struct
 * around it with aw_container_of.
 *
 * When it is called its handle is in no list any more, so the callback may
 * push the handle again, or free the memory in which it stands.
 *
 * Returns 0 or more, or a negative error code, which stands for an exception
 * in asyncio: it is reported, and never stops the loop. */
typedef int (*aw_fn)(struct aw_handle *handle);

/* One callback to come.  Embed it in what the callback needs.
 *
 * Owns:  the caller's memory; it must stay until the handle has been taken
 *        or cancelled. */
struct aw_handle {
    struct aw_list link; /* linked exactly while the handle is queued */
    aw_fn fn;
};

/* What a probe is told.  Each chapter adds its own kinds at the end. */
enum aw_probe_event {
    AW_PROBE_RUN_BEGIN, /* subject: the handle */
    AW_PROBE_RUN_END,   /* subject: the handle, perhaps freed; arg: result */
    AW_PROBE_TIMER,     /* subject: the timer that came due; arg: deadline */
    AW_PROBE_POLL,      /* subject: the poller; arg: events harvested */
    AW_PROBE_SETTLE,    /* used from 06 */
    AW_PROBE_SPAWN,     /* used from 08, as are all below */
    AW_PROBE_RESUME,
    AW_PROBE_SUSPEND,
    AW_PROBE_CANCEL,
    AW_PROBE_END,
};

/* Somebody who watches.  Used from chapter 20; leave every `probe` NULL. */
struct aw_probe {
    void (*event)(struct aw_probe *probe, enum aw_probe_event event,
                  const void *subject, uint64_t arg);
};

/* The queue.  One for each loop. */
struct aw_ready {
    struct aw_list next;       /* pushed, for the next turn */
    struct aw_list batch;      /* what is left of this turn */
    struct aw_handle *running; /* identity only: it may be freed already */
    uint64_t turns;            /* turns opened so far */
    uint64_t ran;              /* callbacks that aw_ready_run has called; it
                                  counts them when it returns */
    struct aw_probe *probe;    /* used from 20; leave NULL */

    /* Schedule fuzzing: asked which of the `n` handles left of this turn
     * goes next, it returns an index from 0 (the oldest) to n - 1.
     * NULL stands for "always 0". */
    size_t (*pick)(void *ctx, size_t n);
    void *pick_ctx;

    /* Told of a callback that returned a negative code.  It is given `fn`,
     * not the handle, which may be freed by then.  It may push and cancel,
     * as a callback may.  NULL ignores errors; chapter 04 sets it. */
    void (*on_error)(struct aw_ready *ready, aw_fn fn, int error);

    uintptr_t spare[2]; /* yours, if you need room; otherwise leave it */
};

/* Make `ready` an empty queue with nothing running and both counts at 0.
 *
 * `probe`, `pick` and `on_error` start as NULL. */
void aw_ready_init(struct aw_ready *ready);

/* Make `handle` a handle that is not queued and will call `fn`. */
void aw_handle_init(struct aw_handle *handle, aw_fn fn);

/* Queue `handle` for the next turn, behind all that are queued.  O(1).
 *
 * It cannot fail and allocates nothing.  A callback pushed while a turn runs
 * is not called in that turn.  Pushing a handle that is queued already, here
 * or in another queue, is misuse. */
void aw_ready_push(struct aw_ready *ready, struct aw_handle *handle);

/* Tell whether `handle` is waiting for its turn. */
bool aw_handle_queued(const struct aw_handle *handle);

/* Take `handle` out of the queue, so that it is not called.  O(1).
 *
 * It works on a handle of the next turn and on one left of this turn alike,
 * also from inside any callback, and needs no queue.  The handle may be
 * pushed again afterwards.
 *
 * Returns true when the handle was queued, and false when there was nothing
 * to cancel: never pushed, running now, or cancelled before. */
bool aw_handle_cancel(struct aw_handle *handle);

/* Open a turn: all that is queued for the next turn now belongs to this one,
 * behind what an earlier turn may have left.  O(1).  Counts in `turns`. */
void aw_ready_turn(struct aw_ready *ready);

/* Take the next handle of this turn.  O(1) without `pick`.
 *
 * It honours `pick` where one is set, and asks it even for the last handle,
 * but not when none is left.  The others keep their order.  An index out of
 * range is misuse.
 *
 * Returns the handle, no longer queued, or NULL when this turn has none left.
 * The caller calls it. */
struct aw_handle *aw_ready_take(struct aw_ready *ready);

/* Open a turn, then take and call until this turn has none left.
 *
 * While a callback runs, `running` points to its handle; it is NULL between
 * callbacks and afterwards.  A callback that returns a negative code is
 * reported to `on_error` where that is set, before the next one is called,
 * and those behind it still run.  What a callback takes itself is not called.
 * If a probe is set it hears AW_PROBE_RUN_BEGIN and AW_PROBE_RUN_END around
 * each call.  A callback may take it away, with its memory: it hears no end
 * then; whichever is set when a callback returns does.  Running a queue from
 * inside one of its own callbacks is misuse; running another one is not.
 *
 * Returns how many callbacks it called. */
size_t aw_ready_run(struct aw_ready *ready);

#endif
