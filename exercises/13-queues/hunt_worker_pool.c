/* SPDX-License-Identifier: MIT */
#include "hunt_worker_pool.h"

#include "aw/cancel.h"

struct producer {
    struct hunt_pool *pool;
    int number;
};

static char end; /* its address marks the end */

static int produces(void *arg)
{
    struct producer *self = arg;
    struct hunt_pool *pool = self->pool;
    int job, rc;

    while ((job = pool->produce(pool, self->number)) > 0) {
        rc = aw_queue_put(&pool->queue, (void *)(intptr_t)job);
        if (rc < 0) {
            pool->give_back(pool, job);
            return rc;
        }
    }
    if (job != -ENODATA)
        return job;
    return aw_queue_put(&pool->queue, &end);
}

static int works(void *arg)
{
    struct hunt_pool *pool = arg;
    void *item;
    int rc;

    while ((rc = aw_queue_get(&pool->queue, &item)) == 0) {
        if (item == &end) {
            aw_queue_done(&pool->queue);
            break;
        }
        rc = pool->ready(pool);
        if (rc < 0)
            break;
        rc = pool->work(pool, (int)(intptr_t)item);
        if (rc < 0) {
            pool->failed++;
            if (aw_cancelling(aw_task_self()) > 0)
                break;
            continue;
        }
        pool->done++;
        aw_queue_done(&pool->queue);
    }
    return rc == -ECANCELED ? rc : 0;
}

static int run_producers(struct hunt_pool *pool)
{
    struct producer producer[HUNT_MOST_PRODUCERS];
    struct aw_group group;

    aw_group_begin(&group);
    for (int i = 0; i < pool->producers; i++) {
        producer[i] = (struct producer){pool, i};
        aw_group_spawn(&group, produces, &producer[i], AW_NAMED("producer"));
    }
    return aw_group_close(&group, 0);
}

static void give_rest_back(struct hunt_pool *pool)
{
    void *item;

    while (aw_queue_try_get(&pool->queue, &item) == 0)
        if (item != &end)
            pool->give_back(pool, (int)(intptr_t)item);
}

int hunt_worker_pool(void *arg)
{
    struct hunt_pool *pool = arg;
    struct aw_group workers;
    int rc, closed;

    pool->done = pool->failed = 0;
    aw_queue_init(&pool->queue, aw_loop_current(),
                  &(struct aw_queue_options){.max = 4, .name = "jobs"});
    aw_group_begin(&workers);
    for (int i = 0; i < pool->workers; i++)
        aw_group_spawn(&workers, works, pool, AW_NAMED("worker"));
    rc = run_producers(pool);
    if (rc == 0)
        rc = aw_queue_join(&pool->queue);
    aw_group_cancel(&workers, "all jobs are done");
    closed = aw_group_close(&workers, 0);
    give_rest_back(pool);
    aw_queue_deinit(&pool->queue);
    return closed < 0 ? closed : rc;
}
