/* SPDX-License-Identifier: MIT */
#include "tune_cache.h"

static int look(struct aw_handle *handle)
{
    struct tune_ask *ask = aw_container_of(handle, struct tune_ask, handle);
    struct tune_cache *cache = ask->cache;

    if (cache->loaded)
        ask->told(ask, cache->value);
    else
        aw_call_soon(cache->loop, handle); /* not yet: look again */
    return 0;
}

void tune_cache_init(struct tune_cache *cache, struct aw_loop *loop,
                     void (*load)(struct tune_cache *cache))
{
    *cache = (struct tune_cache){.loop = loop, .load = load};
}

void tune_cache_ask(struct tune_cache *cache, struct tune_ask *ask,
                    void (*told)(struct tune_ask *ask, void *value))
{
    ask->cache = cache;
    ask->told = told;
    aw_handle_init(&ask->handle, look);
    aw_call_soon(cache->loop, &ask->handle);
    if (!cache->loading) {
        cache->loading = true;
        cache->load(cache);
    }
}

bool tune_cache_give_up(struct tune_ask *ask)
{
    return aw_handle_cancel(&ask->handle);
}

void tune_cache_loaded(struct tune_cache *cache, void *value)
{
    cache->value = value;
    cache->loaded = true;
}
