/* SPDX-License-Identifier: MIT */
/* A pipeline, and how full it is: the producer slows down above 80 %, the
 * monitor warns above 70 %, and nothing is lost at the end.  At last, how many
 * it would take to keep up (Little's law). */
#include <stdio.h>

#include "aw/pipeline.h"
#include "aw/rate.h"

enum { ITEMS = 16 };

static intptr_t made;

static int produce(struct aw_pipeline *pipeline, void **item)
{
    (void)pipeline;
    if (made == ITEMS)
        return -ENODATA;
    *item = (void *)++made;
    return 0;
}

static int consume(struct aw_pipeline *pipeline, void *item)
{
    aw_sleep(40 * AW_MS);
    if ((intptr_t)item % 5 == 0)
        printf("consumed %2ld, %zu %% full\n", (long)(intptr_t)item,
               aw_queue_len(&pipeline->queue) * 10);
    return 0;
}

static int program(void *arg)
{
    static struct aw_pipeline pipeline;
    struct aw_queue_slot room[10];
    struct aw_pipeline_options options = {.produce = produce,
                                          .consume = consume,
                                          .room = room,
                                          .max = 10,
                                          .consumers = 1,
                                          .pause = 90 * AW_MS,
                                          .look = 25 * AW_MS,
                                          .grace = AW_SEC};

    (void)arg;
    aw_pipeline_run(&pipeline, &options);
    printf("produced %zu, consumed %zu, dropped %zu\n", pipeline.produced,
           pipeline.consumed, pipeline.dropped);
    printf("slowed down: %s, warned: %s\n", pipeline.pauses > 0 ? "yes" : "no",
           pipeline.warnings > 0 ? "yes" : "no");
    printf("one item each 10 ms would need %zu consumers, and with 30 %% of "
           "headroom %zu\n",
           aw_capacity(10 * AW_MS, 40 * AW_MS, 0),
           aw_capacity(10 * AW_MS, 40 * AW_MS, 30));
    return 0;
}

int main(void)
{
    return aw_run(program, NULL, NULL) < 0;
}
