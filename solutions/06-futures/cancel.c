/* SPDX-License-Identifier: MIT */
/* Cancelling: a wish, and the question whose wish counts.
 *
 * To cancel a future is to ask its kind.  A plain one has nothing to wind up
 * and is settled on the spot; a lookup, a sleep or a task is told, and settles
 * itself when it has stopped. [ask-then-wait]
 *
 * The one hard thing is a future that several await.  One of them giving up
 * says nothing about the others.  So "cancel it" is for the owner, and "cancel
 * it for me" is for those who await. [for-me] */
#include "aw/future.h"

bool aw_future_cancel(struct aw_future *future)
{
    if (aw_future_done(future))
        return false;

    /* [ask-then-wait] Wrong turn: settling behind the kind's back, so that
     * nobody has to wait, tells everybody that it is over while it is not;
     * a_kind_may_settle_later catches it. */
    if (future->ops->cancel)
        return future->ops->cancel(future);
    return aw_future_settle(future, -ECANCELED, NULL);
}

/* End the wait of `watch` alone. */
static void dismiss(struct aw_watch *watch)
{
    struct aw_loop *loop = watch->future->loop;

    aw_watch_stop(watch);
    watch->state = AW_CANCELLED;
    watch->result = -ECANCELED;
    watch->value = NULL;
    watch->detail = NULL;
    /* In a closed loop it stays idle, as a watch that is told does. */
    aw_call_soon(loop, &watch->handle);
}

bool aw_watch_withdraw(struct aw_watch *watch)
{
    struct aw_future *future = watch->future;

    if (!future)
        return false;

    /* [for-me] Wrong turn: counting all watches.  Whoever only wants to know,
     * a log or a group's bookkeeping, would keep alive what nobody awaits;
     * onlookers_keep_nothing_alive catches it. */
    if (future->awaits == watch->awaits)
        return aw_future_cancel(future);
    dismiss(watch);
    return true;
}
