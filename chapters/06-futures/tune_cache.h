/* SPDX-License-Identifier: MIT */
/* tune_cache.h: a value that is costly to load, and that many ask for.
 *
 * A page, a session, a price: the first one who asks begins to load it, and
 * all who ask meanwhile wait for the same load.
 *
 * The stub keeps every promise below but one, that of leaving the loop in
 * peace.  Whoever waits looks in each turn whether the value has come. */
#ifndef TUNE_CACHE_H
#define TUNE_CACHE_H

#include "aw/future.h"

struct tune_cache;

/* One who asks.
 *
 * Owns:  the caller's memory; it must stay until `told` is called, or
 *        tune_cache_give_up. */
struct tune_ask {
    struct aw_watch watch;    /* yours to use */
    struct aw_handle handle;  /* yours to use */
    struct tune_cache *cache; /* yours to use */
    void (*told)(struct tune_ask *ask, void *value);
    uintptr_t spare[2]; /* yours to use */
};

struct tune_cache {
    struct aw_loop *loop;
    void (*load)(struct tune_cache *cache);
    bool loading;            /* `load` was called */
    bool loaded;             /* yours to use */
    void *value;             /* yours to use */
    struct aw_future future; /* yours to use */
    uintptr_t spare[2];      /* yours to use */
};

/* Make `cache` a cache with nothing in it.
 *
 * load  begins to load the value; tune_cache_loaded is called when it is
 *       there, later or from inside of `load` */
void tune_cache_init(struct tune_cache *cache, struct aw_loop *loop,
                     void (*load)(struct tune_cache *cache));

/* Ask for the value.
 *
 * The first one who asks calls `load`; nobody else does.  `told` is called
 * once, in a turn to come: never from inside of this function or of
 * tune_cache_loaded.  All are told in the order in which they asked, in the
 * turn that comes next when the value is there.  Who has been told may ask
 * again, from inside of `told` too.
 *
 * While the value is being loaded the cache keeps the loop from nothing: no
 * handle of it is queued, and nothing of it runs. */
void tune_cache_ask(struct tune_cache *cache, struct tune_ask *ask,
                    void (*told)(struct tune_ask *ask, void *value));

/* Ask no longer: `told` is not called.  The load goes on.
 *
 * Returns true when `ask` was waiting to be told. */
bool tune_cache_give_up(struct tune_ask *ask);

/* Here is the value.  It is kept, and told to all who ask. */
void tune_cache_loaded(struct tune_cache *cache, void *value);

#endif
