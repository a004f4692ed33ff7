/* SPDX-License-Identifier: MIT */
/* hunt_meter.h: count what happens, and write a line every now and then.
 *
 * A server counts its requests.  After every period a meter writes a line
 * into a pipe, from which a program collects them.  The meter is in use, and
 * there are three complaints:
 *
 *      "A line every ten seconds makes 8640 lines a day.  On quiet days that
 *      is so.  On busy days a few hundred are missing at the end."
 *
 *      "The collector was stopped for a minute, to be updated.  For that
 *      minute the server did not answer anybody."
 *
 *      "Each test of ours makes a loop of its own.  The first one that runs
 *      sees lines, all others see none, whichever we run first."
 *
 * Promises:
 *
 *   Line number n is due n periods after the opening, however late the loop
 *   came to the lines before it.
 *   A line is its number, a blank, how often hunt_meter_count was called
 *   since the line before, and '\n': "3 1207\n".
 *   While the collector is slow, only the meter waits for it.  As long as a
 *   line is not written to its end no other is begun: those that come due
 *   meanwhile are left out, and what they would have told is counted in the
 *   next one.
 *   Meters may be opened on any loops, several on one and after one another.
 *   An error other than EAGAIN closes the meter. */
#ifndef HUNT_METER_H
#define HUNT_METER_H

#include "aw/loop.h"

enum { HUNT_METER_LINE = 48 };

struct hunt_meter {
    struct aw_loop *loop;
    int fd; /* -1 when the meter is closed */
    struct aw_timer timer;
    aw_time period;
    aw_time opened;  /* when */
    unsigned number; /* of the line that came due last */
    unsigned long count;
    char line[HUNT_METER_LINE];
    size_t begin, end;      /* what is not written yet of `line` */
    struct aw_io io;        /* yours to use */
    struct aw_io_wait wait; /* yours to use */
};

/* Open a meter on a pipe or a socket that does not block.
 *
 * Returns 0 or a negative error code.
 *
 * Owns:  borrows `fd` until the meter is closed. */
int hunt_meter_open(struct hunt_meter *meter, struct aw_loop *loop, int fd,
                    aw_time period);

/* Count one more. */
void hunt_meter_count(struct hunt_meter *meter);

/* Close the meter: nothing is written any more, and the loop does not wait
 * for it.  Closing it twice does nothing. */
void hunt_meter_close(struct hunt_meter *meter);

#endif
