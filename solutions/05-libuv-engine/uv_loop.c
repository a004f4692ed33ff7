/* SPDX-License-Identifier: MIT */
/* A loop of libuv's, opened, rung and closed.
 *
 * libuv has the parts of an engine ready: an async handle is the bell, a timer
 * the alarm.  They stand in our memory, linked into the loop's lists.
 *
 * The hard thing is to close.  uv_close only notes that a handle shall go; it
 * is gone when its close callback has been called, by a later uv_run.  Until
 * then its memory belongs to libuv.  [close-later] */
#include "aw/uv_parts.h"

/* ---- The end of a loop --------------------------------------------------*/

static void close_one(uv_handle_t *handle, void *arg)
{
    (void)arg;
    /* Closing twice is an assertion in libuv. */
    if (!uv_is_closing(handle))
        uv_close(handle, NULL);
}

void aw__uv_finish(uv_loop_t *loop)
{
    int rc;

    /* [close-later] Each round closes what there is and runs libuv until
     * something has happened: closed handles say so at once, requests when
     * their thread is done.  Wrong turn: to ask uv_run whether anything is
     * left.  It knows what is alive, and a handle that is open and does
     * nothing is not; uv_loop/what_close_callbacks_open_is_closed_as_well. */
    do {
        uv_walk(loop, close_one, NULL);
        uv_run(loop, UV_RUN_ONCE);
        rc = uv_loop_close(loop);
    } while (rc == UV_EBUSY);
    AW_ASSERT(rc == 0, "a loop of libuv's could not be closed: %s",
              aw_error_name(rc));
}

/* ---- Open and close -----------------------------------------------------*/

static void rang(uv_async_t *bell)
{
    aw_container_of(bell, struct aw__uv, bell)->woken = true;
}

int aw__uv_open(struct aw_poller *poller)
{
    struct aw__uv *e = aw__uv_memory(poller, NULL, 0, sizeof(*e));
    int rc;

    if (!e)
        return -ENOMEM;
    *e = (struct aw__uv){0};
    aw_list_init(&e->changed);
    poller->impl = e;
    /* Nothing is translated: libuv's codes are ours. */
    rc = uv_loop_init(&e->loop);
    if (rc < 0)
        goto fail_loop;
    rc = uv_async_init(&e->loop, &e->bell, rang);
    if (rc < 0)
        goto fail_bell;
    uv_timer_init(&e->loop, &e->alarm);
    rc = aw__uv_signals_open(poller);
    if (rc < 0)
        goto fail_bell;
    /* [who-keeps-it-alive] What is ours is no reason for the loop to live:
     * uv_loop_alive then speaks of others' work alone. */
    uv_unref((uv_handle_t *)&e->bell);
    uv_unref((uv_handle_t *)&e->alarm);
    return 0;

fail_bell:
    aw__uv_finish(&e->loop);
fail_loop:
    aw__uv_memory(poller, e, sizeof(*e), 0);
    poller->impl = NULL;
    return rc;
}

void aw__uv_close(struct aw_poller *poller)
{
    struct aw__uv *e = poller->impl;

    aw__uv_signals_close(poller);
    aw__uv_finish(&e->loop);
    aw__uv_table_free(poller);
    aw__uv_memory(poller, e, sizeof(*e), 0);
    poller->impl = NULL;
}

/* ---- The bell -----------------------------------------------------------*/

void aw__uv_wake(struct aw_poller *poller)
{
    struct aw__uv *e = poller->impl;
    int saved = errno, rc;

    /* The one function of libuv that any thread may call, and any handler.
     * It puts a flag beside the bell, so that a bell that has rung and was
     * not heard yet is not rung again. */
    rc = uv_async_send(&e->bell);
    AW_ASSERT(rc == 0, "a wake-up failed with %s: the poller is closed",
              aw_error_name(rc));
    errno = saved;
}

void *aw__uv_native(struct aw_poller *poller)
{
    struct aw__uv *e = poller->impl;

    e->shared = true;
    return &e->loop;
}
