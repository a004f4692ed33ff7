/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* ---- What `produce` keeps to itself -------------------------------------*/

/* Takes `produce_ms`; when it is asked to end it takes 10 ms more, and returns
 * its item all the same. */
static int produce_and_say_nothing(struct aw_pipeline *pipeline, void **item)
{
    (void)pipeline;
    if (aw_sleep(produce_ms * AW_MS) < 0)
        aw_sleep(10 * AW_MS);
    if (made == last)
        return -ENODATA;
    *item = num(++made);
    return 0;
}

static struct aw_task *start_silent(int n)
{
    struct aw_task *task = start(n);

    options.produce = produce_and_say_nothing;
    produce_ms = 10;
    consume_ms = 10;
    return task;
}

GRADED(pipeline, who_does_not_say_so_was_asked_all_the_same,
       "that this task was asked counts, whatever `produce` says of it")
{
    struct asker asker;
    struct aw_task *task = start_silent(5);

    options.grace = AW_SEC;
    ask_at(&asker, task, 15);
    run_all();
    EXPECT_SAID("1@20 2@35 main=ECANCELED@35",
                "asked at 15, and the second was made all the same, at 25");
    finish(task);
}

GRADED(pipeline, what_is_still_made_does_not_wait,
       "One that `produce` still returns then is put if there is room, and "
       "otherwise dropped")
{
    struct asker asker;
    struct aw_task *task = start_silent(9);

    options.max = 1;
    options.grace = AW_SEC;
    consume_ms = 100;
    ask_at(&asker, task, 25);
    run_all();
    EXPECT_SAID("dropped-3 1@110 2@210 main=ECANCELED@210",
                "asked at 25, and the third was made, with a room for one");
    finish(task);
}

GRADED(pipeline, the_time_begins_when_produce_has_returned,
       "If `produce` is under way, the time of `grace` begins when it has "
       "returned.")
{
    struct asker asker;
    struct aw_task *task = start_silent(9);

    options.grace = 30 * AW_MS;
    consume_ms = 25;
    ask_at(&asker, task, 15);
    run_all();
    EXPECT_SAID("1@35 2!@55 main=ECANCELED@55",
                "asked at 15, produce returns at 25, and 30 ms are left");
    finish(task);
}

static int produce_and_ask(struct aw_pipeline *pipeline, void **item)
{
    if (made == 1)
        aw_task_cancel(aw_task_self(), "asked");
    return produce(pipeline, item);
}

GRADED(pipeline, asked_before_it_waits_it_produces_no_more,
       "When this task is asked to end, it produces no more")
{
    struct aw_task *task = start(5);

    options.produce = produce_and_ask;
    options.grace = AW_SEC;
    consume_ms = 10;
    run_all();
    EXPECT_SAID("1@10 2@20 main=ECANCELED@20",
                "asked when it made the second, and nothing made it wait");
    finish(task);
}

static int hears_and_runs(void *arg)
{
    say_when(aw_sleep(AW_SEC));
    return runs(arg);
}

GRADED(pipeline, what_was_heard_before_does_not_count,
       "A request that had reached this task before does not count.")
{
    struct asker asker;
    struct aw_task *task = start(2), *late;

    aw_task_cancel(task, "this one never begins");
    late = spawn("late", hears_and_runs, NULL);
    ask_at(&asker, late, 5);
    consume_ms = 10;
    run_all();
    EXPECT_SAID("late=ECANCELED@5 1@15 2@25 late+0@25",
                "a task that was asked runs one to clean up");
    aw_task_drop(task);
    finish(late);
}

/* ---- More than once -----------------------------------------------------*/

GRADED(pipeline, asked_again_there_is_no_more_time,
       "it takes no longer than `grace`, from then on, however often it is "
       "asked")
{
    struct asker asker[5];
    struct aw_task *task = start(9);

    options.grace = 12 * AW_MS;
    consume_ms = 10;
    for (int i = 0; i < 5; i++)
        ask_at(&asker[i], task, 15 + 4 * i);
    run_all();
    EXPECT_HAS(said(), "main=ECANCELED@27",
               "asked at 15, 19, 23, 27 and 31, and has 12 ms");
    forget();
    finish(task);
}

/* ---- Consuming ----------------------------------------------------------*/

static int consume_fails(struct aw_pipeline *pipeline, void *item)
{
    consume(pipeline, item);
    return of(item) % 2 ? -ECANCELED : -ESHUTDOWN;
}

GRADED(pipeline, consuming_may_fail_with_anything,
       "when `consume` fails that is counted, and the next one is taken")
{
    struct aw_task *task = start(4);

    options.consume = consume_fails;
    consume_ms = 10;
    run_all();
    EXPECT_SAID("1@10 2@20 3@30 4@40 main+0@40",
                "consuming failed with -ECANCELED, -ESHUTDOWN and so on");
    EXPECT_INT(p.failed, 4, "counted what has failed");
    finish(task);
}

/* ---- In each turn -------------------------------------------------------*/

/* Asks in the turn number `when`.  Returns whether it had ended before. */
static bool asked_in_turn(int when)
{
    struct aw_task *task = start(3);
    bool too_late;

    options.consumers = 2;
    options.look = 4 * AW_MS;
    options.grace = AW_SEC;
    consume_ms = 7;
    for (int i = 0; i < when; i++)
        turn();
    too_late = task->state == AW_TASK_ENDED;
    aw_task_cancel(task, "asked");
    forget();
    run_all();
    if (!too_late)
        EXPECT_HAS(said(), "main=ECANCELED@14", "asked in turn %d, and ended",
                   when);
    forget();
    finish(task);
    return too_late;
}

GRADED(pipeline, asked_in_each_turn_it_says_so,
       "Returns -ECANCELED, when this task was asked to end")
{
    int turns = 1;

    UNCOUNTED
    {
        while (!asked_in_turn(turns))
            turns++;
    }
    EXPECT_AT_LEAST(turns, 6, "asked in each turn from the first to the last");
}
