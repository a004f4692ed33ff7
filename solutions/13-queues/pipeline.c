/* SPDX-License-Identifier: MIT */
/* A pipeline: a queue, and three kinds of tasks round it.
 *
 *      this task   produces, puts, and at the end puts the markers
 *      consumers   get until they see a marker
 *      monitor     sleeps and looks
 *
 * The hard thing is the end.  It comes in four ways: no more items, an error,
 * a request, a second request while the rest is dealt with.  All of them go the
 * same way out: markers behind the last item, wait until all is done, and only
 * when there is no time left is something dropped. [one-way-out] */
#include "aw/pipeline.h"
#include "aw/cancel.h"
#include "aw/group.h"

/* [marker] An address that no item can have. */
static void *marker_of(struct aw_pipeline *pipeline)
{
    return pipeline;
}

static bool is_above(const struct aw_pipeline *pipeline, size_t percent)
{
    return aw_queue_len(&pipeline->queue) * 100 >
           pipeline->options.max * percent;
}

/* ---- The tasks ----------------------------------------------------------*/

static void deal_with(struct aw_pipeline *pipeline, void *item)
{
    if (pipeline->options.consume(pipeline, item) < 0)
        pipeline->failed++;
    else
        pipeline->consumed++;
}

static int consume(void *arg)
{
    struct aw_pipeline *pipeline = arg;
    void *item;

    while (aw_queue_get(&pipeline->queue, &item) == 0) {
        bool last = item == marker_of(pipeline);

        if (!last)
            deal_with(pipeline, item);
        /* Wrong turn: only when all went well.  One that fails is done, too;
         * who_fails_goes_on_to_the_next catches it. */
        aw_queue_done(&pipeline->queue);
        if (last)
            break;
    }
    return 0;
}

static int watch(void *arg)
{
    struct aw_pipeline *pipeline = arg;

    while (aw_sleep(pipeline->options.look) == 0) {
        if (!is_above(pipeline, AW_PIPELINE_WARN))
            continue;
        pipeline->warnings++;
        if (pipeline->options.warn)
            pipeline->options.warn(pipeline, aw_queue_len(&pipeline->queue));
    }
    return 0;
}

static int spawn_all(struct aw_pipeline *pipeline, struct aw_group *group)
{
    for (size_t i = 0; i < pipeline->options.consumers; i++)
        if (!aw_group_spawn(group, consume, pipeline, AW_NAMED("consumer")))
            return -ENOMEM;
    if (pipeline->options.look <= 0)
        return 0;
    pipeline->monitor =
        aw_group_spawn(group, watch, pipeline, AW_NAMED("monitor"));
    if (!pipeline->monitor)
        return -ENOMEM;
    /* Why a reference: this is not the only one who may end it. */
    aw_task_hold(pipeline->monitor);
    return 0;
}

/* ---- Producing ----------------------------------------------------------*/

static void drop(struct aw_pipeline *pipeline, void *item)
{
    pipeline->dropped++;
    if (pipeline->options.drop)
        pipeline->options.drop(item);
}

/* [heard] Was this task asked to end since the group began?  Wrong turn: to
 * believe what `produce` returns.  It may have been asked and have made its
 * item all the same; who_does_not_say_so_was_asked_all_the_same catches it. */
static bool is_asked(const struct aw_group *group)
{
    return aw_cancelling(aw_task_self()) > group->base;
}

static int produce_one(struct aw_pipeline *pipeline,
                       const struct aw_group *group)
{
    void *item = NULL;
    int rc = pipeline->options.produce(pipeline, &item);

    if (rc < 0)
        return rc;
    pipeline->produced++;
    rc = is_asked(group) ? aw_queue_try_put(&pipeline->queue, item)
                         : aw_queue_put(&pipeline->queue, item);
    /* Who was asked to end while the queue was full has an item in his hand.
     * [in-hand] */
    if (rc < 0)
        drop(pipeline, item);
    return rc;
}

static int produce_all(struct aw_pipeline *pipeline,
                       const struct aw_group *group)
{
    int rc = 0;

    while (rc >= 0 && !is_asked(group)) {
        rc = produce_one(pipeline, group);
        if (rc < 0 || !is_above(pipeline, AW_PIPELINE_SLOW))
            continue;
        pipeline->pauses++;
        rc = aw_sleep(pipeline->options.pause);
    }
    if (!is_asked(group))
        return rc == -ENODATA ? 0 : rc;
    /* One that was still to be delivered is delivered by this. */
    aw_task_self()->must_cancel = false;
    return -ECANCELED;
}

/* ---- The end ------------------------------------------------------------*/

/* [one-way-out] It may be broken off, and begun again where it was. */
static int finish(void *arg)
{
    struct aw_pipeline *pipeline = arg;
    int rc;

    for (; pipeline->markers < pipeline->options.consumers;
         pipeline->markers++) {
        rc = aw_queue_put(&pipeline->queue, marker_of(pipeline));
        if (rc < 0)
            return rc;
    }
    return aw_queue_join(&pipeline->queue);
}

/* Drops items and not markers, which `drop` must never see. */
static void drop_rest(struct aw_pipeline *pipeline)
{
    void *item;

    while (aw_queue_try_get(&pipeline->queue, &item) == 0) {
        if (item != marker_of(pipeline))
            drop(pipeline, item);
        aw_queue_done(&pipeline->queue);
    }
    aw_queue_shutdown_now(&pipeline->queue);
}

/* `rc` is what has come of producing.  Returns what has come of all. */
static int end(struct aw_pipeline *pipeline, struct aw_group *group, int rc)
{
    int finished = rc == -ECANCELED ? rc : finish(pipeline);

    if (finished == -ECANCELED) {
        rc = -ECANCELED;
        finished = aw_clean_up(finish, pipeline, pipeline->options.grace);
    }
    if (finished < 0) {
        drop_rest(pipeline);
        aw_group_cancel(group, "the pipeline has no time left");
    } else if (pipeline->monitor) {
        /* Those who consume have seen their markers; it has no other end. */
        aw_task_cancel(pipeline->monitor, "the pipeline is empty");
    }
    return rc;
}

int aw_pipeline_run(struct aw_pipeline *pipeline,
                    const struct aw_pipeline_options *options)
{
    struct aw_group group;
    int rc, closed;

    AW_ASSERT(options->max > 0 && options->consumers > 0,
              "a pipeline was run for %zu items in its queue and %zu consumers",
              options->max, options->consumers);
    AW_ASSERT(options->room, "a pipeline was run without room: give it an "
                             "array of `max` slots");
    *pipeline = (struct aw_pipeline){.options = *options};
    aw_group_begin(&group);
    aw_queue_init(&pipeline->queue, aw_loop_current(),
                  &(struct aw_queue_options){.max = options->max,
                                             .room = options->room,
                                             .name = "pipeline"});
    rc = spawn_all(pipeline, &group);
    if (rc < 0)
        aw_group_cancel(&group, "there is no memory for all of its tasks");
    else
        rc = end(pipeline, &group, produce_all(pipeline, &group));
    closed = aw_group_close(&group, 0);
    if (pipeline->monitor)
        aw_task_drop(pipeline->monitor);
    pipeline->monitor = NULL;
    aw_queue_deinit(&pipeline->queue);
    return closed < 0 ? closed : rc;
}
