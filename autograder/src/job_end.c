/* SPDX-License-Identifier: MIT */
/* One job's end.
 *
 * The end is when the outer jail ends: then nothing of the job runs any more.
 * What it wrote may still lie in the pipes, and is taken out without waiting,
 * so that a pipe which somebody holds open cannot keep us. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "job_internal.h"

static void read_report(struct job *job, struct report *report)
{
    char text[4096];
    ssize_t n = 0, got;

    while ((size_t)n < sizeof(text) - 1 &&
           (got = read(job->status_fd, text + n,
                       sizeof(text) - 1 - (size_t)n)) > 0)
        n += got;
    text[n] = '\0';
    report_read(report, &job->arena, text);
}

/* bwrap says on stderr why it could not do its work. */
static const char *first_line(struct job *job)
{
    const char *text = job->outcome.output;
    size_t n = strcspn(text, "\n");

    return n ? arena_copy_n(&job->arena, text, n)
             : "its jail ended before it had started";
}

static bool ran_out_of_cpu(const struct job *job, const struct report *report)
{
    return report->signalled &&
           (report->code == SIGXCPU ||
            /* The hard limit, on a program that ignores the soft one.  Half:
             * the kernel's limit goes by other clocks than its accounts. */
            (report->code == SIGKILL &&
             report->main_seconds >= job->spec.limits.cpu_seconds / 2));
}

static void set_end(struct job *job, enum job_end end, int code,
                    const char *why)
{
    job->outcome.end = end;
    job->outcome.code = code;
    job->outcome.why = why;
}

static void judge(struct job *job)
{
    struct report report = {0};

    if (job->status_fd >= 0)
        read_report(job, &report);
    job->outcome.cpu_seconds = report.all_seconds;
    if (report.failed)
        set_end(job, JOB_NOT_STARTED, 0, report.failed);
    else if (job->watch.asked_ms) /* the answer may have been its end */
        return;
    else if (report.ended && !report.signalled &&
             job->outcome.end != JOB_OUTPUT)
        /* Even if it was about to be killed: it was faster. */
        set_end(job, JOB_EXITED, report.code, NULL);
    else if (job->killed)
        return;
    else if (ran_out_of_cpu(job, &report))
        set_end(job, JOB_BUSY, report.code, "it used too much CPU time");
    else if (report.ended)
        set_end(job, JOB_SIGNALLED, report.code, NULL);
    else if (report.started)
        set_end(job, JOB_SIGNALLED, SIGKILL, "its jail was killed");
    else
        set_end(job, JOB_NOT_STARTED, 0, first_line(job));
}

static void on_handle_closed(uv_handle_t *handle)
{
    struct job *job = handle->type == UV_POLL
                          ? ((struct channel *)handle->data)->job
                          : handle->data;
    struct jobs *jobs = job->jobs;

    if (--job->handles == 0) {
        job_ended(job);
        jobs_pump(jobs);
    }
}

void job_close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

static void finish_text(struct job *job)
{
    struct job_outcome *o = &job->outcome;

    o->output = capture_text(&job->arena, job->capture, &o->output_len);
    records_end(job->records);
    o->records = job->records->text ? job->records->text : "";
    o->records_len = job->records->n;
    o->forged = job->records->forged;
}

/* All that it will ever write is written. */
void job_wind_up(struct job *job)
{
    job->started = false;
    if (job->output.fd >= 0)
        channel_read(&job->output, 256);
    if (job->results.fd >= 0)
        channel_read(&job->results, 256);
    finish_text(job);
    judge(job);
    job->outcome.wall_seconds = (double)(uv_hrtime() - job->start_time) / 1e9;
    if (job->output.polled)
        uv_close((uv_handle_t *)&job->output.poll, on_handle_closed);
    if (job->results.polled)
        uv_close((uv_handle_t *)&job->results.poll, on_handle_closed);
    if (job->handles)
        uv_close((uv_handle_t *)&job->process, on_handle_closed);
    else
        job_ended(job);
}

void job_on_exit(uv_process_t *process, int64_t code, int signal)
{
    struct job *job = process->data;

    (void)code;
    job->started = false;
    if (signal)
        jobs_kill_strays(job->jobs);
    job_wind_up(job);
}

void job_kill(struct job *job, enum job_end end, const char *why)
{
    if (job->killed)
        return;
    job->killed = true;
    set_end(job, end, 0, why);
    if (!job->started)
        return;
    uv_process_kill(&job->process, SIGTERM);
    uv_process_kill(&job->process, SIGCONT); /* should it be stopped */
}

void job_free(struct job *job)
{
    job_close_fd(&job->output.fd);
    job_close_fd(&job->results.fd);
    job_close_fd(&job->keeper_fd);
    job_close_fd(&job->status_fd);
    if (job->fifo)
        unlink(job->fifo);
    if (job->records)
        free(job->records->text);
    arena_free(&job->arena);
    free(job);
}
