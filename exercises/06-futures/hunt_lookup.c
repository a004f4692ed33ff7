/* SPDX-License-Identifier: MIT */
#include "hunt_lookup.h"

static void answered(struct resolver_query *query, int error,
                     const struct resolver_address *address)
{
    struct hunt_lookup *lookup =
        aw_container_of(query, struct hunt_lookup, query);

    (void)error;
    if (!aw_future_done(&lookup->future))
        aw_future_resolve(&lookup->future, (void *)address);
}

static bool give_up(struct aw_future *future)
{
    struct hunt_lookup *lookup =
        aw_container_of(future, struct hunt_lookup, future);

    resolver_cancel(&lookup->query);
    return aw_future_settle(future, -ECANCELED, NULL);
}

static const struct aw_future_ops lookups = {
    .kind = "lookup",
    .cancel = give_up,
};

void hunt_lookup_start(struct hunt_lookup *lookup, struct resolver *resolver,
                       const char *name)
{
    resolver_ask(resolver, &lookup->query, name, answered);
    aw_future_init(&lookup->future, resolver->loop, &lookups);
}

void hunt_lookup_end(struct hunt_lookup *lookup)
{
    aw_future_deinit(&lookup->future);
}
