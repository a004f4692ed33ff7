/* SPDX-License-Identifier: MIT */
/* One job from its start to its end.
 *
 * The end is when the outer jail ends: then nothing of the job runs any more.
 * What it wrote may still lie in the pipes, and is taken out without waiting,
 * so that a pipe which somebody holds open cannot keep us. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "jail.h"
#include "job_internal.h"

/* ---- Channels: what comes from the job ----------------------------------*/

/* Returns false when there will be no more. */
static bool channel_read(struct channel *ch, int rounds)
{
    static char bytes[64 << 10]; /* only one thread comes here */
    ssize_t n = 1;

    while (rounds-- > 0 && n > 0) {
        n = read(ch->fd, bytes, sizeof(bytes));
        if (n > 0)
            ch->take(ch->job, bytes, (size_t)n);
    }
    return n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR));
}

static void on_readable(uv_poll_t *poll, int status, int events)
{
    struct channel *ch = poll->data;

    (void)status;
    (void)events;
    if (!channel_read(ch, 16))
        uv_poll_stop(poll);
}

static bool channel_open(struct job *job, struct channel *ch)
{
    ch->poll.data = ch;
    if (uv_poll_init(&job->jobs->loop, &ch->poll, ch->fd) != 0)
        return false;
    ch->polled = true;
    job->handles++;
    return uv_poll_start(&ch->poll, UV_READABLE, on_readable) == 0;
}

static void take_output(struct job *job, const char *bytes, size_t n)
{
    capture_add(job->capture, bytes, n);
    if (job->capture->total > job->spec.limits.output_bytes)
        job_kill(job, JOB_OUTPUT, "it wrote too much");
}

static void take_results(struct job *job, const char *bytes, size_t n)
{
    records_add(job->records, bytes, n);
}

/* ---- The end ------------------------------------------------------------*/

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
            (report->code == SIGKILL &&
             report->main_seconds >= job->spec.limits.cpu_seconds));
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

static void close_fd(int *fd)
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
static void wind_up(struct job *job)
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

static void on_jail_exit(uv_process_t *process, int64_t code, int signal)
{
    struct job *job = process->data;

    (void)code;
    job->started = false;
    if (signal)
        jobs_kill_strays(job->jobs);
    wind_up(job);
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
    close_fd(&job->output.fd);
    close_fd(&job->results.fd);
    close_fd(&job->keeper_fd);
    close_fd(&job->status_fd);
    if (job->fifo)
        unlink(job->fifo);
    if (job->records)
        free(job->records->text);
    arena_free(&job->arena);
    free(job);
}

/* ---- The start ----------------------------------------------------------*/

static const char *make_fifo(struct job *job)
{
    struct jobs *jobs = job->jobs;
    const char *path = arena_printf(&job->arena, "%s/result-%lu", jobs->folder,
                                    jobs->serial++);

    if (mkfifo(path, 0600) != 0)
        return "cannot make a result pipe";
    job->fifo = path;
    if (jobs->as_root && chown(path, JAIL_UID - job->slot, JAIL_GID) != 0)
        return "cannot hand over the result pipe";
    job->results.fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    /* As long as we hold a writing end there is no end of file. */
    job->keeper_fd = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    if (job->results.fd < 0 || job->keeper_fd < 0)
        return "cannot open the result pipe";
    if (!records_init(job->records))
        return "there is no random number to be had";
    return NULL;
}

static const char *make_pipes(struct job *job, int *out, int *status)
{
    int a[2], b[2];

    if (pipe2(a, O_CLOEXEC) != 0)
        return "cannot make a pipe";
    job->output.fd = a[0];
    *out = a[1];
    if (pipe2(b, O_CLOEXEC) != 0)
        return "cannot make a pipe";
    job->status_fd = b[0];
    *status = b[1];
    fcntl(job->status_fd, F_SETFL, O_NONBLOCK);
    fcntl(job->output.fd, F_SETFL, O_NONBLOCK);
    /* So that the job can open /dev/stderr by name. */
    if (job->jobs->as_root && fchown(*out, JAIL_UID - job->slot, JAIL_GID) != 0)
        return "cannot hand over a pipe";
    return job->spec.results ? make_fifo(job) : NULL;
}

static const char *spawn(struct job *job, int out, int status)
{
    uv_stdio_container_t stdio[STATUS_FD + 1] = {
        {.flags = UV_IGNORE},
        {.flags = UV_INHERIT_FD, .data.fd = out},
        {.flags = UV_INHERIT_FD, .data.fd = out},
        {.flags = UV_INHERIT_FD, .data.fd = status},
    };
    uv_process_options_t options = {
        .file = job->jobs->jail,
        .args = (char **)(uintptr_t)sandbox_argv(job),
        .env = (char **)(uintptr_t)sandbox_env(job),
        .cwd = job->jobs->top,
        .flags = UV_PROCESS_DETACHED,
        .stdio_count = STATUS_FD + 1,
        .stdio = stdio,
        .exit_cb = on_jail_exit,
    };
    int failed = uv_spawn(&job->jobs->loop, &job->process, &options);

    job->handles++; /* even when it failed */
    job->started = failed == 0;
    return failed ? arena_printf(&job->arena, "cannot start %s: %s",
                                 job->jobs->jail, uv_strerror(failed))
                  : NULL;
}

static const char *try_start(struct job *job, int *out, int *status)
{
    const char *why = make_pipes(job, out, status);

    if (!why)
        why = sandbox_open_folder(job);
    if (!why)
        why = spawn(job, *out, *status);
    if (!why && (!channel_open(job, &job->output) ||
                 (job->fifo && !channel_open(job, &job->results))))
        why = "cannot watch a pipe";
    return why;
}

void job_start(struct job *job)
{
    int out = -1, status = -1;
    const char *why;

    job->capture = arena_new(&job->arena, sizeof(*job->capture));
    job->records = arena_new(&job->arena, sizeof(*job->records));
    job->output.take = take_output;
    job->results.take = take_results;
    job->process.data = job;
    job->start_time = uv_hrtime();
    why = try_start(job, &out, &status);
    close_fd(&out);
    close_fd(&status);
    if (why)
        job_kill(job, JOB_NOT_STARTED, why);
    if (!job->started)
        wind_up(job);
}
