/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* G5 */
GRADED(queue, what_is_done_is_not_waited_for,
       "Wait until each item that was put is done; not at all if that is so.")
{
    struct aw_task *task;

    open_queue(0);
    task = spawn("a", joins, NULL);
    turn();
    EXPECT_SAID("a+0", "nothing was put");
    EXPECT_INT(task->steps, 1, "counted its steps");
    aw_task_drop(task);
    close_queue();
}

GRADED(queue, each_has_to_be_done,
       "Wait until each item that was put is done; not at all if that is so.")
{
    open_queue(0);
    fill(2);
    launch("a", joins, NULL);
    turn();
    next_one();
    next_one();
    run_all();
    EXPECT_SAID("", "both were got");
    aw_queue_done(&q);
    run_all();
    EXPECT_SAID("", "one is done");
    aw_queue_done(&q);
    EXPECT_SAID("", "both are, in this turn");
    turn();
    EXPECT_SAID("a+0", "and in the next");
    close_queue();
}

GRADED(queue, workers_are_waited_for,
       "Wait until each item that was put is done; not at all if that is so.")
{
    open_queue(0);
    fill(3);
    launch("w1", serves, num(10));
    launch("w2", serves, num(15));
    launch("a", joins, NULL);
    launch("b", joins, NULL);
    run_all();
    say("@%d", now_ms());
    EXPECT_SAID("w1:1 w2:2 w1:3 a+0 b+0 @20", "two work on three");
    aw_queue_shutdown(&q);
    run_all();
    EXPECT_SAID("w1:1 w2:2 w1:3 a+0 b+0 @20 w2=ESHUTDOWN w1=ESHUTDOWN",
                "and it was shut");
    close_queue();
}

GRADED(queue, who_has_joined_is_not_held_by_the_next,
       "Wait until each item that was put is done; not at all if that is so.")
{
    open_queue(0);
    fill(1);
    launch("a", joins, NULL);
    turn();
    next_one();
    aw_queue_done(&q);
    fill(1);
    turn();
    EXPECT_SAID("a+0", "all was done, and in the same turn one more was put");
    launch("b", joins, NULL);
    run_all();
    EXPECT_SAID("a+0", "somebody else joins now");
    next_one();
    aw_queue_done(&q);
    run_all();
    EXPECT_SAID("a+0 b+0", "and that is done");
    close_queue();
}

GRADED(queue, who_joins_can_give_up,
       "Returns 0, or -ECANCELED, when this task "
       "was asked to end.")
{
    struct aw_task *a;

    open_queue(0);
    fill(1);
    a = spawn("a", joins, NULL);
    turn();
    aw_task_cancel(a, NULL);
    run_all();
    EXPECT_SAID("a=ECANCELED", "asked to end while something is unfinished");
    aw_task_drop(a);
    close_queue();
}

/* G5 */
GRADED(queue, more_done_than_got_is_misuse,
       "An item that was got has been dealt with: once for each. Misuse more "
       "often than that.")
{
    open_queue(0);
    EXPECT_MISUSE(aw_queue_done(&q), "", "nothing was put");
    fill(2);
    EXPECT_MISUSE(aw_queue_done(&q), "", "two were put, and none was got");
    next_one();
    aw_queue_done(&q);
    EXPECT_MISUSE(aw_queue_done(&q), "", "one was got, and done before");
    close_queue();
}

GRADED(queue, joining_needs_a_task_too,
       "What waits is misuse outside of a task, even if it need not wait.")
{
    open_queue(0);
    EXPECT_MISUSE(aw_queue_join(&q), "",
                  "joined an empty queue, outside of a task");
    fill(1);
    EXPECT_MISUSE(aw_queue_join(&q), "",
                  "joined one that is not empty, outside of a task");
    close_queue();
}
