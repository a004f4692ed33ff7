/* SPDX-License-Identifier: MIT */
/* resolver.h: look names up, the old way: with a callback.
 *
 * Given code.  It stands for the many libraries that were written before you
 * came, and know nothing of futures.  Its rules are its own, and not unusual:
 *
 *   The callback is called once for each query that was accepted, cancelled
 *   or not.  Until then the query belongs to the resolver.
 *   What has been looked up before is told at once: the callback is called
 *   from inside resolver_ask.
 *   The address belongs to the resolver, and is valid during the callback. */
#ifndef RESOLVER_H
#define RESOLVER_H

#include "aw/loop.h"

#define RESOLVER_TAKES    (10 * AW_MS) /* to look a name up */
#define RESOLVER_STOPPING (2 * AW_MS)  /* to give a query up */

enum { RESOLVER_NAMES = 8 };

struct resolver_address {
    unsigned char byte[4];
};

struct resolver_query;
typedef void (*resolver_fn)(struct resolver_query *query, int error,
                            const struct resolver_address *address);

/* Owns:  the caller's memory, until its callback is called. */
struct resolver_query {
    struct aw_timer timer;
    struct resolver *resolver;
    const char *name;
    resolver_fn answered;
    int error;
};

struct resolver_name {
    const char *name;
    struct resolver_address address;
    bool known; /* looked up before */
};

struct resolver {
    struct aw_loop *loop;
    struct resolver_name names[RESOLVER_NAMES];
    size_t n;
    struct resolver_address answer;
};

void resolver_init(struct resolver *resolver, struct aw_loop *loop);

/* Let `name` have an address that ends in `last`: 10.0.0.last. */
void resolver_add(struct resolver *resolver, const char *name,
                  unsigned char last);

/* Look `name` up.
 *
 * answered  called with 0 and an address, or with an error and NULL: -ENOENT
 *           for a name that nobody has added, -ECANCELED
 *
 * Returns 0, or -EINVAL for an empty name: then nothing is called. */
int resolver_ask(struct resolver *resolver, struct resolver_query *query,
                 const char *name, resolver_fn answered);

/* Ask for a query to be given up.
 *
 * Its callback is called all the same, a little later: with -ECANCELED, or
 * with an answer that was on its way already. */
void resolver_cancel(struct resolver_query *query);

#endif
