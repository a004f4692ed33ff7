/* SPDX-License-Identifier: MIT */
/* aw/sync.h: tasks that have to agree.
 *
 *      lock        one at a time
 *      semaphore   so many at a time, and the number may change
 *      event       all wait until something has happened
 *      condition   wait, under a lock, until something may have changed
 *      barrier     all wait until all are there
 *
 * Between two calls that suspend nobody else runs, so most code needs none of
 * these.  A lock is for what must not be disturbed *across* a suspension.
 *
 * They are fair: who has waited longest is first, and who comes while others
 * wait stands behind them, even if it is free just then.  They hand over in a
 * turn, as asyncio does.  What is free is taken without a suspension, without
 * memory, and without looking at the loop.
 *
 * Nothing is lost when somebody gives up: a task that was woken and then asked
 * to end hands on what it was woken for.
 *
 * Whoever waits and is asked to end has nothing when the call returns
 * -ECANCELED, but for aw_cond_wait, which holds the lock in any case.
 *
 * What waits is misuse outside of a task.  `name` is for people, borrowed, and
 * may be NULL.  None of these allocates, and all stand in the caller's memory,
 * from init to deinit; deinit is misuse while somebody waits.
 *
 *   Threads  the loop's: these are for tasks, and not for threads.
 *
 * Source: asyncio's locks.py. */
#ifndef AW_SYNC_H
#define AW_SYNC_H

#include "aw/waiters.h"

/* ---- Lock ---------------------------------------------------------------*/

struct aw_lock {
    struct aw_waiters waiters;
    struct aw_task *owner; /* held as long as it has the lock; or NULL */
    uintptr_t spare[2];    /* yours, if you need room; otherwise leave it */
};

extern const struct aw_future_ops aw_lock_ops; /* of kind "lock" */

void aw_lock_init(struct aw_lock *lock, const char *name);

/* Misuse while somebody has it. */
void aw_lock_deinit(struct aw_lock *lock);

/* Take `lock`, as soon as it is this task's turn.
 *
 * It is taken at once when nobody has it, and nobody stands in line who has not
 * given up.
 *
 * If it could never come to that, because whoever has it waits for a lock or a
 * task that waits for this one in turn, this does not wait: the ring is
 * reported to the loop with -EDEADLK, this task as subject and its name, in
 * words as in
 *
 *      a deadlock: "pay" waits for lock "b", which "book" has, who waits for
 *      lock "a", which "pay" has
 *
 * One that awaits a task stands there as: who waits for "book".  A lock without
 * a name is called "?".  Words behind the first 500 bytes may be missing.
 *
 * What others could still do about it ends the search: an event, a semaphore, a
 * plain future, time.  That one in the ring might be asked to end, or waits
 * within a limit, does not: the locks are taken in a wrong order.
 *
 * Whoever has a lock and ends without having released it is found when the next
 * one waits for it, which is misuse.
 *
 * Returns 0; -EDEADLK, also when it is this task that has it; -ECANCELED, when
 * this task was asked to end. */
int aw_lock_wait(struct aw_lock *lock);

/* Take `lock` if that is possible at once; never suspends.  Misuse outside of a
 * task: a lock needs an owner.
 *
 * Returns whether it was taken. */
bool aw_lock_try(struct aw_lock *lock);

/* Give `lock` up; the first in line is woken, and has it when he goes on.
 * Until then nobody has it, and nobody else can take it.  If he has given up,
 * he wakes the next when he goes on.
 *
 * Misuse when this task does not have it. */
void aw_lock_release(struct aw_lock *lock);

/* Run fn(arg) with `lock` taken, and release it, whatever happens.
 *
 * Returns what fn returns, or what aw_lock_wait does when that is negative:
 * then fn was not called. */
int aw_lock_with(struct aw_lock *lock, aw_body fn, void *arg);

/* ---- Semaphore ----------------------------------------------------------*/

#define AW_SEM_UNLIMITED SIZE_MAX

struct aw_sem {
    struct aw_waiters waiters;
    size_t value;       /* permits that are free */
    size_t limit;       /* how many there are, free and taken */
    size_t debt;        /* permits to be taken out of use when they come back */
    uintptr_t spare[2]; /* yours, if you need room; otherwise leave it */
};

/* Who waits for it waits for a future of kind "semaphore".
 *
 * value  permits that are free to begin with
 * limit  how many there are; AW_SEM_UNLIMITED: whoever releases without having
 *        taken one makes one more, which is for signals
 *
 * Misuse when `value` is above `limit`. */
void aw_sem_init(struct aw_sem *sem, size_t value, size_t limit,
                 const char *name);
void aw_sem_deinit(struct aw_sem *sem);

/* Take a permit, as soon as it is this task's turn: at once when one is free
 * and nobody stands in line who has not given up.  Who goes on wakes as
 * many of those behind him as there are free ones.
 *
 * Returns 0, or -ECANCELED, when this task was asked to end. */
int aw_sem_wait(struct aw_sem *sem);

/* Take a permit if that is possible at once; never suspends.
 *
 * Returns whether one was taken. */
bool aw_sem_try(struct aw_sem *sem);

