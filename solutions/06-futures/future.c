/* SPDX-License-Identifier: MIT */
/* A future: an outcome that is decided once.
 *
 * There is one place where a state changes, aw_future_settle, and one
 * direction in which it can.  All other ways to settle are names for it that
 * take a late or a second outcome for a mistake.
 *
 * The one hard thing is an error that nobody asks for.  Whoever throws a value
 * away knows what he does; whoever never looks at an error does not know that
 * there is one.  So the future keeps in mind whether somebody was given the
 * outcome, and says so when it goes. [never-retrieved] */
#include "aw/future_parts.h"

void aw__future_init(struct aw_future *future, struct aw_loop *loop,
                     const struct aw_future_ops *ops, const char *where)
{
    static const struct aw_future_ops plain = {.kind = "future"};

    /* [field-by-field] A struct that is assigned as a whole is cleared by one
     * instruction whose start alone takes longer than these stores. */
    future->ops = ops ? ops : &plain;
    future->loop = loop;
    future->watches.next = future->watches.prev = &future->watches;
    future->value = NULL;
    future->detail = NULL;
    future->where = where;
    future->result = 0;
    future->awaits = 0;
    future->state = AW_PENDING;
    future->retrieved = future->quiet = false;
    loop->live[AW_FUTURES]++;
}

static void report(struct aw_loop *loop, const struct aw_future *future)
{
    const struct aw_future_ops *ops = future->ops;

    aw_loop_report(loop, &(struct aw_report){
                             .what = "an error was never retrieved",
                             .error = future->result,
                             .subject = future,
                             .name = ops->name ? ops->name(future) : NULL,
                             .where = future->where,
                         });
}

void aw_future_deinit(struct aw_future *future)
{
    struct aw_loop *loop = future->loop;

    AW_ASSERT(loop, "a future was deinitialised that was deinitialised before, "
                    "or never initialised");
    AW_ASSERT(aw_list_empty(&future->watches),
              "a future was deinitialised while a watch is linked, which "
              "would wait for ever; stop the watch, or settle the future");

    if (future->state == AW_FAILED && !future->retrieved && !future->quiet)
        report(loop, future);
    /* Why a mark: a completion that comes too late finds it, as long as the
     * memory is not used again, and stops with a sentence instead of writing
     * into somebody else's frame. */
    future->loop = NULL;
    loop->live[AW_FUTURES]--;
}

bool aw_future_done(const struct aw_future *future)
{
    return future->state != AW_PENDING;
}

static enum aw_state state_of(int result)
{
    if (result >= 0)
        return AW_DONE;
    return result == -ECANCELED ? AW_CANCELLED : AW_FAILED;
}

bool aw_future_settle(struct aw_future *future, int result, void *value)
{
    struct aw_loop *loop = future->loop;

    AW_ASSERT(loop, "a future was settled that is deinitialised already: "
                    "whoever completes late has to be told before");
    if (future->state != AW_PENDING)
        return false;

    /* Invariant: the outcome is whole before anybody can look at it. */
    future->state = state_of(result);
    future->result = result;
    if (result >= 0)
        future->value = value;
    if (loop->probe)
        loop->probe->event(loop->probe, AW_PROBE_SETTLE, future, future->state);

    /* [never-inline] Wrong turn: calling the watches' functions here, in the
     * middle of whoever settles, is quicker by a turn, and brings back all
     * the pain of chapter 01; settling_calls_nobody catches it. */
    aw__watches_tell(future);
    return true;
}

void aw_future_resolve(struct aw_future *future, void *value)
{
    bool settled = aw_future_settle(future, 0, value);

    AW_ASSERT(settled, "a future was resolved that is settled already; use "
                       "aw_future_settle where an outcome may come late");
}

void aw_future_fail(struct aw_future *future, int error)
{
    bool settled;

    AW_ASSERT(error < 0 && error != -ECANCELED,
              "a future was failed with %d, which is no error; to cancel it is "
              "aw_future_cancel, to give it a value aw_future_resolve",
              error);
    settled = aw_future_settle(future, error, NULL);
    AW_ASSERT(settled, "a future was failed that is settled already; use "
                       "aw_future_settle where an outcome may come late");
}

int aw_future_result(struct aw_future *future, void **value)
{
    if (future->state == AW_PENDING)
        return -EINPROGRESS;
    future->retrieved = true;
    if (value)
        *value = future->value;
    return future->result;
}
