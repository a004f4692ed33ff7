/* SPDX-License-Identifier: MIT */
/* aw/cancel.h: living with cancellation.
 *
 * Chapter 08 has the mechanism: aw_task_cancel asks, and the call in which the
 * task waits returns -ECANCELED.  Here is what to do with it: limits in time,
 * waits that outlive their waiter, clean-up that is not interrupted, and how
 * to find out who does not listen.
 *
 * A request is counted, in the task's `ncancel`.  Whoever asks a task to end
 * and means only a part of its body takes his request back when that part has
 * ended; if it was the only one, the task goes on.
 *
 *      ncancel       0 ......... 1 ......... 0
 *      timeout         [ begins    expires     ends: -ETIMEDOUT ]
 *      the body          aw_read .. -ECANCELED    goes on
 *
 * Everything here stands on the stack of the task that uses it.  Nothing
 * allocates but aw_clean_up, which spawns a task.  What waits is misuse
 * outside of a task.  What begins and ends is a scope (aw/scope.h): a body
 * that returns inside of one is told which, and that is misuse.
 *
 *   Threads  the loop's.
 *
 * Source: asyncio's timeouts.py, shield, wait_for, Task.uncancel. */
#ifndef AW_CANCEL_H
#define AW_CANCEL_H

#include "aw/task.h"

/* ---- Requests -----------------------------------------------------------*/

/* How many requests to end `task` there are that nobody has taken back.  They
 * count whether they have been delivered or not, and still do when it has
 * ended. */
unsigned aw_cancelling(const struct aw_task *task);

/* Take back one request to end `task`.
 *
 * When it was the last one, a request that has not been delivered yet is
 * forgotten.  One that has been delivered cannot be: the call has returned
 * -ECANCELED, and what becomes of that is up to the body.  Nothing happens
 * when there is none.
 *
 * Returns how many there are still. */
unsigned aw_uncancel(struct aw_task *task);

/* The moment `delay` from now, on the clock of the loop that runs, as
 * aw_deadline has it: now, when `delay` is 0 or less, and never beyond
 * AW_NEVER.  For those who share one deadline:
 *
 *      aw_time until = aw_from_now(5 * AW_SEC);
 *
 * Misuse outside of a running loop. */
aw_time aw_from_now(aw_time delay);

/* ---- A limit in time ----------------------------------------------------
 *
 *      struct aw_timeout limit;
 *
 *      aw_timeout_begin(&limit, aw_from_now(AW_SEC));
 *      rc = ask(peer);
 *      rc = aw_timeout_end(&limit, rc);
 *
 * When the moment comes the task is asked to end, as by aw_task_cancel with
 * the reason "timeout", and aw_timeout_end takes that back. */

enum aw_timeout_state {
    AW_TIMEOUT_OPEN,     /* begun, and its time is not up */
    AW_TIMEOUT_EXPIRING, /* its time is up: the task has been asked */
    AW_TIMEOUT_EXPIRED,  /* ended, after its time was up */
    AW_TIMEOUT_ENDED,    /* ended before */
};

struct aw_timeout {
    struct aw_scope scope;
    struct aw_timer timer;
    struct aw_handle soon; /* in its place, for a moment that is past */
    aw_time when;          /* AW_NEVER: no limit */
    uint32_t base;         /* requests that there were when it began */
    uint32_t steps;        /* of the task, when it began */
    uint8_t state;         /* enum aw_timeout_state */
    bool pending;          /* a request was undelivered when it began */
    bool late;             /* and was still, when the time was up */
    uintptr_t spare[2];    /* yours, if you need room; otherwise leave it */
};

/* Begin a limit in time for what this task does from now on.
 *
 * deadline  on the loop's clock; AW_NEVER: no limit.  One that is past counts
 *           as over in the next turn: what does not suspend is not stopped
 *
 * Limits may stand inside of each other, as blocks do.  Misuse outside of a
 * task, and while `limit` is begun already.
 *
 * Owns:  the caller's memory, until aw_timeout_end. */
#define aw_timeout_begin(limit, deadline)                                      \
    aw__timeout_begin((limit), (deadline), AW_WHERE)
void aw__timeout_begin(struct aw_timeout *limit, aw_time deadline,
                       const char *where);

/* End it.
 *
 * rc  what has come of the body: 0 or more, or a negative error code
 *
 * If the time was up, the request is taken back.  If the body has ended by it,
 * that is a timeout:
 *
 *   rc is -ECANCELED, and nobody else has asked since the begin: -ETIMEDOUT.
 *   rc is -ECANCELED, and somebody has: it stays -ECANCELED, for he means more.
 *   rc is anything else: it stays as it is; an error says more than a limit,
 *   and who was done all the same is done.
 *
 * A request from before that reaches the body only now stays one: it is not
 * taken for the limit's, unless it has been taken back by then.  (One that
 * aw_clean_up keeps counts as having reached it.)
 *
 * Misuse while a scope is open that was begun inside of it, and when it is not
 * open in this task.
 *
 * Returns -ETIMEDOUT, or `rc`. */
int aw_timeout_end(struct aw_timeout *limit, int rc);

/* Move the limit, to an earlier or later moment, past or AW_NEVER.
 *
 * Returns 0, or -ETIMEDOUT when its time is up: then nothing changes.  Misuse
 * when it is not open; any task of the loop may call it. */
