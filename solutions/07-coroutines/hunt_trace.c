/* SPDX-License-Identifier: MIT */
/* The trace, mended.
 *
 * To step a generator by hand is to stand in for whoever drove it before, and
 * he had three things to say and three to hear: a value or an error or an end
 * goes in, and a value or an error or an end comes out.  The trace passed on
 * one of each. [three-and-three]
 *
 * Nothing here is about what a result means.  It is passed on, whole. */
#include "hunt_trace.h"

static void note(struct hunt_trace *trace, enum hunt_event event)
{
    if (trace->events < HUNT_ENTRIES)
        trace->entry[trace->events] = (struct hunt_entry){
            .event = event, .when = trace->clock->now(trace->clock)};
    trace->events++;
}

static enum hunt_event stopped_how(int rc)
{
    if (rc < 0)
        return HUNT_FAILS;
    return rc == AW_YIELDED ? HUNT_YIELDS : HUNT_FINISHES;
}

static int step(struct aw_gen *gen, intptr_t sent, int thrown)
{
    struct hunt_trace *trace = aw_container_of(gen, struct hunt_trace, gen);
    int rc;

    note(trace, HUNT_RUNS);
    /* A close arrives here as an error, and goes on as one.  Wrong turn: to
     * close `inner` when it is -ECANCELED.  Somebody may have thrown that, and
     * then a generator may catch it and go on;
     * even_a_cancellation_may_be_caught catches it. */
    rc = thrown ? aw_gen_throw(trace->inner, thrown)
                : aw_gen_send(trace->inner, sent);
    note(trace, stopped_how(rc));
    gen->value = trace->inner->value;
    return rc;
}

void hunt_trace_init(struct hunt_trace *trace, struct aw_gen *inner,
                     struct aw_clock *clock)
{
    *trace = (struct hunt_trace){.inner = inner, .clock = clock};
    aw_gen_init(&trace->gen, step);
}
