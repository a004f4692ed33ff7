/* SPDX-License-Identifier: MIT */
/* Readings in order, without moving them.
 *
 * An array that is kept in order has to move half of itself for each reading
 * that comes, and all of itself for each that leaves.  Nobody asks for the
 * order of all of them, only for the first; that is a heap, and the chapter has
 * one. [only-the-first] */
#include "tune_readings.h"

static bool is_older(const void *a, const void *b)
{
    const struct tune_reading *x = a, *y = b;

    return x->when < y->when;
}

/* The first one; there is one. */
static const struct tune_reading *first(const struct aw_queue *held)
{
    return held->slot[0].item;
}

static void hand_out(struct tune_stream *stream, struct aw_queue *held,
                     aw_time until)
{
    void *item;

    while (aw_queue_len(held) > 0 && first(held)->when < until) {
        aw_queue_try_get(held, &item);
        stream->out(stream, item);
        aw_queue_done(stream->in);
    }
}

static int hold_and_hand_out(struct tune_stream *stream, struct aw_queue *held)
{
    aw_time newest = 0;
    void *item;
    int rc;

    while ((rc = aw_queue_get(stream->in, &item)) == 0) {
        const struct tune_reading *reading = item;

        newest = reading->when > newest ? reading->when : newest;
        rc = aw_queue_try_put(held, item);
        if (rc < 0)
            return rc;
        hand_out(stream, held, newest - stream->late);
    }
    if (rc != -ESHUTDOWN)
        return rc;
    hand_out(stream, held, AW_NEVER);
    return 0;
}

int tune_readings(struct tune_stream *stream)
{
    struct aw_queue held;
    int rc;

    aw_queue_init(&held, aw_loop_current(),
                  &(struct aw_queue_options){.order = &aw_queue_priority,
                                             .before = is_older,
                                             .name = "readings"});
    rc = hold_and_hand_out(stream, &held);
    aw_queue_deinit(&held);
    return rc;
}
