/* SPDX-License-Identifier: MIT */
/* The relay, made fast.
 *
 * The slow one asks before it acts: it registers, waits, and forgets a
 * descriptor for every 256 bytes, ten system calls in all.  This one acts and
 * asks only when it is refused.  Both descriptors stay registered for the
 * relay's life, the buffer is as large as a socket likes it, and one wait is
 * enough, because at any moment only one side is what it lacks.  [try-first] */
#include "tune_relay.h"

#include <unistd.h>

/* Wait for the side that has said EAGAIN; 0 when that went well. */
static long wait_for(struct tune_relay *relay, struct aw_io *io,
                     enum aw_dir dir)
{
    return aw_io_wait(relay->poller, io, dir, &relay->wait);
}

/* Fill the empty buffer.  Returns bytes, 0 at the end, or a code. */
static long refill(struct tune_relay *relay)
{
    long n = aw_sys(read(relay->from, relay->buffer, TUNE_RELAY_BUFFER));

    relay->begin = 0;
    relay->end = n > 0 ? (size_t)n : 0;
    return n;
}

/* Move bytes until a side refuses, or this turn's share is moved.
 *
 * Returns 1 when there is more to come, 0 at the end, or a code. */
static long move(struct tune_relay *relay)
{
    size_t moved = 0, size;
    long n;

    while (moved < TUNE_RELAY_SHARE) {
        if (relay->begin == relay->end) {
            n = refill(relay);
            if (n == -EAGAIN) {
                n = wait_for(relay, &relay->in, AW_READ);
                return n < 0 ? n : 1;
            }
            if (n <= 0)
                return n;
        }
        /* Wrong turn: writing all that was read goes beyond the share by up
         * to a buffer; tune_relay/a_share_of_odd_pieces_is_no_larger. */
        size = relay->end - relay->begin;
        if (size > TUNE_RELAY_SHARE - moved)
            size = TUNE_RELAY_SHARE - moved;
        n = aw_sys(write(relay->to, relay->buffer + relay->begin, size));
        if (n == -EAGAIN) {
            n = wait_for(relay, &relay->out, AW_WRITE);
            return n < 0 ? n : 1;
        }
        if (n < 0)
            return n;
        relay->begin += (size_t)n;
        moved += (size_t)n;
    }
    /* Nobody has said EAGAIN, so nothing may be waited for: an engine of
     * edges would report no more.  The handle takes its next turn itself. */
    aw_ready_push(relay->poller->ready, &relay->wait.handle);
    return 1;
}

static int go_on(struct aw_handle *handle)
{
    struct aw_io_wait *wait =
        aw_container_of(handle, struct aw_io_wait, handle);
    struct tune_relay *relay = aw_container_of(wait, struct tune_relay, wait);
    long rc = move(relay);

    if (rc <= 0) {
        /* Stopped first: `done` may free the relay. */
        tune_relay_stop(relay);
        relay->done(relay, (int)rc);
    }
    return 0;
}

int tune_relay_start(struct tune_relay *relay, struct aw_poller *poller,
                     int from, int to,
                     void (*done)(struct tune_relay *relay, int rc))
{
    int rc;

    relay->poller = poller;
    relay->from = from;
    relay->to = to;
    relay->done = done;
    relay->in.fd = relay->out.fd = -1;
    relay->wait = (struct aw_io_wait){0};
    relay->begin = relay->end = 0;
    aw_handle_init(&relay->wait.handle, go_on);

    rc = aw_io_open(poller, &relay->in, from);
    if (rc == 0)
        rc = aw_io_open(poller, &relay->out, to);
    if (rc < 0) {
        tune_relay_stop(relay);
        return rc;
    }
    /* The first try is made in a turn of its own, so that `done` is never
     * called from inside of this function. */
    aw_ready_push(poller->ready, &relay->wait.handle);
    return 0;
}

void tune_relay_stop(struct tune_relay *relay)
{
    aw_io_unwait(&relay->wait);
    aw_io_close(relay->poller, &relay->in);
    aw_io_close(relay->poller, &relay->out);
}
