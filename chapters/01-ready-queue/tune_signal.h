/* SPDX-License-Identifier: MIT */
/* tune_signal.h: tell everybody who listens that something has changed.
 *
 * A signal holds a value, and has listeners.  It is emitted far more often
 * than a turn comes round: a hundred times for every turn, say.  So a listener
 * is told only the latest value, once in a turn.
 *
 * The stub keeps every promise below but one, that of asking for no memory.
 * And it is slow: what it does for one emit grows with the emits before. */
#ifndef TUNE_SIGNAL_H
#define TUNE_SIGNAL_H

#include "aw/ready.h"

struct tune_signal;

/* One who listens.
 *
 * Owns:  the caller's memory; it must stay until tune_unlisten. */
struct tune_listener {
    struct aw_handle handle; /* yours to use */
    struct aw_list link;     /* in `listeners`, in the order of coming */
    struct tune_signal *signal;
    void (*told)(struct tune_listener *listener, int value);
    uintptr_t spare[2]; /* yours to use */
};

struct tune_signal {
    struct aw_ready *ready;
    struct aw_alloc *alloc;   /* for what you cannot do without memory */
    struct aw_list listeners; /* all who listen */
    int value;                /* the latest that was emitted */
    struct aw_list spare;     /* yours to use */
    uintptr_t count;          /* yours to use */
};

/* Make `signal` a signal without listeners. */
void tune_signal_init(struct tune_signal *signal, struct aw_ready *ready,
                      struct aw_alloc *alloc);

/* Listen to `signal`: from now on `told` is called with what is emitted.
 *
 * What was emitted before is not told. */
void tune_listen(struct tune_signal *signal, struct tune_listener *listener,
                 void (*told)(struct tune_listener *listener, int value));

/* Listen no longer.
 *
 * `told` is not called any more, not even with what was emitted before.  It
 * may be called from inside any `told`. */
void tune_unlisten(struct tune_listener *listener);

/* Tell all listeners `value`.
 *
 * Each is told by a callback in the next turn, in the order in which they
 * began to listen.  A listener that has not been told of an earlier value yet
 * keeps its place, and is told once, with the latest value.  `told` is never
 * called from inside this function.
 *
 * It cannot fail, and asks for no memory. */
void tune_emit(struct tune_signal *signal, int value);

#endif
