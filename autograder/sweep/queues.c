/* SPDX-License-Identifier: MIT */
/* Queues, rates and jobs: no item, no token of a rate and no place may be
 * lost. */
#include "sweep.h"

enum { ITEMS = 4 };

static struct aw_queue queue;
static struct aw_bucket bucket;
static struct aw_window window;
static aw_time when[2];
static struct aw_scheduler scheduler;
static int putting; /* tasks that are not done with putting */

/* ---- Queue --------------------------------------------------------------*/

/* Gets items until there are no more; `tokens` counts those on the way. */
static int gets(void *arg)
{
    void *item;
    int rc;

    (void)arg;
    while ((rc = aw_queue_get(&queue, &item)) == 0) {
        tokens--;
        rc = aw_sleep(AW_MS);
        aw_queue_done(&queue);
        if (rc < 0)
            return rc;
    }
    return rc == -ESHUTDOWN ? 0 : rc;
}

/* The last one to put closes the queue. */
static int puts_items(void *arg)
{
    int rc = 0;

    (void)arg;
    for (int i = 0; i < ITEMS && rc == 0; i++) {
        tokens++;
        rc = aw_queue_put(&queue, num(i));
        tokens -= rc < 0;
    }
    if (--putting == 0)
        aw_queue_shutdown(&queue);
    return rc;
}

static void begin_queue(int putters)
{
    aw_queue_init(&queue, &loop, &(struct aw_queue_options){.max = 1});
    putting = putters;
}

/* Puts a single item, for whoever takes it. */
static int puts_one(void *arg)
{
    (void)arg;
    aw_sleep(AW_MS);
    tokens++;
    aw_queue_put(&queue, NULL);
    aw_queue_join(&queue);
    aw_queue_shutdown(&queue);
    return 0;
}

static void begin_get(void)
{
    begin_queue(1);
    launch("putter", puts_one, NULL);
}

static int gets_among_others(void *arg)
{
    launch("behind", gets, NULL);
    return gets(arg);
}

static void begin_put(void)
{
    begin_queue(3);
    launch("front", puts_items, NULL);
    launch("getter", gets, NULL);
}

static int puts_among_others(void *arg)
{
    launch("behind", puts_items, NULL);
    return puts_items(arg);
}

static int joins_queue(void *arg)
{
    int rc = aw_queue_join(&queue);

    (void)arg;
    must(rc < 0 || queue.unfinished == 0, "%zu items are not done",
         queue.unfinished);
    return rc;
}

static void begin_join(void)
{
    begin_queue(1);
    tokens = 1;
    aw_queue_try_put(&queue, NULL);
    launch("getter", gets, NULL);
    launch("putter", puts_items, NULL);
}

static void end_queue(void)
{
    must(queue.len == 0, "%zu items are left", queue.len);
    must(queue.unfinished == 0, "%zu items are not done", queue.unfinished);
    aw_queue_deinit(&queue);
}

/* ---- Rates --------------------------------------------------------------*/

static int takes(void *arg)
{
    return aw_bucket_wait(&bucket, (size_t)(intptr_t)arg);
}

static void begin_bucket(void)
{
    aw_bucket_init(&bucket, &loop, AW_MS, 2, "bucket");
    launch("front", takes, num(2));
    launch("front", takes, num(1));
}

/* Whoever gives up has taken nothing. */
static bool was_given;

static int takes_among_others(void *arg)
{
    int rc;

    (void)arg;
    launch("behind", takes, num(2));
    rc = takes(num(2));
    was_given = rc == 0;
    return rc;
}

static void end_bucket(void)
{
    /* Three in front, two behind, two of the victim's; the last one has emptied
     * it in the moment in which that was possible. */
    must(aw_loop_now(&loop) == (was_given ? 5 : 3) * AW_MS,
         "the last one came at %lld ns", (long long)aw_loop_now(&loop));
    aw_bucket_deinit(&bucket);
}

static int goes_through(void *arg)
{
    (void)arg;
    return aw_window_wait(&window);
}

static void begin_window(void)
{
    aw_window_init(&window, &loop, AW_MS, when, 2, "window");
    for (int i = 0; i < 3; i++)
        launch("front", goes_through, NULL);
}

/* Whoever gives up does not count, and the one behind has its place. */
static bool went_through;

