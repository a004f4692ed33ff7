/* SPDX-License-Identifier: MIT */
/* hunt_lookup.h: a lookup that can be awaited.
 *
 * The resolver (resolver.h) calls back.  Everybody else wants a future: it can
 * be awaited by several, cancelled, and waited for with a time limit.  This
 * program stands between the two.  It is in use, and there are complaints:
 *
 *   "Every address that I am told is 0.0.0.0.  In the debugger it was right."
 *   "A name that does not exist is found as well.  Then I crash."
 *   "I ask for a name a second time, and wait for ever.  The same with an
 *    empty name."
 *   "I cancel a lookup, wait until its future is settled, and free it, all as
 *    it is written.  A moment later somebody writes into my memory."
 *
 * What follows is what was promised. */
#ifndef HUNT_LOOKUP_H
#define HUNT_LOOKUP_H

#include "aw/future.h"
#include "resolver.h"

/* One lookup.
 *
 * Owns:  the caller's memory, from hunt_lookup_start to hunt_lookup_end. */
struct hunt_lookup {
    struct aw_future future; /* await this */
    struct resolver_query query;
    struct resolver_address address;
};

/* Begin to look `name` up.
 *
 * The future is settled once, whatever happens.  Its value is the address, as
 * a `struct resolver_address *` that stays valid until hunt_lookup_end; its
 * error is the resolver's, also when the resolver refuses the name.  Nothing
 * else tells of an error.
 *
 * Cancelling the future gives the query up.  It is settled when the resolver
 * has let go of the query, and not before: as cancelled, or with an answer
 * that was on its way. */
void hunt_lookup_start(struct hunt_lookup *lookup, struct resolver *resolver,
                       const char *name);

/* Be done with a lookup whose future is settled.
 *
 * Nobody uses its memory any more: it may be freed at once. */
void hunt_lookup_end(struct hunt_lookup *lookup);

#endif
