/* SPDX-License-Identifier: MIT */
/* The queue of jobs, on a libuv loop of its own.
 *
 * A job is in the queue, or in a slot, or gone.  Nothing but jobs_pump() moves
 * one from the queue to a slot, so `done` may submit as many as it likes. */
#include "job.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "job_internal.h"

enum { SAMPLE_MS = 250, TICK_MS = 100 };

/* ---- A job's own copy of what it was submitted with ---------------------*/

static const char *absolute(struct job *job, const char *path)
{
    if (path[0] == '/')
        return arena_copy(&job->arena, path);
    return arena_printf(&job->arena, "%s/%s", job->jobs->top, path);
}

static const char *const *copy(struct job *job, const char *const *list,
                               bool paths)
{
    struct strings all = {0};

    for (; list && *list; list++)
        strings_add(&job->arena, &all,
                    paths ? absolute(job, *list)
                          : arena_copy(&job->arena, *list));
    return all.n ? all.item : arena_new(&job->arena, sizeof(*all.item));
}

static void fill_in(struct job_limits *l)
{
    l->wall_seconds = l->wall_seconds > 0 ? l->wall_seconds : 60;
    l->cpu_seconds = l->cpu_seconds > 0 ? l->cpu_seconds : 10;
    l->idle_seconds = l->idle_seconds > 0 ? l->idle_seconds : 3;
    l->memory_bytes = l->memory_bytes ? l->memory_bytes : (size_t)1 << 30;
    l->file_bytes = l->file_bytes ? l->file_bytes : (size_t)64 << 20;
    l->output_bytes = l->output_bytes ? l->output_bytes : (size_t)8 << 20;
    l->processes = l->processes ? l->processes : 64;
}

static struct job *new_job(struct jobs *jobs, const struct job_spec *spec)
{
    struct job *job = calloc(1, sizeof(*job));

    if (!job) {
        fputs("aw-grade: out of memory\n", stderr);
        exit(2);
    }
    job->jobs = jobs;
    job->spec = *spec;
    job->spec.argv = copy(job, spec->argv, false);
    job->spec.env = copy(job, spec->env, false);
    job->spec.readable = copy(job, spec->readable, true);
    if (spec->writable)
        job->spec.writable = absolute(job, spec->writable);
    fill_in(&job->spec.limits);
    job->output.fd = job->results.fd = -1;
    job->output.job = job->results.job = job;
    job->status_fd = job->keeper_fd = -1;
    return job;
}

/* ---- The queue ----------------------------------------------------------*/

void jobs_submit(struct jobs *jobs, const struct job_spec *spec, bool alone,
                 job_done done, void *ctx)
{
    struct job *job = new_job(jobs, spec);

    job->alone = alone;
    job->done = done;
    job->ctx = ctx;
    *jobs->last = job;
    jobs->last = &job->next;
}

static struct job *pop(struct jobs *jobs)
{
    struct job *job = jobs->first;

    jobs->first = job->next;
    if (!jobs->first)
        jobs->last = &jobs->first;
    return job;
}

static bool alone_runs(const struct jobs *jobs)
{
    for (unsigned i = 0; i < jobs->parallel; i++)
        if (jobs->running[i] && jobs->running[i]->alone)
            return true;
    return false;
}

static bool may_start(const struct jobs *jobs)
{
    if (!jobs->first || jobs->nrunning == jobs->parallel)
        return false;
    return jobs->nrunning == 0 || (!jobs->first->alone && !alone_runs(jobs));
}

static void on_sample(uv_timer_t *timer)
{
    jobs_sample(timer->data);
}

/* Start what may start.  A job that cannot start ends at once, and its `done`
 * may submit more: hence the loop. */
void jobs_pump(struct jobs *jobs)
{
    while (may_start(jobs)) {
        struct job *job = pop(jobs);

        if (jobs->nrunning == 0) {
            uv_update_time(&jobs->loop);
            jobs->sampled = uv_now(&jobs->loop);
            uv_timer_start(&jobs->sampler, on_sample, SAMPLE_MS, SAMPLE_MS);
        }
        while (jobs->running[job->slot])
            job->slot++;
        jobs->running[job->slot] = job;
        jobs->nrunning++;
        job_start(job);
    }
}

void job_ended(struct job *job)
{
    struct jobs *jobs = job->jobs;

    jobs->running[job->slot] = NULL;
    if (--jobs->nrunning == 0)
        uv_timer_stop(&jobs->sampler);
    if (job->done && !jobs->interrupted)
        job->done(job->ctx, &job->outcome);
    job_free(job);
}

size_t jobs_left(const struct jobs *jobs)
{
    size_t n = jobs->nrunning;

    for (const struct job *job = jobs->first; job; job = job->next)
        n++;
    return n;
}

/* ---- The loop -----------------------------------------------------------*/

static void drop_queue(struct jobs *jobs)
{
    while (jobs->first)
        job_free(pop(jobs));
}

static void on_signal(uv_signal_t *handle, int signal)
{
    struct jobs *jobs = handle->data;

    (void)signal;
    jobs_stop(jobs);
}

void jobs_stop(struct jobs *jobs)
{
    jobs->interrupted = true;
    drop_queue(jobs);
    for (unsigned i = 0; i < jobs->parallel; i++)
        if (jobs->running[i])
            job_kill(jobs->running[i], JOB_BUSY, "the grader was interrupted");
}

static void on_tick(uv_timer_t *timer)
{
    struct jobs *jobs = timer->data;

    jobs->tick(jobs->tick_ctx);
}

bool jobs_run(struct jobs *jobs, void (*tick)(void *ctx), void *ctx)
{
    jobs->interrupted = false;
    jobs->tick = tick;
    jobs->tick_ctx = ctx;
    uv_signal_start(&jobs->sigint, on_signal, SIGINT);
    uv_signal_start(&jobs->sigterm, on_signal, SIGTERM);
    if (tick)
        uv_timer_start(&jobs->ticker, on_tick, TICK_MS, TICK_MS);
    jobs_pump(jobs);
    uv_run(&jobs->loop, UV_RUN_DEFAULT);
    uv_timer_stop(&jobs->ticker);
    uv_signal_stop(&jobs->sigint);
    uv_signal_stop(&jobs->sigterm);
    return !jobs->interrupted;
}

const char *jobs_isolation(const struct jobs *jobs)
{
    return jobs->isolation_why ? "reduced" : "full";
}

const char *jobs_isolation_why(const struct jobs *jobs)
{
    return jobs->isolation_why;
}
