/* SPDX-License-Identifier: MIT */
#include "hunt_beacon.h"

#include <stdlib.h>
#include <uv.h>

struct hunt_beacon {
    uv_timer_t timer;
    struct aw_alloc *alloc;
    void (*flash)(void *arg);
    void *arg;
};

static void *memory(struct aw_alloc *alloc, void *p, size_t old, size_t size)
{
    if (alloc)
        return alloc->resize(alloc, p, old, size);
    if (size > 0)
        return realloc(p, size);
    free(p);
    return NULL;
}

static void timer_fired(uv_timer_t *timer)
{
    struct hunt_beacon *b = aw_container_of(timer, struct hunt_beacon, timer);

    b->flash(b->arg);
}

int hunt_beacon_light(struct hunt_beacon **beacon, struct aw_loop *loop,
                      unsigned period, void (*flash)(void *arg), void *arg)
{
    struct hunt_beacon *b;
    uv_loop_t *uv;
    int rc = aw_uv_get(loop, &uv);

    if (rc < 0)
        return rc;
    b = memory(loop->alloc, NULL, 0, sizeof(*b));
    if (!b)
        return -ENOMEM;
    b->alloc = loop->alloc;
    b->flash = flash;
    b->arg = arg;
    uv_timer_init(uv, &b->timer);
    uv_timer_start(&b->timer, timer_fired, period, period);
    *beacon = b;
    return 0;
}

void hunt_beacon_put_out(struct hunt_beacon *beacon)
{
    uv_timer_stop(&beacon->timer);
    uv_close((uv_handle_t *)&beacon->timer, NULL);
    memory(beacon->alloc, beacon, sizeof(*beacon), 0);
}
