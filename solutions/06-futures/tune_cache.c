/* SPDX-License-Identifier: MIT */
/* A cache that leaves the loop in peace.
 *
 * "Has it come yet?" is the question that futures do away with.  A future for
 * the value, a watch for each one who asks: the order, the turn and the value
 * that is there already are theirs to think of.  [told-not-asked] */
#include "tune_cache.h"

static int tell(struct aw_handle *handle)
{
    struct aw_watch *watch = aw_container_of(handle, struct aw_watch, handle);
    struct tune_ask *ask = aw_container_of(watch, struct tune_ask, watch);

    ask->told(ask, watch->value);
    return 0;
}

void tune_cache_init(struct tune_cache *cache, struct aw_loop *loop,
                     void (*load)(struct tune_cache *cache))
{
    *cache = (struct tune_cache){.loop = loop, .load = load};
    aw_future_init(&cache->future, loop, NULL);
}

void tune_cache_ask(struct tune_cache *cache, struct tune_ask *ask,
                    void (*told)(struct tune_ask *ask, void *value))
{
    ask->told = told;
    aw_watch_init(&ask->watch, tell, true);
    aw_watch_start(&ask->watch, &cache->future);

    /* Last, and marked before the call: `load` may have the value at once,
     * or ask for it itself. */
    if (!cache->loading) {
        cache->loading = true;
        cache->load(cache);
    }
}

bool tune_cache_give_up(struct tune_ask *ask)
{
    /* Stopped, not withdrawn: the last one to give up would cancel the load,
     * which is promised to go on. */
    return aw_watch_stop(&ask->watch);
}

void tune_cache_loaded(struct tune_cache *cache, void *value)
{
    aw_future_resolve(&cache->future, value);
}