/* Give a permit back, and to the first who waits still: it is his from this
 * moment.  It is counted as his before he is told, so a probe that hears it may
 * change the limit.  Any task may do so, and so may a callback.
 *
 * Misuse when that would be more than `limit`. */
void aw_sem_release(struct aw_sem *sem);

/* Change how many permits there are, while it is in use.
 *
 * More of them go to those who wait, in their order.  If there are to be fewer,
 * free ones are taken out of use first, and then those that are given back,
 * until enough have been.  As long as there is a debt nothing is free.
 *
 * Misuse with AW_SEM_UNLIMITED, and when that is what it was made with. */
void aw_sem_set_limit(struct aw_sem *sem, size_t limit);

/* ---- Event --------------------------------------------------------------*/

struct aw_event {
    struct aw_waiters waiters;
    bool set;
    uintptr_t spare[2]; /* yours, if you need room; otherwise leave it */
};

/* Not set to begin with.
 *
 * Who waits for it waits for a future of kind "event". */
void aw_event_init(struct aw_event *event, const char *name);
void aw_event_deinit(struct aw_event *event);

/* Wait until `event` is set; not at all if it is.  Who was woken goes on, even
 * if it is cleared before his turn.
 *
 * Returns 0, or -ECANCELED, when this task was asked to end. */
int aw_event_wait(struct aw_event *event);

/* Set it, and wake all who wait, in their order.  Does nothing when it is set.
 * A callback may do so, too. */
void aw_event_set(struct aw_event *event);

/* Not set any more; nobody notices who has been woken. */
void aw_event_clear(struct aw_event *event);

/* ---- Condition ----------------------------------------------------------*/

struct aw_cond {
    struct aw_waiters waiters;
    struct aw_lock *lock; /* the caller's; several conditions may share it */
    uintptr_t spare[2];   /* yours, if you need room; otherwise leave it */
};

/* Who waits for it waits for a future of kind "condition". */
void aw_cond_init(struct aw_cond *cond, struct aw_lock *lock, const char *name);
void aw_cond_deinit(struct aw_cond *cond);

/* Release the lock, wait until notified, and take the lock again.
 *
 * When it returns this task has the lock, whatever happened: also when it was
 * asked to end, and when it was asked again while it waited for the lock.  Who
 * was notified and returns -ECANCELED has somebody else notified in his place;
 * so has, as in asyncio, who returns that and was not notified.  That is done
 * when this task has the lock again.
 *
 * A notification says that something may have changed: look again, or use
 * aw_cond_wait_for.  Misuse without the lock.
 *
 * Returns 0, or -ECANCELED, when this task was asked to end. */
int aw_cond_wait(struct aw_cond *cond);

/* Wait until is(ctx) says yes, which is asked with the lock taken: not at all,
 * if it does so at once.  Misuse without the lock, also then.
 *
 * Returns 0, or -ECANCELED, with the lock taken in any case. */
int aw_cond_wait_for(struct aw_cond *cond, bool (*is)(void *ctx), void *ctx);

/* Notify the first `n` who wait and have not been notified, in their order, or
 * all.  They go on when they get the lock, so not before it is released here.
 * Neither suspends nor releases.  Misuse without the lock. */
void aw_cond_notify(struct aw_cond *cond, size_t n);
void aw_cond_notify_all(struct aw_cond *cond);

/* ---- Barrier ------------------------------------------------------------*/

enum aw_barrier_state {
    AW_BARRIER_FILLING,
    AW_BARRIER_DRAINING,  /* all were there, and are leaving */
    AW_BARRIER_RESETTING, /* those who were there are leaving, with an error */
    AW_BARRIER_BROKEN,
};

struct aw_barrier {
    struct aw_lock lock;
    struct aw_cond cond;
    size_t parties;     /* how many are waited for */
    size_t count;       /* those who are inside */
    uint8_t state;      /* enum aw_barrier_state */
    uintptr_t spare[2]; /* yours, if you need room; otherwise leave it */
};

/* Its lock and its condition have this name, too.
 *
 * Misuse with 0 parties. */
void aw_barrier_init(struct aw_barrier *barrier, size_t parties,
                     const char *name);
void aw_barrier_deinit(struct aw_barrier *barrier);

/* Wait until `parties` tasks do.  Then all of them go on, and when they have
 * left it fills anew; whoever comes meanwhile waits until that.
 *
 * Who is asked to end while he waits counts no more.
 *
 * Returns the number of those who were there before, from 0; -EPIPE, when the
 * barrier is broken or was reset meanwhile; -ECANCELED, when this task was
 * asked to end. */
int aw_barrier_wait(struct aw_barrier *barrier);

/* Send those who wait away, with -EPIPE, and begin anew; it mends a broken one.
 * Those who were let go and have not gone on are sent away as well.  May
 * suspend, for its lock.
 *
 * Returns 0, or -ECANCELED, when this task was asked to end. */
int aw_barrier_reset(struct aw_barrier *barrier);

/* Break it: all who wait and all who come get -EPIPE, until it is reset, and so
 * do those who were let go and have not gone on.  May suspend, for its lock.
 *
 * Returns 0, or -ECANCELED, when this task was asked to end. */
int aw_barrier_abort(struct aw_barrier *barrier);

#endif
