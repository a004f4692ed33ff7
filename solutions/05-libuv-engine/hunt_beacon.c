/* SPDX-License-Identifier: MIT */
/* The beacon, mended.  Three things about handles of libuv's that its manual
 * says and its users forget.
 *
 * Their memory is libuv's until the close callback. [close-later]  While they
 * are active and referenced they are work. [who-keeps-it-alive]  And a timer
 * counts from libuv's idea of now, which is as old as the iteration.
 * [stale-clock] */
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

/* Nothing of the beacon is looked at behind the call: it may be gone. */
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
    uv_unref((uv_handle_t *)&b->timer);
    /* [stale-clock] The callback that lights us may have run for seconds. */
    uv_update_time(uv);
    uv_timer_start(&b->timer, timer_fired, period, period);
    *beacon = b;
    return 0;
}

static void closed(uv_handle_t *handle)
{
    struct hunt_beacon *b =
        aw_container_of((uv_timer_t *)handle, struct hunt_beacon, timer);

    memory(b->alloc, b, sizeof(*b), 0);
}

void hunt_beacon_put_out(struct hunt_beacon *beacon)
{
    /* From here on it does not fire any more.  Wrong turn: giving the memory
     * back behind this line; hunt_beacon/it_is_put_out_and_the_loop_goes_on. */
    uv_close((uv_handle_t *)&beacon->timer, closed);
}
