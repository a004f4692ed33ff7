/* SPDX-License-Identifier: MIT */
/* aw/timer.h: clocks, deadlines, and a heap of timers.
 *
 * A timer is a handle with a deadline.  When the deadline has passed, the
 * handle is pushed to the ready queue; the timer itself never calls anything.
 *
 *      start --> [ staged ] --next, expire--> [ heap ] --expire--> ready queue
 *
 * Starting a timer only links it.  It is filed in the heap when the loop next
 * asks for the earliest deadline.  So starting never allocates and cannot
 * fail, and a timer that is stopped in the turn that started it, as most
 * timeouts are, never touches the heap at all.
 *
 * Invariant: a started timer is staged, or filed, or due (its handle queued);
 * an idle one is none of these.
 *
 * Source: asyncio's call_at and call_later; libuv's uv_timer. */
#ifndef AW_TIMER_H
#define AW_TIMER_H

#include "aw/base.h"
#include "aw/ready.h"

/* ---- Clocks -------------------------------------------------------------*/

/* Something that tells the time.  It never goes back. */
struct aw_clock {
    aw_time (*now)(struct aw_clock *clock);
    /* Set the time to `to`.  NULL for a clock that cannot be moved. */
    void (*jump)(struct aw_clock *clock, aw_time to);
};

/* A clock that stands still until it is told to jump.  Under it a test of an
 * hour takes a millisecond, and gives the same order every time. */
struct aw_clock_virtual {
    struct aw_clock clock; /* first: a virtual clock is a clock */
    aw_time time;
};

/* The machine's monotonic clock.
 *
 * Returns a clock that is shared by all callers and lives for ever; its
 * `now` is nanoseconds of CLOCK_MONOTONIC, and its `jump` is NULL. */
struct aw_clock *aw_clock_monotonic(void);

/* Make `clock` a virtual clock that shows `start`.
 *
 * It shows that time until somebody jumps it; a jump to an earlier time is
 * misuse, and a jump to the time it shows changes nothing. */
void aw_clock_virtual_init(struct aw_clock_virtual *clock, aw_time start);

/* The moment that lies `delay` after `now`.
 *
 * Returns `now` when `delay` is zero or negative, and AW_NEVER when the sum
 * does not fit: a huge delay never wraps round to an early deadline. */
aw_time aw_deadline(aw_time now, aw_time delay);

/* ---- Timers -------------------------------------------------------------*/

/* One deadline to come.  Embed it in what the callback needs.
 *
 * Owns:  the caller's memory; it must stay until the callback has been
 *        called or the timer has been stopped. */
struct aw_timer {
    struct aw_handle handle; /* pushed when due; its fn is the callback */
    struct aw_list link;     /* linked while the timer is staged */
    aw_time when;
    uint64_t seq;       /* equal deadlines: who was started first */
    uint32_t slot;      /* index in the heap; AW_TIMER_UNFILED when not there */
    uintptr_t spare[2]; /* yours, if you need room; otherwise leave it */
};

#define AW_TIMER_UNFILED UINT32_MAX

/* All timers of a loop.  Two such sets share nothing. */
struct aw_timers {
    struct aw_list staged; /* started, not filed yet, in order of start */
    void *heap;            /* yours to shape; NULL until first needed */
    size_t len, cap;       /* filed timers; room in the heap */
    size_t live;           /* timers staged or filed */
    uint64_t seq;          /* timers started so far */
    struct aw_alloc *alloc;
    struct aw_probe *probe; /* used from 20; leave NULL */
    uintptr_t spare[2];     /* yours, if you need room; otherwise leave it */
};

/* Make `timers` a set with no timers.  Allocates nothing.
 *
 * `probe` and `heap` start as NULL, all counts at 0.
 *
 * alloc  where the heap's memory comes from; NULL stands for malloc
 *
 * Owns:  borrows `alloc` until aw_timers_deinit. */
void aw_timers_init(struct aw_timers *timers, struct aw_alloc *alloc);

/* Stop every timer that is still staged or filed, and free the heap.
 *
 * The timers themselves are idle afterwards, and none of them is called.  A
 * timer that is due belongs to the ready queue, and stays there.  `timers`
 * is left without timers and without memory: `heap` is NULL, and `len`,
 * `cap` and `live` are 0. */
void aw_timers_deinit(struct aw_timers *timers);

/* Make `timer` an idle timer that will call `fn`.
 *
 * Every timer must pass through here before any other call. */
void aw_timer_init(struct aw_timer *timer, aw_fn fn);

/* Start `timer`, to come due at `when`.  O(1).
 *
 * It cannot fail and allocates nothing.  Starting a timer that is started
 * already stops it first: it comes due once, at the new deadline.  A
 * deadline in the past comes due at the next aw_timers_expire.  A timer
 * started for AW_NEVER never comes due, but counts as live. */
void aw_timer_start(struct aw_timers *timers, struct aw_timer *timer,
                    aw_time when);

/* Stop `timer`, so that it is not called.  O(log n) filed, O(1) otherwise.
 *
 * It works on a timer that is staged, filed, or due but not yet run.
 *
 * Returns true when the timer was started, and false when there was nothing
 * to stop.  Nothing of a stopped timer stays behind in `timers`. */
bool aw_timer_stop(struct aw_timers *timers, struct aw_timer *timer);

/* Find a timer that stands in this piece of memory.  O(n), n being `live`.
 *
 * Memory that is given back must not take a started timer with it.  Whoever
 * gives it back can ask before.
 *
 * from, to  the first byte of it, and the one behind the last
 *
 * Returns a timer that is staged or filed and begins there, whichever it
 * finds, and NULL when there is none.  Timers that are due are not found: they
 * are in the ready queue. */
struct aw_timer *aw_timers_inside(const struct aw_timers *timers,
                                  const void *from, const void *to);

/* Tell when the next timer comes due.  Files what is staged.
 *
 * Timers are filed in the order in which they were started.  The heap's
 * memory is kept until aw_timers_deinit, so a timer that is filed where
 * another one was stopped costs no allocation.
 *
 * Returns the earliest deadline of all started timers that are not due yet,
 * which may lie in the past, or AW_NEVER when there is none.
 *
 * When the heap cannot grow, the timers that found no room stay staged, are
 * taken into account all the same, and are filed as soon as there is memory:
 * slower, never lost, never an error. */
aw_time aw_timers_next(struct aw_timers *timers);

/* Push every timer whose deadline is `now` or earlier to `ready`.
 *
 * They are pushed in the order of their deadlines, and equal deadlines in the
 * order in which they were started.  A timer is never pushed before its
 * deadline.  A timer that is pushed is due: it is not live any more, and its
 * callback may start it again.  Staged timers count, with or without memory.
 * If a probe is set it hears AW_PROBE_TIMER for each.
 *
 * Returns how many timers it pushed. */
size_t aw_timers_expire(struct aw_timers *timers, aw_time now,
                        struct aw_ready *ready);

#endif
