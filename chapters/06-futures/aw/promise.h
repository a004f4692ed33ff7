/* SPDX-License-Identifier: MIT */
/* aw/promise.h: the other end of a future, for another thread.
 *
 * A future belongs to its loop's thread.  A promise is the end that may be
 * handed to another one: it carries an outcome over, and settles the future
 * when it has arrived.
 *
 *      any thread                  |   the loop's thread
 *                                  |
 *      aw_promise_settle --> post -+-> a turn: settle the future, call `over`
 *
 * On the way anything may happen: somebody cancels the future, or its memory
 * goes away.  So an outcome can come too late.  That is no error, but its
 * value is then nobody's, and `over` is the place to release it.
 *
 * Source: asyncio's loop.call_soon_threadsafe(future.set_result, value). */
#ifndef AW_PROMISE_H
#define AW_PROMISE_H

#include "aw/future.h"

/* Owns:  the caller's memory, from aw_promise_init until `over` is called, or
 *        aw_promise_settle has failed, or the loop is closed. */
struct aw_promise {
    struct aw_post post;
    struct aw_loop *loop;
    struct aw_future *future; /* NULL once detached, or over */
    void *value;              /* the outcome, from aw_promise_settle on */
    int result;
    void (*over)(struct aw_promise *promise, bool taken);
};

/* Make `promise` the other end of `future`.
 *
 * over  called once, in a turn of the loop, when the outcome has arrived.
 *       `taken` is true when the future was settled with it, and false when
 *       it came too late.  It may free the promise.  NULL: nobody is told
 *
 * From here until the outcome has arrived the loop is held: it waits for the
 * other thread.  So every promise has to be settled in the end, too late or
 * not.  Call it on the loop's thread, before any other knows of `promise`. */
void aw_promise_init(struct aw_promise *promise, struct aw_future *future,
                     void (*over)(struct aw_promise *promise, bool taken));

/* Send an outcome to the future, which takes it as aw_future_settle does: in
 * a turn of its loop, and only if it is still pending then.
 *
 * result, value  as for aw_future_settle; but the value is kept in the
 *                promise in any case, for `over`
 *
 * Settling a promise twice is misuse, which is not found out.
 *
 * Returns 0, or -ESHUTDOWN after aw_loop_close: then nothing arrives, and
 * promise and value are the caller's again.
 *
 * Threads:  any. */
int aw_promise_settle(struct aw_promise *promise, int result, void *value);

/* Leave the future alone from now on: the outcome will come too late.
 *
 * It has to be called before the future is deinitialised, if the promise is
 * not over by then.  The promise itself stays until it is settled.
 *
 * Returns true, or false when it was detached already, or is over. */
bool aw_promise_detach(struct aw_promise *promise);

#endif
