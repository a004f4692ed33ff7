/* SPDX-License-Identifier: MIT */
#include "aw/pipeline.h"

#include "fixture.h"

static struct aw_pipeline p;
static struct aw_queue_slot room[10];
static struct aw_pipeline_options options;
static int last;       /* items 1 to this are produced */
static int made;       /* so far */
static int produce_ms; /* each takes so long */
static int consume_ms;
static int fails_at; /* producing this one fails */
static int bad;      /* consuming this one fails */

static int produce(struct aw_pipeline *pipeline, void **item)
{
    int rc = produce_ms ? aw_sleep(produce_ms * AW_MS) : 0;

    (void)pipeline;
    if (rc < 0)
        return rc;
    if (made + 1 == fails_at)
        return -EIO;
    if (made == last)
        return -ENODATA;
    *item = num(++made);
    return 0;
}

static int consume(struct aw_pipeline *pipeline, void *item)
{
    int rc = consume_ms ? aw_sleep(consume_ms * AW_MS) : 0;

    (void)pipeline;
    say("%d%s@%d", of(item), rc < 0 ? "!" : "", now_ms());
    if (rc < 0)
        return rc;
    return of(item) == bad ? -EPROTO : 0;
}

static void warns(struct aw_pipeline *pipeline, size_t len)
{
    (void)pipeline;
    say("warned-%zu@%d", len, now_ms());
}

static int runs(void *arg)
{
    (void)arg;
    return say_when(aw_pipeline_run(&p, &options));
}

/* Items 1 to n; a room for 10, and one who consumes. */
static struct aw_task *start_with(struct aw_alloc *alloc, int n)
{
    open_loop_with(alloc);
    last = n;
    made = produce_ms = consume_ms = bad = 0;
    fails_at = -9;
    options = (struct aw_pipeline_options){.produce = produce,
                                           .consume = consume,
                                           .drop = say_dropped,
                                           .warn = warns,
                                           .room = room,
                                           .max = 10,
                                           .consumers = 1};
    return spawn("main", runs, NULL);
}

static struct aw_task *start(int n)
{
    return start_with(NULL, n);
}

/* Each item has been somewhere, and nobody is left. */
static void finish(struct aw_task *task)
{
    run_all();
    EXPECT_INT(p.consumed + p.failed + p.dropped, p.produced,
               "counted what came out, and what went in");
    EXPECT_INT(p.produced, made, "counted what was produced");
    EXPECT_INT(task->state, AW_TASK_ENDED, "looked at the task");
    aw_task_drop(task);
    close_quiet();
}

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

/* ---- Slowing down, and warning ------------------------------------------*/

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
       "An item that was produced is given to `consume` once, or to `drop` "
       "once, whatever happens.")
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

GRADED(pipeline, without_grace_all_is_dropped, "0: none")
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

GRADED(pipeline, asked_at_every_moment_nothing_is_lost,
       "An item that was produced is given to `consume` once, or to `drop` "
       "once, whatever happens.")
{
    for (int ms = 0; ms <= 60; ms += 3) {
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
    }
    forget();
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

static int misuses(void *arg)
{
    (void)arg;
    options.max = 0;
    EXPECT_MISUSE(aw_pipeline_run(&p, &options), "", "ran one without room");
    options.max = 10;
    options.consumers = 0;
    EXPECT_MISUSE(aw_pipeline_run(&p, &options), "", "ran one for nobody");
    return 0;
}

GRADED(pipeline, a_pipeline_of_nothing_is_misuse,
       "most items in the queue; misuse with 0")
{
    aw_task_drop(start(1));
    launch("a", misuses, NULL);
    turn();
}
