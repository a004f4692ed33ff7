/* SPDX-License-Identifier: MIT */
#ifndef PIPELINE_TESTS_H
#define PIPELINE_TESTS_H

#include "../fixture.h"
#include "aw/pipeline.h"

static struct aw_pipeline p;
static struct aw_queue_slot room[10];
static struct aw_pipeline_options options;
static int last;       /* items 1 to this are produced */
static int made;       /* so far */
static int produce_ms; /* each takes so long */
static int consume_ms;
static int fails_at; /* producing this one fails */
static int bad;      /* consuming this one fails */

static inline int produce(struct aw_pipeline *pipeline, void **item)
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

static inline int consume(struct aw_pipeline *pipeline, void *item)
{
    int rc = consume_ms ? aw_sleep(consume_ms * AW_MS) : 0;

    (void)pipeline;
    say("%d%s@%d", of(item), rc < 0 ? "!" : "", now_ms());
    if (rc < 0)
        return rc;
    return of(item) == bad ? -EPROTO : 0;
}

static inline void warns(struct aw_pipeline *pipeline, size_t len)
{
    (void)pipeline;
    say("warned-%zu@%d", len, now_ms());
}

static inline int runs(void *arg)
{
    (void)arg;
    return say_when(aw_pipeline_run(&p, &options));
}

/* Items 1 to n; a room for 10, and one who consumes. */
static inline struct aw_task *start_with(struct aw_alloc *alloc, int n)
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

static inline struct aw_task *start(int n)
{
    return start_with(NULL, n);
}

/* Each item has been somewhere, and nobody is left. */
static inline void finish(struct aw_task *task)
{
    run_all();
    EXPECT_INT(p.consumed + p.failed + p.dropped, p.produced,
               "counted what came out, and what went in");
    EXPECT_INT(p.produced, made, "counted what was produced");
    EXPECT_INT(task->state, AW_TASK_ENDED, "looked at the task");
    aw_task_drop(task);
    close_quiet();
}

#endif
