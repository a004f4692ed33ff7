/* SPDX-License-Identifier: MIT */
/* Queues, rates, a scheduler and a pipeline. */
#include "aw/group.h"
#include "aw/pipeline.h"
#include "aw/queue.h"
#include "aw/rate.h"
#include "aw/scheduler.h"
#include "script.h"

static size_t dropped;

static void drop(void *item)
{
    (void)item;
    dropped++;
}

static bool before(const void *a, const void *b)
{
    return (intptr_t)a < (intptr_t)b;
}

/* ---- Queues -------------------------------------------------------------*/

static struct aw_queue queue;

static int consumes(void *arg)
{
    void *item;
    int rc;

    (void)arg;
    while ((rc = aw_queue_get(&queue, &item)) == 0) {
        aw_yield();
        aw_queue_done(&queue);
    }
    return rc == -ESHUTDOWN ? 0 : rc;
}

/* A hundred through each order, and then some that are dropped. */
static int queues(struct aw_loop *loop, const struct aw_queue_order *order)
{
    struct aw_group group;
    int rc = 0;

    dropped = 0;
    aw_queue_init(
        &queue, loop,
        &(struct aw_queue_options){
            .order = order, .max = 50, .before = before, .drop = drop});
    aw_group_begin(&group);
    for (int i = 0; i < 3 && rc == 0; i++)
        if (!aw_group_spawn(&group, consumes, NULL, NULL))
            rc = -ENOMEM;
    for (intptr_t i = 0; i < 100 && rc == 0; i++)
        rc = aw_queue_put(&queue, (void *)i);
    if (rc == 0)
        rc = aw_queue_join(&queue);
    for (intptr_t i = 0; i < 9 && rc == 0; i++)
        rc = aw_queue_try_put(&queue, (void *)i);
    aw_queue_shutdown_now(&queue);
    HOLDS(rc < 0 || dropped == 9);
    HOLDS(rc < 0 || aw_queue_try_put(&queue, NULL) == -ESHUTDOWN);
    /* The request that an error makes of the group is not this script's. */
    if (aw_group_close(&group, 0) < 0)
        rc = -ENOMEM;
    aw_queue_deinit(&queue);
    return rc;
}

/* ---- Rates --------------------------------------------------------------*/

static void rates(struct aw_loop *loop)
{
    struct aw_bucket bucket;
    struct aw_window window;
    aw_time when[2];

    aw_bucket_init(&bucket, loop, AW_MS, 2, "bucket");
    aw_window_init(&window, loop, AW_MS, when, 2, "window");
    for (int i = 0; i < 5; i++) {
        HOLDS(aw_bucket_wait(&bucket, 1) == 0);
        HOLDS(aw_window_wait(&window) == 0);
    }
    HOLDS(aw_capacity(AW_MS, 10 * AW_MS, 0) == 10);
    aw_window_deinit(&window);
    aw_bucket_deinit(&bucket);
}

/* ---- Scheduler ----------------------------------------------------------*/

static int job(void *arg)
{
    return aw_sleep((aw_time)(intptr_t)arg * AW_MS);
}

static int scheduler(void)
{
    struct aw_scheduler s;
    int rc = 0;

    aw_scheduler_begin(
        &s, &(struct aw_scheduler_options){.size = 2, .limit = 5 * AW_MS});
    for (intptr_t i = 0; i < 4 && rc == 0; i++)
        rc = aw_scheduler_submit(&s, job, (void *)(i == 2 ? 1000 : i));
    if (rc == 0)
        aw_scheduler_set_size(&s, 1);
    HOLDS(aw_scheduler_end(&s, rc) == rc);
    HOLDS(rc < 0 || (s.done == 3 && s.late == 1));
    HOLDS(s.running == 0);
    return rc;
}

/* ---- Pipeline -----------------------------------------------------------*/

static intptr_t made;

static int produce(struct aw_pipeline *p, void **item)
{
    (void)p;
    if (made == 30)
        return -ENODATA;
    *item = (void *)++made;
    return aw_sleep(made > 20 ? 2 * AW_MS : 0);
}

static int consume(struct aw_pipeline *p, void *item)
{
    (void)p;
    (void)item;
    return aw_yield();
}

static struct aw_pipeline pipeline;

static int runs_pipeline(void *arg)
{
    struct aw_queue_slot room[4];
    struct aw_pipeline_options options = {.produce = produce,
                                          .consume = consume,
                                          .room = room,
                                          .max = 4,
                                          .consumers = 2,
                                          .look = AW_MS,
                                          .grace = AW_SEC};

    (void)arg;
    return aw_pipeline_run(&pipeline, &options);
}

/* Once to its end, and once until it is asked. */
static int pipelines(bool asked)
{
    struct aw_task *task =
        aw_spawn(aw_loop_current(), runs_pipeline, NULL, AW_NAMED("pipeline"));
    int rc;

    made = 0;
    if (!task)
        return -ENOMEM;
    if (asked) {
        aw_sleep(5 * AW_MS);
        aw_task_cancel(task, "enough");
    }
    rc = aw_join(task, NULL);
    HOLDS(rc == 0 || rc == -ENOMEM || (asked && rc == -ECANCELED));
    HOLDS(pipeline.consumed + pipeline.failed + pipeline.dropped ==
          pipeline.produced);
    return rc == -ECANCELED ? 0 : rc;
}

static int program(void *arg)
{
    struct aw_loop *loop = aw_loop_current();
    int rc = queues(loop, &aw_queue_fifo);

    (void)arg;
    if (rc == 0)
        rc = queues(loop, &aw_queue_lifo);
    if (rc == 0)
        rc = queues(loop, &aw_queue_priority);
    rates(loop);
    if (rc == 0)
        rc = scheduler();
    if (rc == 0)
        rc = pipelines(false);
    if (rc == 0)
        rc = pipelines(true);
    return rc;
}

static int script(const struct aw_loop_options *options)
{
    struct aw_run_options run = {.loop = *options};

    return aw_run(program, NULL, &run);
}

int main(int argc, char **argv)
{
    return script_main(argc, argv, script);
}
