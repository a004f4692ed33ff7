/* SPDX-License-Identifier: MIT */
/* A lookup, mended.
 *
 * Between a callback and a future there are four places where something gets
 * lost, and the program had lost it in all of them: an answer that comes
 * before anybody is ready for it, an error, a value that is only lent, and
 * the moment at which the other side lets go. [bridge]
 *
 * The rule behind all four: the future is settled by the callback, and by
 * nobody else, unless there will be no callback. */
#include "hunt_lookup.h"

static void answered(struct resolver_query *query, int error,
                     const struct resolver_address *address)
{
    struct hunt_lookup *lookup =
        aw_container_of(query, struct hunt_lookup, query);

    /* A copy: those who are told run in a later turn, and by then the
     * resolver has taken its address back. */
    if (!error)
        lookup->address = *address;
    aw_future_settle(&lookup->future, error, &lookup->address);
}

static bool give_up(struct aw_future *future)
{
    struct hunt_lookup *lookup =
        aw_container_of(future, struct hunt_lookup, future);

    /* Wrong turn: settling it here wakes the owner, who frees the query while
     * the resolver still has it; a_cancelled_lookup_may_be_freed catches it.
     * True means: it will be settled. [ask-then-wait] */
    resolver_cancel(&lookup->query);
    return true;
}

static const struct aw_future_ops lookups = {
    .kind = "lookup",
    .cancel = give_up,
};

void hunt_lookup_start(struct hunt_lookup *lookup, struct resolver *resolver,
                       const char *name)
{
    int rc;

    /* The future first: the callback may come from inside the next call. */
    aw_future_init(&lookup->future, resolver->loop, &lookups);
    rc = resolver_ask(resolver, &lookup->query, name, answered);
    if (rc < 0)
        aw_future_fail(&lookup->future, rc);
}

void hunt_lookup_end(struct hunt_lookup *lookup)
{
    aw_future_deinit(&lookup->future);
}
