/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "tune_readings.h"

/* Those that are held, in the order of their time. */
struct held {
    struct tune_reading **reading;
    size_t n, room;
};

static int hold(struct held *held, struct tune_reading *reading)
{
    struct tune_reading **at = held->reading;
    size_t i = 0;

    if (held->n == held->room) {
        size_t room = held->room ? 2 * held->room : 64;

        at = realloc(at, room * sizeof(struct tune_reading *));
        if (!at)
            return -ENOMEM;
        held->reading = at;
        held->room = room;
    }
    while (i < held->n && at[i]->when <= reading->when)
        i++;
    memmove(&at[i + 1], &at[i], (held->n - i) * sizeof(struct tune_reading *));
    at[i] = reading;
    held->n++;
    return 0;
}

static void hand_out(struct tune_stream *stream, struct held *held,
                     aw_time until)
{
    while (held->n > 0 && held->reading[0]->when < until) {
        struct tune_reading *first = held->reading[0];

        held->n--;
        memmove(held->reading, held->reading + 1,
                held->n * sizeof(struct tune_reading *));
        stream->out(stream, first);
        aw_queue_done(stream->in);
    }
}

int tune_readings(struct tune_stream *stream)
{
    struct held held = {0};
    aw_time newest = 0;
    void *item;
    int rc;

    while ((rc = aw_queue_get(stream->in, &item)) == 0) {
        struct tune_reading *reading = item;

        newest = reading->when > newest ? reading->when : newest;
        rc = hold(&held, reading);
        if (rc < 0)
            break;
        hand_out(stream, &held, newest - stream->late);
    }
    if (rc == -ESHUTDOWN) {
        hand_out(stream, &held, AW_NEVER);
        rc = 0;
    }
    free(held.reading);
    return rc;
}
