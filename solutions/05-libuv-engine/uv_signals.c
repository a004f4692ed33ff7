/* SPDX-License-Identifier: MIT */
/* Signals: an epoll engine inside of the libuv engine, for these alone.
 *
 *      signal --> chapter 03's handler --> the inner engine's bell
 *                                               |
 *      libuv <-- the ear, a uv_poll_t <-- its epoll descriptor
 *
 * An epoll instance is a descriptor, and is readable while it has events.  So
 * one engine can be nested in the other, in both directions.
 *
 * Why not uv_signal_t: it cannot keep the contract.  [two-owners] */
#include "aw/uv_parts.h"

/* Noted and no more: the signals are taken when libuv has returned, so that
 * they come behind the descriptors as they do in chapter 03. */
static void hears(uv_poll_t *ear, int status, int events)
{
    (void)status, (void)events;
    aw_container_of(ear, struct aw__uv, ear)->heard = true;
}

int aw__uv_signals_open(struct aw_poller *poller)
{
    struct aw__uv *e = poller->impl;
    int rc;

    /* It pushes to the same queue, and nobody has to pass anything on. */
    rc = aw_poller_open(&e->signals, &aw_epoll_ops, poller->ready,
                        poller->alloc);
    if (rc < 0)
        return rc;
    rc = uv_poll_init(&e->loop, &e->ear, aw__uv_descriptor(&e->signals));
    if (rc < 0)
        goto fail;
    uv_unref((uv_handle_t *)&e->ear);
    rc = uv_poll_start(&e->ear, UV_READABLE, hears);
    if (rc == 0)
        return 0;
    uv_close((uv_handle_t *)&e->ear, NULL);
fail:
    aw_poller_close(&e->signals);
    return rc;
}

void aw__uv_signals_close(struct aw_poller *poller)
{
    struct aw__uv *e = poller->impl;

    /* First the ear: libuv forgets the descriptor while it is open. */
    uv_close((uv_handle_t *)&e->ear, NULL);
    aw_poller_close(&e->signals);
}

int aw__uv_signal(struct aw_poller *poller, int signo, struct aw_handle *handle)
{
    struct aw__uv *e = poller->impl;

    /* [two-owners] One table of the process says who watches what, and it is
     * chapter 03's.  Wrong turn: a second table here, or libuv's; then two
     * owners install handlers over each other's;
     * uv_signals/a_number_has_one_owner_whichever_the_engine. */
    return e->signals.ops->signal(&e->signals, signo, handle);
}

int aw__uv_signals_take(struct aw_poller *poller)
{
    struct aw__uv *e = poller->impl;
    int n;

    if (!e->heard)
        return 0;
    n = e->signals.ops->poll(&e->signals, 0);
    return n < 0 ? 0 : n;
}
