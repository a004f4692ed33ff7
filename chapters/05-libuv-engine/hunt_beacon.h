/* SPDX-License-Identifier: MIT */
/* hunt_beacon.h: a beacon flashes once in every period.
 *
 * Servers of a group tell each other that they are alive: each has a beacon,
 * and when it flashes a datagram is sent.  The beacon is made of one timer of
 * libuv's.  It is in use, and there are three complaints:
 *
 *      "We put out a beacon, and the program crashes.  Not there: a moment
 *      later, somewhere inside of libuv, where we have never been."
 *
 *      "A tool that asks one question and ends used to end.  Since it has a
 *      beacon it does not."
 *
 *      "At start-up we read the configuration, which takes three seconds, and
 *      light the beacon.  It flashes at once.  So the others believe that we
 *      are ready, but the first flash should come after a whole period."
 *
 * Promises:
 *
 *   The first flash comes when a whole period has passed since the beacon was
 *   lit, and less than a millisecond earlier at most, which is how libuv tells
 *   the time; after that there is one in each period.
 *   A beacon keeps no loop going.
 *   A beacon that was put out does not flash any more.  It may be put out
 *   from inside its own flash.
 *   The memory comes from the loop's allocator, and all of it has gone back
 *   there when the loop is closed.
 *   It works on both engines. */
#ifndef HUNT_BEACON_H
#define HUNT_BEACON_H

#include "aw/engine.h"

struct hunt_beacon;

/* Light a beacon: `flash` is called with `arg` once in every period.
 *
 * period  in milliseconds, not 0
 *
 * Returns 0 and sets `*beacon`, or a negative error code.
 *
 * Owns:  takes memory from `loop->alloc`. */
int hunt_beacon_light(struct hunt_beacon **beacon, struct aw_loop *loop,
                      unsigned period, void (*flash)(void *arg), void *arg);

/* Put it out, once.  The pointer means nothing afterwards.  Every beacon has
 * to be put out before its loop is closed. */
void hunt_beacon_put_out(struct hunt_beacon *beacon);

#endif
