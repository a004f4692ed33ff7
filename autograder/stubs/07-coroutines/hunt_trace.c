/* SPDX-License-Identifier: MIT */
#include "hunt_trace.h"

static void note(struct hunt_trace *trace, enum hunt_event event)
{
    if (trace->events < HUNT_ENTRIES)
        trace->entry[trace->events] = (struct hunt_entry){
            .event = event, .when = trace->clock->now(trace->clock)};
    trace->events++;
}

static int step(struct aw_gen *gen, intptr_t sent, int thrown)
{
    struct hunt_trace *trace = aw_container_of(gen, struct hunt_trace, gen);
    int rc;

    (void)sent, (void)thrown;
    note(trace, HUNT_RUNS);
    rc = aw_gen_send(trace->inner, 0);
    if (rc == AW_YIELDED) {
        note(trace, HUNT_YIELDS);
        gen->value = trace->inner->value;
        return AW_YIELDED;
    }
    note(trace, HUNT_FINISHES);
    gen->value = 0;
    return 0;
}

void hunt_trace_init(struct hunt_trace *trace, struct aw_gen *inner,
                     struct aw_clock *clock)
{
    *trace = (struct hunt_trace){.inner = inner, .clock = clock};
    aw_gen_init(&trace->gen, step);
}