int aw_timeout_move(struct aw_timeout *limit, aw_time deadline);

/* Was its time up before it ended? */
bool aw_timeout_expired(const struct aw_timeout *limit);

/* ---- A shield -----------------------------------------------------------
 *
 *      inner future --watch--> [ relay future ] <--awaits-- this task
 *                              `shield.future`
 *
 * To give up awaiting the relay is to give up nothing else: the inner future
 * goes on. */

struct aw_shield {
    struct aw_scope scope;
    struct aw_future future; /* await this one */
    struct aw_watch inner;
    uintptr_t spare[2]; /* yours, if you need room; otherwise leave it */
};

extern const struct aw_future_ops aw_shield_ops; /* of kind "shield" */

/* Make `shield->future` a future that becomes what `inner` becomes, a turn
 * later; at once, if that is settled already.  As long as `shield->future` is
 * pending `inner` is awaited by it; a lazy task is started.  To cancel
 * `shield->future` leaves `inner` alone, and leaves no watch in it.
 *
 * What becomes of `inner` behind a shield that was given up is not heard of
 * here: an error of it that nobody retrieves is reported, once.  One that
 * comes in the same turn, and before, counts as retrieved, as in asyncio.
 *
 * Misuse outside of a task, while `shield` is begun already, and with a future
 * of another loop.
 *
 * Owns:  the caller's memory, until aw_shield_end; `inner` must be there as
 *        long as it is pending. */
#define aw_shield_begin(shield, inner)                                         \
    aw__shield_begin((shield), (inner), AW_WHERE)
void aw__shield_begin(struct aw_shield *shield, struct aw_future *inner,
                      const char *where);

/* Take the shield away.  If `inner` is still pending it goes on, and no watch
 * of the shield's is left in it.
 *
 * Misuse while a scope is open that was begun inside of it, when it is not
 * open in this task, and while somebody watches `shield->future`. */
void aw_shield_end(struct aw_shield *shield);

/* Await `inner` behind a shield: aw_await for which a request to end this task
 * ends the wait, and not what is waited for.
 *
 * Returns what aw_await returns. */
int aw_await_shielded(struct aw_future *inner, void **value);

/* ---- Waiting for so long ------------------------------------------------*/

/* Wait for `future`, for at most `limit`, and retrieve the outcome.
 *
 * When the time is up it is cancelled as far as this task is concerned
 * (aw_watch_withdraw), and that is waited for: a task has cleaned up when this
 * returns.  A limit of 0 or less gives no time at all: what is pending is given
 * up at once, and a task that has not begun does not begin.
 *
 * If this task is asked to end meanwhile, that reaches what is awaited, as with
 * aw_await, and breaks off its clean-up.  With no time at all it does not: what
 * was given up is left to itself then, and this returns at once.
 *
 * Neither an outcome nor a request is lost.  A value or an error counts if it
 * comes before the limit strikes, be it in the same turn; and so does what a
 * task returns or fails with although it was cancelled.  If this task was asked
 * to end, that counts more.
 *
 * value  where to put the value, NULL when there is none; may be NULL
 * undelivered  given a value, NULL included, that arrived and is not handed
 *              over, because this task was asked to end; may be NULL
 *
 * Returns what aw_await returns, or -ETIMEDOUT. */
int aw_wait_for(struct aw_future *future, aw_time limit, void **value);
int aw_wait_for_owned(struct aw_future *future, aw_time limit, void **value,
                      void (*undelivered)(void *value));

/* ---- Cleaning up --------------------------------------------------------*/

/* Run fn(arg) to its end, even if this task was asked to end, or is asked
 * meanwhile.
 *
 * It runs in a task of its own, "clean-up of NAME", which inherits the locals
 * of this one; this one waits.  When it takes longer than `bound` that task is
 * asked to end, and waited for all the same.
 *
 * Requests to end this task are not delivered meanwhile, neither one that is
 * pending nor those that come.  They are kept, and delivered by the next call
 * that suspends.
 *
 * bound  0 or less: it is asked to end before it begins
 *
 * Returns what fn returns, -ETIMEDOUT when its bound has ended it, or -ENOMEM:
 * then fn was not called, and nothing was kept. */
int aw_clean_up(aw_body fn, void *arg, aw_time bound);

/* ---- Who does not listen ------------------------------------------------*/

/* Reports tasks that swallow a request to end: they return as if nothing had
 * been asked of them, and nobody has taken the request back.  That is a task
 * whose end is AW_DONE while aw_cancelling is above 0.
 *
 * It is a probe, between the loop and the one that was there before. */
struct aw_listener {
    struct aw_probe probe;
    struct aw_probe *before; /* hears all events, too; or NULL */
    struct aw_loop *loop;
    size_t swallowed;   /* reported so far */
    uintptr_t spare[2]; /* yours, if you need room; otherwise leave it */
};

/* Begin to listen.  Each task that swallows is reported to the loop with
 * -ECANCELED, the task as subject, its name, and where it was spawned.
 *
 * Owns:  the caller's memory, until aw_listener_stop or the end of the loop. */
void aw_listener_start(struct aw_listener *listener, struct aw_loop *loop);

/* Listen no longer; the probe from before is the loop's again.  Misuse when
 * another probe was set since. */
void aw_listener_stop(struct aw_listener *listener);

#endif
