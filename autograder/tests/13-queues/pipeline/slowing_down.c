/* SPDX-License-Identifier: MIT */
#include "fixture.h"

GRADED(pipeline, above_four_fifths_it_slows_down,
       "When the queue is more than AW_PIPELINE_SLOW percent full behind a "
       "put, the producer waits for `pause` before it goes on.")
{
    struct aw_task *task = start(9);

    options.pause = 7 * AW_MS;
    consume_ms = 100;
    /* The first goes to the consumer: then 1 to 8 of 10 are in the queue. */
    while (now_ms() < 7)
        turn();
    EXPECT_INT(made, 9, "nine were made");
    EXPECT_INT(p.pauses, 1, "the ninth found the queue with 8 before it");
    finish(task);
}

static int most;

static int consume_looks(struct aw_pipeline *pipeline, void *item)
{
    int n = (int)aw_queue_len(&pipeline->queue);

    most = n > most ? n : most;
    return consume(pipeline, item);
}

GRADED(pipeline, who_slows_down_does_not_fill_it,
       "Before it is full the producer slows down, and somebody who watches is "
       "warned.")
{
    struct aw_task *task = start(100);

    options.consume = consume_looks;
    options.pause = 20 * AW_MS;
    consume_ms = 5;
    most = 0;
    run_all();
    EXPECT_INT(most, 8, "a hundred items: most that were behind one");
    forget();
    finish(task);
}

GRADED(pipeline, exactly_four_fifths_is_not_above,
       "When the queue is more than AW_PIPELINE_SLOW percent full behind a put")
{
    struct aw_task *task = start(4);

    options.max = 5;
    options.pause = 7 * AW_MS;
    consume_ms = 10;
    run_all();
    EXPECT_INT(p.pauses, 0, "four in a room for five");
    finish(task);
}

GRADED(pipeline, the_monitor_warns_at_each_look,
       "The monitor looks each `look`, and warns at each look that finds more "
       "than AW_PIPELINE_WARN percent.")
{
    struct aw_task *task = start(9);

    options.look = 10 * AW_MS;
    options.pause = AW_MS;
    consume_ms = 25;
    run_all();
    EXPECT_SAID("warned-9@10 warned-9@20 1@25 warned-8@30 warned-8@40 "
                "2@50 3@75 4@100 5@125 6@150 7@175 8@200 9@225 "
                "main+0@225",
                "nine items and a marker, and a look each 10 ms");
    EXPECT_INT(p.warnings, 4, "counted the warnings");
    finish(task);
}

GRADED(pipeline, others_may_end_the_monitor,
       "Held while the pipeline runs, for others may end it; otherwise NULL.")
{
    struct aw_task *task = start(9);

    options.look = 10 * AW_MS;
    consume_ms = 25;
    while (now_ms() < 25)
        turn();
    aw_task_cancel(p.monitor, "by somebody else");
    while (now_ms() < 100)
        turn();
    EXPECT_INT(p.monitor->state, AW_TASK_ENDED, "asked the monitor to end");
    run_all();
    EXPECT_PTR(p.monitor, NULL, "looked when the pipeline had ended");
    EXPECT_INT(p.warnings, 2, "counted the warnings");
    forget();
    finish(task);
}

GRADED(pipeline, without_look_there_is_no_monitor, "0: there is none")
{
    struct aw_task *task = start(9);

    consume_ms = 25;
    run_all();
    EXPECT_INT(p.warnings, 0, "counted the warnings");
    EXPECT_SAID("1@25 2@50 3@75 4@100 5@125 6@150 7@175 8@200 9@225 main+0@225",
                "nine items");
    finish(task);
}

GRADED(pipeline, without_warn_it_is_counted,
       "Told by the monitor of a queue "
       "that is too full; or NULL.")
{
    struct aw_task *task = start(9);

    options.look = 10 * AW_MS;
    options.warn = NULL;
    options.drop = NULL;
    consume_ms = 25;
    run_all();
    EXPECT_INT(p.warnings, 4, "counted the warnings");
    finish(task);
}
