/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* D25 */
GRADED(wait_for, no_time_for_one_that_has_not_begun,
       "a task that has not begun does not begin")
{
    open_loop();
    limit_ms = 0;
    inner = aw_spawn(&loop, cleans, num(9),
                     AW_NAMED("i", .lazy = true, .drop = say_dropped));
    launch("a", waits, NULL);
    run_all();
    EXPECT_SAID("dropped-9 a=ETIMEDOUT@0",
                "a waits, with a limit of 0, for a lazy task i");
    end();
}

/* D25 */
GRADED(wait_for, no_time_for_one_that_runs,
       "A limit of 0 or less gives no time at all: what is pending is given up "
       "at once")
{
    begin(cleans, 50, -5);
    turn();
    launch("a", waits, NULL);
    run_all();
    EXPECT_SAID("i-cleans@0 i=ECANCELED@3 a=ETIMEDOUT@3",
                "it was cancelled, and waited for");
    end();
    forget();
    begin(ignores, 50, 0);
    turn();
    launch("a", waits, NULL);
    run_all();
    EXPECT_SAID("i+7@0 a+7@0", "it was cancelled, and did not listen");
    end();
}

GRADED(wait_for, no_time_and_a_request,
       "With no time at all it does not: what was given up is left to itself "
       "then, and this returns at once.")
{
    struct asker asker;
    struct aw_task *task;

    begin(cleans, 50, 0);
    turn();
    task = spawn("a", waits, NULL);
    ask_at(&asker, task, 1);
    run_all();
    EXPECT_SAID("i-cleans@0 a=ECANCELED@1 i=ECANCELED@3",
                "it cleans up, and the one who waits is asked to end");
    EXPECT(aw_list_empty(&inner->future.watches), "and nobody watches it");
    aw_task_drop(task);
    end();
}

/* B11 */
GRADED(wait_for, others_who_wait_keep_it_alive,
       "it is cancelled as far as this task is concerned")
{
    for (limit_ms = 0; limit_ms <= 10; limit_ms += 10) {
        open_loop();
        inner = spawn("i", cleans, num(20));
        launch("b", awaits, &inner->future);
        turn();
        launch("a", waits, NULL);
        run_all();
        EXPECT_SAID(limit_ms ? "a=ETIMEDOUT@10 i+0@20 b+0"
                             : "a=ETIMEDOUT@0 i+0@20 b+0",
                    "waited for %d ms; somebody else waits as well", limit_ms);
        forget();
        end();
    }
}

GRADED(wait_for, no_time_and_a_value_that_is_not_handed_over,
       "given a value, NULL included, that arrived and is not handed over, "
       "because this task was asked to end")
{
    struct aw_task *task;

    begin(ignores, 50, 0);
    turn();
    task = spawn("a", waits, NULL);
    turn(); /* it gives up */
    turn(); /* what was given up returns a result */
    aw_task_cancel(task, "in the same turn");
    run_all();
    EXPECT_SAID("i+7@0 released-something a=ECANCELED@0",
                "asked when a result without a value had arrived");
    aw_task_drop(task);
    end();
}
