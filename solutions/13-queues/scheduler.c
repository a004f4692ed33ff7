/* SPDX-License-Identifier: MIT */
/* A scheduler: a semaphore for the places, a group for the jobs, and a limit in
 * time round each of them.  All three are there; here they are put together.
 *
 *      submit --semaphore--> spawn into the group --> [ limit [ job ] ] --> end
 *
 * The hard thing is that a job may end in two ways, and one of them is that it
 * never began: its place, its memory and its count have to come back in both.
 * [both-ends] */
#include "aw/scheduler.h"
#include "aw/cancel.h"
#include "aw/task_parts.h"

struct job {
    struct aw_list link; /* in scheduler->live */
    struct aw_scheduler *scheduler;
    aw_body fn;
    void *arg;
    bool submitted;
};

void aw__scheduler_begin(struct aw_scheduler *scheduler,
                         const struct aw_scheduler_options *options,
                         const char *where)
{
    AW_ASSERT(options && options->size > 0,
              "a scheduler was begun in which 0 jobs run at a time");
    aw__group_begin(&scheduler->group, where);
    aw_sem_init(&scheduler->places, options->size, options->size, "scheduler");
    aw_list_init(&scheduler->live);
    scheduler->options = *options;
    scheduler->running = 0;
    scheduler->done = scheduler->failed = 0;
    scheduler->late = scheduler->cancelled = 0;
}

static struct aw_loop *loop_of(const struct aw_scheduler *scheduler)
{
    return scheduler->group.scope.task->future.loop;
}

/* ---- Jobs ---------------------------------------------------------------*/

static size_t *counter(struct aw_scheduler *scheduler, int result)
{
    if (result >= 0)
        return &scheduler->done;
    if (result == -ETIMEDOUT)
        return &scheduler->late;
    return result == -ECANCELED ? &scheduler->cancelled : &scheduler->failed;
}

static void forget(struct job *job)
{
    struct aw_scheduler *scheduler = job->scheduler;

    aw_list_remove(&job->link);
    scheduler->running--;
    aw__task_resize(loop_of(scheduler), job, sizeof(*job), 0);
}

static void end_job(struct job *job, int result)
{
    struct aw_scheduler *scheduler = job->scheduler;
    void *arg = job->arg;

    forget(job);
    ++*counter(scheduler, result);
    aw_sem_release(&scheduler->places);
    if (scheduler->options.ended)
        scheduler->options.ended(scheduler, arg, result);
}

/* [both-ends] It was asked to end before it began; or there is no task for it,
 * and then whoever submits is told, and nobody else. */
static void never_began(void *arg)
{
    struct job *job = arg;

    if (job->submitted)
        end_job(job, -ECANCELED);
    else
        forget(job);
}

static int run_job(void *arg)
{
    struct job *job = arg;
    aw_time limit = job->scheduler->options.limit;
    struct aw_timeout timeout;
    int rc;

    aw_timeout_begin(&timeout, limit > 0 ? aw_from_now(limit) : AW_NEVER);
    rc = job->fn(job->arg);
    rc = aw_timeout_end(&timeout, rc);
    end_job(job, rc);
    /* Why 0: to the group an error is a reason to end all others. */
    return rc == -ECANCELED ? rc : 0;
}

static int spawn_job(struct aw_scheduler *scheduler, aw_body fn, void *arg)
{
    struct job *job =
        aw__task_resize(loop_of(scheduler), NULL, 0, sizeof(*job));

    if (!job)
        return -ENOMEM;
    *job = (struct job){.scheduler = scheduler, .fn = fn, .arg = arg};
    aw_list_init(&job->link);
    aw_list_append(&scheduler->live, &job->link);
    scheduler->running++;
    if (!aw_group_spawn(&scheduler->group, run_job, job,
                        &(struct aw_spawn_options){.drop = never_began}))
        return -ENOMEM;
    job->submitted = true;
    return 0;
}

/* The caller has a place, which goes back if there will be no job. */
static int use_place(struct aw_scheduler *scheduler, aw_body fn, void *arg)
{
    int rc = -ESHUTDOWN;

    if (aw_group_is_open(&scheduler->group))
        rc = spawn_job(scheduler, fn, arg);
    if (rc < 0)
        aw_sem_release(&scheduler->places);
    return rc;
}

/* ---- Submitting ---------------------------------------------------------*/

int aw_scheduler_submit(struct aw_scheduler *scheduler, aw_body fn, void *arg)
{
    int rc;

    if (!aw_group_is_open(&scheduler->group))
        return -ESHUTDOWN;
    rc = aw_sem_wait(&scheduler->places);
    return rc < 0 ? rc : use_place(scheduler, fn, arg);
}

int aw_scheduler_try_submit(struct aw_scheduler *scheduler, aw_body fn,
                            void *arg)
{
    if (!aw_group_is_open(&scheduler->group))
        return -ESHUTDOWN;
    if (!aw_sem_try(&scheduler->places))
        return -EAGAIN;
    return use_place(scheduler, fn, arg);
}

void aw_scheduler_set_size(struct aw_scheduler *scheduler, size_t size)
{
    AW_ASSERT(size > 0, "a scheduler was told to run 0 jobs at a time");
    scheduler->options.size = size;
    aw_sem_set_limit(&scheduler->places, size);
}

void aw_scheduler_each(const struct aw_scheduler *scheduler,
                       void (*fn)(void *arg, void *ctx), void *ctx)
{
    for (const struct aw_list *link = scheduler->live.next;
         link != &scheduler->live; link = link->next)
        fn(aw_container_of(link, struct job, link)->arg, ctx);
}

/* ---- Ending -------------------------------------------------------------*/

void aw_scheduler_cancel(struct aw_scheduler *scheduler)
{
    /* Why only then: while others are sent away the group is closed already,
     * and to cancel it would be misuse. */
    if (aw_group_is_open(&scheduler->group))
        aw_group_cancel(&scheduler->group, "its scheduler was cancelled");
}

/* Those who wait for a place get one after the other, and see that it is of no
 * use any more.  Returns -ECANCELED when this task was asked to end
 * meanwhile. */
static int send_away(struct aw_scheduler *scheduler)
{
    int rc = 0;

    while (!aw_list_empty(&scheduler->places.waiters.list))
        if (aw_yield() < 0)
            rc = -ECANCELED;
    return rc;
}

/* [ask-again] What was delivered to this function goes out with an error in
 * place of it.  So it is put back, and counts once. */
static void ask_again(void)
{
    struct aw_task *self = aw_task_self();
    const char *reason = self->reason;

    if (aw_cancelling(self) == 0)
        return; /* it was taken back meanwhile */
    aw_uncancel(self);
    aw_task_cancel(self, reason);
}

int aw_scheduler_end(struct aw_scheduler *scheduler, int rc)
{
    int closed = aw_group_close(&scheduler->group, rc);
    int asked = send_away(scheduler);

    aw_sem_deinit(&scheduler->places);
    /* An error of the body is the only one that can have reached the group. */
    if (rc >= 0 || rc == -ECANCELED)
        return asked < 0 ? asked : closed;
    if (asked < 0)
        ask_again();
    return rc;
}
