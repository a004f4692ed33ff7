/* SPDX-License-Identifier: MIT */
/* tune_readings.h: readings of many sensors, put into the order of their time.
 *
 * They come over a network, and so not in order.  Each is held back for a
 * while, until nothing older can be expected.  The stub keeps every promise
 * below but the last. */
#ifndef TUNE_READINGS_H
#define TUNE_READINGS_H

#include "aw/queue.h"

struct tune_reading {
    aw_time when;
    unsigned value;
};

struct tune_stream {
    struct aw_queue *in; /* of struct tune_reading */
    aw_time late;        /* how much older than the newest may one be? */
    /* Given each reading. */
    void (*out)(struct tune_stream *stream, struct tune_reading *reading);
};

/* Take readings from `in` until it is shut and empty, and hand them out.
 *
 * They are handed out in the order of `when`, and equal ones in the order in
 * which they came.  A reading is handed out when one has come that is newer by
 * more than `late`, in the same turn; at the end the rest is.  One that comes
 * too late is handed out at once.  Each is done when it has been handed out.
 *
 * One reading costs O(log n), with n of them held.
 *
 * It is called from a task.  Returns 0; or -ECANCELED, when this task was asked
 * to end, or -ENOMEM: those that are held then are not handed out. */
int tune_readings(struct tune_stream *stream);

#endif
