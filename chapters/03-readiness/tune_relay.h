/* SPDX-License-Identifier: MIT */
/* tune_relay.h: move bytes from one descriptor to another until the end.
 *
 *      from ---read---> [ buffer ] ---write---> to
 *
 * What stands in the stub is right, and slow.  Make it fast, and keep these
 * promises:
 *
 *   All bytes arrive, in order, and none twice.
 *   It reads nothing new before all it has read is written: a slow receiver
 *   slows the sender down.
 *   It moves at most TUNE_RELAY_SHARE bytes in one turn, and leaves the rest
 *   to the next: others have their turn as well.
 *   At the end of `from`, behind the last byte, `done` is called once, with
 *   0; when a call fails, with its negative code.
 *   It waits only for what has said EAGAIN.
 *
 * What the fast one costs:
 *
 *   two calls of epoll_ctl for each descriptor, one for its first wait, and
 *   two more each time that the receiver's buffer was full;
 *   for a message that comes alone: two reads (the second says EAGAIN) and
 *   one write. */
#ifndef TUNE_RELAY_H
#define TUNE_RELAY_H

#include "aw/poller.h"

enum {
    TUNE_RELAY_BUFFER = 16 * 1024,
    TUNE_RELAY_SHARE = 16 * TUNE_RELAY_BUFFER,
};

struct tune_relay {
    struct aw_poller *poller;
    int from, to;
    void (*done)(struct tune_relay *relay, int rc);
    struct aw_io in, out; /* their fd is -1 while they are not open */
    struct aw_io_wait wait;
    size_t begin, end; /* read, but not written yet */
    char buffer[TUNE_RELAY_BUFFER];
};

/* Move bytes until the end of `from`.  The two descriptors are different, and
 * neither may block.
 *
 * Returns 0, or a negative error code: then `done` is not called.
 *
 * Owns:  borrows both descriptors until `done` is called or the relay is
 *        stopped. */
int tune_relay_start(struct tune_relay *relay, struct aw_poller *poller,
                     int from, int to,
                     void (*done)(struct tune_relay *relay, int rc));

/* Stop it: `done` is not called, and nothing is watched any more. */
void tune_relay_stop(struct tune_relay *relay);

#endif
