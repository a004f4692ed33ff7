/* SPDX-License-Identifier: MIT */
/* hunt_idle.h: a server that closes sessions which nobody uses.
 *
 * A session is closed when it has been idle for `limit`.  Idle time counts
 * from the moment when the session was opened, and anew from the moment when
 * an answer was sent.  Answering a request keeps the loop busy for a while:
 * under the virtual clock, answering itself moves the clock.
 *
 * The report that came in:
 *
 *      "In the evening, when the site is slow, people are thrown out a few
 *      seconds after they got an answer.  The limit is ten minutes!  At night
 *      I tried for an hour, and could not make it happen once."
 *
 * Promises:
 *
 *   A session lives for its full limit after an answer, however long the
 *   answer took.
 *   A session that is opened late in a busy turn lives for its full limit,
 *   too.
 *   An idle session is closed at the very moment when its limit is over, if
 *   the loop is not busy then.
 *   A session that answers is not idle: a request that takes longer than the
 *   limit does not close its own session. */
#ifndef HUNT_IDLE_H
#define HUNT_IDLE_H

#include "aw/timer.h"

struct hunt_server {
    struct aw_clock_virtual *clock;
    struct aw_timers timers;
    struct aw_ready ready;
    aw_time now;   /* when this turn began */
    aw_time limit; /* how long a session may be idle */
};

struct hunt_session {
    struct hunt_server *server;
    struct aw_timer idle;     /* comes due when the session has to go */
    struct aw_handle request; /* queued while a request waits */
    aw_time work;             /* how long its answer takes */
    aw_time answered_at;      /* when the last answer was sent */
    aw_time closed_at;        /* AW_NEVER while the session is open */
};

/* Make a server without sessions.  Borrows `clock`. */
void hunt_server_init(struct hunt_server *server,
                      struct aw_clock_virtual *clock, aw_time limit);

/* Open a session.  Its idle time begins. */
void hunt_session_open(struct hunt_server *server,
                       struct hunt_session *session);

/* Queue a request that keeps the loop busy for `work`.  A closed session
 * ignores it, and so does one that has a request in the queue. */
void hunt_session_request(struct hunt_session *session, aw_time work);

/* Take one turn of the loop: wait until something is due, unless something is
 * queued; push what is due; run what is queued.
 *
 * Returns false when nothing is left to wait for. */
bool hunt_server_turn(struct hunt_server *server);

#endif