static int goes_among_others(void *arg)
{
    int rc;

    launch("behind", goes_through, NULL);
    rc = goes_through(arg);
    went_through = rc == 0;
    return rc;
}

static void end_window(void)
{
    aw_time last = went_through ? 2 * AW_MS : AW_MS;

    must(aw_loop_now(&loop) == last, "the last one came at %lld ns",
         (long long)aw_loop_now(&loop));
    aw_window_deinit(&window);
}

/* ---- Scheduler ----------------------------------------------------------*/

static int job(void *arg)
{
    int rc;

    tokens++;
    must(tokens <= 2, "%d jobs run", tokens);
    rc = sleeps(arg);
    tokens--;
    return rc;
}

static int schedules(void *arg)
{
    int rc = 0;

    (void)arg;
    aw_scheduler_begin(&scheduler, (&(struct aw_scheduler_options){
                                       .size = 2, .limit = 3 * AW_MS}));
    for (int i = 0; i < 5 && rc == 0; i++)
        rc = aw_scheduler_submit(&scheduler, job, num(i));
    rc = aw_scheduler_end(&scheduler, rc);
    must(tokens == 0, "%d jobs run still", tokens);
    must(scheduler.places.value == 2, "%zu places are free",
         scheduler.places.value);
    must(scheduler.running == 0 && aw_list_empty(&scheduler.live),
         "%zu jobs are counted as live", scheduler.running);
    return rc;
}

static int submits_one(void *arg)
{
    int rc = aw_scheduler_submit(&scheduler, job, arg);

    return rc == -ESHUTDOWN ? 0 : rc;
}

/* An error counts more, and the request comes with the next wait; meanwhile
 * others stand in line for a place, and are sent away. */
static int schedules_in_vain(void *arg)
{
    int rc;

    (void)arg;
    aw_scheduler_begin(&scheduler, &(struct aw_scheduler_options){.size = 1});
    aw_scheduler_submit(&scheduler, job, num(1));
    for (int i = 0; i < 3; i++)
        launch("behind", submits_one, num(1));
    rc = aw_yield() < 0 ? -ECANCELED : -EIO;
    must(aw_scheduler_end(&scheduler, rc) == rc, "the end hides %d", rc);
    must(tokens == 0, "%d jobs run still", tokens);
    return rc == -EIO ? aw_yield() : rc;
}

/* ---- Pipeline -----------------------------------------------------------*/

static struct aw_pipeline pipeline;
static int items;

enum { MANY_ITEMS = 2 * ITEMS }; /* so that the producer waits for room */

static int produces(struct aw_pipeline *p, void **item)
{
    (void)p;
    if (items == MANY_ITEMS)
        return -ENODATA;
    items++;
    tokens++;
    *item = num(items);
    return 0;
}

static void drops(void *item)
{
    tokens -= item != NULL;
}

static int consumes(struct aw_pipeline *p, void *item)
{
    (void)p;
    drops(item);
    return aw_sleep(AW_MS);
}

static int runs_pipeline(void *arg)
{
    struct aw_queue_slot room[2];
    int rc;

    (void)arg;
    items = 0;
    rc = aw_pipeline_run(&pipeline, &(struct aw_pipeline_options){
                                        .produce = produces,
                                        .consume = consumes,
                                        .drop = drops,
                                        .room = room,
                                        .max = 2,
                                        .consumers = 2,
                                        .pause = 0,
                                        .look = AW_MS,
                                        .grace = AW_MS,
                                    });
    must(pipeline.produced ==
             pipeline.consumed + pipeline.failed + pipeline.dropped,
         "%zu items were produced, and the others do not add up to that",
         pipeline.produced);
    return rc;
}

const struct scenario queues[] = {
    {"aw_queue_get", begin_get, gets_among_others, end_queue},
    {"aw_queue_put", begin_put, puts_among_others, end_queue},
    {"aw_queue_join", begin_join, joins_queue, end_queue},
    {"aw_bucket_wait", begin_bucket, takes_among_others, end_bucket},
    {"aw_window_wait", begin_window, goes_among_others, end_window},
    {"aw_scheduler_submit", NULL, schedules, NULL},
    {"aw_scheduler_end", NULL, schedules, NULL},
    {"aw_scheduler_end (in vain)", NULL, schedules_in_vain, NULL},
    {"aw_pipeline_run", NULL, runs_pipeline, NULL},
    {NULL, NULL, NULL, NULL},
};
