/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* ---- Being asked to end -------------------------------------------------*/

GRADED(pipeline, asked_to_end_it_finishes_what_is_there,
       "When this task is asked to end, it produces no more, and the same "
       "happens")
{
    struct asker asker;
    struct aw_task *task = start(100);

    produce_ms = 10;
    consume_ms = 15;
    options.grace = AW_SEC;
    ask_at(&asker, task, 55);
    run_all();
    EXPECT_SAID("1@25 2@40 3@55 4@70 5@85 main=ECANCELED@85",
                "asked at 55 ms, when five had been produced");
    finish(task);
}

GRADED(pipeline, the_one_in_its_hand_is_dropped,
       "An item that this task waits to put when it is asked is dropped.")
{
    struct asker asker;
    struct aw_task *task = start(100);

    options.max = 2;
    options.grace = AW_SEC;
    consume_ms = 10;
    ask_at(&asker, task, 5);
    run_all();
    EXPECT_SAID("dropped-4 1@10 2@20 3@30 main=ECANCELED@30",
                "asked while it puts the fourth into a full queue");
    finish(task);
}

GRADED(pipeline, asked_while_it_slows_down,
       "When this task is asked to end, it produces no more, and the same "
       "happens")
{
    struct asker asker;
    struct aw_task *task = start(100);

    options.max = 2;
    options.pause = AW_SEC;
    options.grace = AW_SEC;
    consume_ms = 10;
    ask_at(&asker, task, 5);
    run_all();
    EXPECT_SAID("1@10 2@20 main=ECANCELED@20", "asked while it slows down");
    finish(task);
}

GRADED(pipeline, asked_at_the_end_it_goes_on,
       "it takes no longer than `grace`, from then on, however often it is "
       "asked")
{
    struct asker asker[3];
    struct aw_task *task = start(4);

    options.grace = AW_SEC;
    consume_ms = 10;
    for (int i = 0; i < 3; i++)
        ask_at(&asker[i], task, 5 + 10 * i);
    run_all();
    EXPECT_SAID("1@10 2@20 3@30 4@40 main=ECANCELED@40",
                "asked three times while the rest is consumed");
    EXPECT_INT(p.markers, 1, "counted the markers");
    finish(task);
}

GRADED(pipeline, what_takes_too_long_is_dropped,
       "What is left in the queue then is dropped, and the consumers are asked "
       "to end.")
{
    struct asker asker;
    struct aw_task *task = start(5);

    options.grace = 12 * AW_MS;
    consume_ms = 10;
    ask_at(&asker, task, 15);
    run_all();
    EXPECT_SAID("1@10 2@20 dropped-4 dropped-5 3!@27 main=ECANCELED@27",
                "asked at 15, and 12 ms are left");
    EXPECT_INT(p.dropped, 2, "counted what was dropped");
    finish(task);
}

GRADED(pipeline, without_grace_all_is_dropped,
       "how long the rest may take when asked to end; 0: none")
{
    struct asker asker;
    struct aw_task *task = start(5);

    consume_ms = 10;
    options.consumers = 2;
    ask_at(&asker, task, 5);
    run_all();
    EXPECT_SAID("dropped-3 dropped-4 dropped-5 1!@5 2!@5 main=ECANCELED@5",
                "asked, and no time is left");
    finish(task);
}

GRADED(pipeline, a_request_counts_more_than_an_error,
       "Returns -ECANCELED, when this task was asked to end")
{
    struct asker asker;
    struct aw_task *task = start(9);

    fails_at = 3;
    options.grace = AW_SEC;
    consume_ms = 10;
    ask_at(&asker, task, 5);
    run_all();
    EXPECT_SAID("1@10 2@20 main=ECANCELED@20", "it failed, and was asked");
    finish(task);
}

static void nothing_is_lost_when_asked_at(int ms)
{
    struct asker asker;
    struct aw_task *task = start(12);

    options.max = 3;
    options.pause = 4 * AW_MS;
    options.look = 5 * AW_MS;
    options.grace = ms % 2 ? 9 * AW_MS : AW_SEC;
    options.consumers = 2;
    produce_ms = 2;
    consume_ms = 7;
    ask_at(&asker, task, ms);
    finish(task);
    forget();
}

/* At many in the order that is promised, and at one in the others. */
GRADED_ORDER_FREE(pipeline, asked_at_every_moment_nothing_is_lost,
                  "An item that was produced is given to `consume` once, or to "
                  "`drop` once, whatever happens.")
{
    if (graded_order_seed())
        nothing_is_lost_when_asked_at((int)graded_random(61));
    else
        for (int ms = 0; ms <= 60; ms += 3)
            nothing_is_lost_when_asked_at(ms);
}

/* ---- Memory, misuse -----------------------------------------------------*/

static struct graded_alloc memory;

GRADED(pipeline, without_memory_nothing_is_produced,
       "-ENOMEM, when there was no memory for all its tasks: then nothing was "
       "produced")
{
    struct aw_task *task;

    graded_alloc_init(&memory);
    task = start_with(&memory.alloc, 5);
    options.consumers = 2000;
    memory.fail_from = memory.calls + 2;
    run_all();
    EXPECT_SAID("main=ENOMEM@0", "there is no memory for 2000 consumers");
    EXPECT_INT(p.produced, 0, "counted what was produced");
    finish(task);
}

static int comes_and_goes(void *arg)
{
    (void)arg;
    return 0;
}

/* From now on there is none, and no stack rests in the pool either. */
static void use_up_memory(void)
{
    struct aw_task *task;

    memory.fail_from = memory.calls + 1;
    while ((task = aw_spawn(&loop, comes_and_goes, NULL, NULL)))
        aw_task_drop(task);
}

GRADED(pipeline, without_memory_there_is_no_grace,
       "Without memory for one more task there is no grace.")
{
    struct aw_task *task;

    graded_alloc_init(&memory);
    task = start_with(&memory.alloc, 4);
    options.grace = AW_SEC;
    consume_ms = 10;
    while (now_ms() < 10)
        turn();
    aw_task_cancel(task, "asked");
    use_up_memory();
    run_all();
    EXPECT_SAID("1@10 dropped-3 dropped-4 2!@10 main=ECANCELED@10",
                "asked, and then there is no memory");
    finish(task);
}

static int misuses(void *arg)
{
    (void)arg;
    options.max = 0;
    EXPECT_MISUSE(aw_pipeline_run(&p, &options), "", "ran one without room");
    options.max = 10;
    options.consumers = 0;
    EXPECT_MISUSE(aw_pipeline_run(&p, &options), "", "ran one for nobody");
    options.consumers = 1;
    options.room = NULL;
    EXPECT_MISUSE(aw_pipeline_run(&p, &options), "room", "gave it no array");
    return 0;
}

GRADED(pipeline, a_pipeline_of_nothing_is_misuse,
       "most items in the queue; misuse with 0")
{
    aw_task_drop(start(1));
    launch("a", misuses, NULL);
    turn();
}
