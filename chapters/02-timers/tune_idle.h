/* SPDX-License-Identifier: MIT */
/* tune_idle.h: thousands of connections, one limit, a touch for each message.
 *
 * A connection that nobody has touched for `limit` is closed.  Touches are
 * many: each message is one.  Closings are few.
 *
 * What you are given is correct: a touch starts the connection's timer again.
 * So each touch costs a place in a list, and a way down and up the heap.  Make
 * touches cheap.  A closing, or a timer that comes due, may cost more.
 *
 * Beside `open`, the fields of both structs are yours to use as you like. */
#ifndef TUNE_IDLE_H
#define TUNE_IDLE_H

#include "aw/timer.h"

struct tune_idle;

/* One connection.
 *
 * Owns:  the caller's memory, from tune_idle_add until the connection is
 *        closed or removed. */
struct tune_conn {
    bool open; /* true from adding to closing or removing */
    struct tune_idle *set;
    struct aw_timer timer;
    struct aw_list link;
    aw_time touched;
    uintptr_t spare[2];
};

/* All connections with one limit. */
struct tune_idle {
    struct aw_timers *timers;
    struct aw_clock *clock;
    aw_time limit;
    void (*on_close)(struct tune_conn *conn);
    struct aw_timer timer;
    struct aw_list list;
    uintptr_t spare[2];
};

/* Make `set` a set without connections.
 *
 * limit     how long a connection may be idle; above 0
 * on_close  told of each connection that is closed
 *
 * Owns:  borrows `timers` and `clock` while it has connections. */
void tune_idle_init(struct tune_idle *set, struct aw_timers *timers,
                    struct aw_clock *clock, aw_time limit,
                    void (*on_close)(struct tune_conn *conn));

/* Add a connection.  It counts as touched now. */
void tune_idle_add(struct tune_idle *set, struct tune_conn *conn);

/* Somebody has used `conn`: its limit begins anew.  A connection that is not
 * open any more stays closed. */
void tune_idle_touch(struct tune_conn *conn);

/* Take `conn` out.  It is not open any more, and `on_close` is not told.
 *
 * Nothing of it stays behind: its memory is the caller's again.  Removing a
 * connection that is not open does nothing. */
void tune_idle_remove(struct tune_conn *conn);

/* A promise to the caller, who turns the loop:
 *
 *   A connection is never closed before `limit` has passed since the last
 *   touch.
 *   When the loop turns at the moment at which the limit is over, the
 *   connection is closed in that turn.
 *   A loop that comes late closes it in the first turn that it takes, or in
 *   the second.
 *   Those that are closed in different moments are closed in the order of
 *   their last touches.
 *   When `on_close` is called the connection is not open any more, and may be
 *   freed or added again. */

#endif
