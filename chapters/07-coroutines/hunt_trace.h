/* SPDX-License-Identifier: MIT */
/* hunt_trace.h: a generator that writes down what another one does.
 *
 * A trace stands between a generator and whoever drives it.  It passes
 * everything on, and keeps a history: when the other one ran, when it stood
 * still, and how it ended.  It was meant for debugging.  Since it is switched
 * on, three things are reported:
 *
 *      "The totals are all 0.  Without the trace they are right."
 *
 *      "A generator fails, and nobody hears of it.  The history says
 *      `finished`, as if all were well."
 *
 *      "I close the trace, and the file that the generator holds open is
 *      never closed.  And whatever I send, it gets 0."
 *
 * What follows is what was promised. */
#ifndef HUNT_TRACE_H
#define HUNT_TRACE_H

#include "aw/gen.h"
#include "aw/timer.h"

enum { HUNT_ENTRIES = 32 };

enum hunt_event {
    HUNT_RUNS,     /* it was let run */
    HUNT_YIELDS,   /* it yielded */
    HUNT_FINISHES, /* it returned */
    HUNT_FAILS,    /* it failed, with whatever error */
};

struct hunt_entry {
    enum hunt_event event;
    aw_time when;
};

/* A trace.  It is a generator itself: drive it through `gen`. */
struct hunt_trace {
    struct aw_gen gen;
    struct aw_gen *inner; /* the one that is watched */
    struct aw_clock *clock;
    struct hunt_entry entry[HUNT_ENTRIES]; /* the first so many events */
    unsigned events;                       /* all that there were */
};

/* Make `trace` a trace of `inner`, which is created and has not run.
 *
 * To whoever drives it the trace is `inner`: it yields what that yields,
 * returns what that returns, and fails as that fails.  What is sent to the
 * trace and what is thrown into it reaches `inner`.  Closing the trace while
 * it stands at a yield closes `inner`.
 *
 * Each time that `inner` is let run there are two entries in the history:
 * HUNT_RUNS, and how it stopped, each with the time on `clock`.  Events that
 * find no room are counted, and not written down.
 *
 * Owns:  borrows `inner` and `clock` until the trace is finished. */
void hunt_trace_init(struct hunt_trace *trace, struct aw_gen *inner,
                     struct aw_clock *clock);

#endif
