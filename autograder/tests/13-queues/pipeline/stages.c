/* SPDX-License-Identifier: MIT */
#include "fixture.h"

GRADED(pipeline, all_is_consumed,
       "An item that was produced is given to "
       "`consume` once, or to `drop` once, whatever "
       "happens.")
{
    struct aw_task *task = start(4);

    consume_ms = 5;
    run_all();
    EXPECT_SAID("1@5 2@10 3@15 4@20 main+0@20", "four items");
    EXPECT_INT(p.consumed, 4, "four items");
    finish(task);
}

GRADED(pipeline, nothing_at_all,
       "When production has ended, be it with an "
       "error, all that is in the queue is consumed, "
       "and all consumers end, before this returns.")
{
    struct aw_task *task = start(0);

    options.consumers = 3;
    run_all();
    EXPECT_SAID("main+0@0", "nothing was produced");
    finish(task);
}

GRADED(pipeline, several_consume, "A consumer takes one item after the other")
{
    struct aw_task *task = start(5);

    options.consumers = 2;
    consume_ms = 10;
    run_all();
    EXPECT_SAID("1@10 2@10 3@20 4@20 5@30 main+0@30", "two who consume");
    finish(task);
}

GRADED(pipeline, more_who_consume_than_room,
       "an end marker for each consumer stands behind the last item")
{
    struct aw_task *task = start(3);

    options.max = 1;
    options.consumers = 7;
    consume_ms = 10;
    run_all();
    EXPECT_SAID("1@10 2@10 3@10 main+0@10", "seven, and a room for one");
    EXPECT_INT(p.markers, 7, "counted the markers");
    finish(task);
}

GRADED(pipeline, null_is_no_end,
       "Makes the next item, which may be NULL; may "
       "wait.")
{
    struct aw_task *task = start(3);

    made = -1; /* items 0 to 3, and the first of them is NULL */
    run_all();
    EXPECT_SAID("0@0 1@0 2@0 3@0 main+0@0", "the first item is NULL");
    made++;
    finish(task);
}

GRADED(pipeline, who_fails_goes_on_to_the_next,
       "when `consume` fails that is counted, and the next one is taken")
{
    struct aw_task *task = start(3);

    bad = 2;
    run_all();
    EXPECT_SAID("1@0 2@0 3@0 main+0@0", "the second of three fails");
    EXPECT_INT(p.failed, 1, "counted what has failed");
    EXPECT_INT(p.consumed, 2, "counted what was consumed");
    finish(task);
}

GRADED(pipeline, an_error_of_the_producer_comes_last,
       "When production has ended, be it with an error, all that is in the "
       "queue is consumed")
{
    struct aw_task *task = start(9);

    fails_at = 4;
    consume_ms = 5;
    run_all();
    EXPECT_SAID("1@5 2@10 3@15 main=EIO@15", "the fourth cannot be produced");
    finish(task);
}
