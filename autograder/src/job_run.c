/* SPDX-License-Identifier: MIT */
/* One job's start, and what comes from it while it runs. */
#define _GNU_SOURCE /* pipe2 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "jail.h"
#include "job_internal.h"

/* ---- Channels: what comes from the job ----------------------------------*/

bool channel_read(struct channel *ch, int rounds)
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

/* ---- The start ----------------------------------------------------------*/

static const char *make_fifo(struct job *job)
{
    struct jobs *jobs = job->jobs;
    const char *path = arena_printf(&job->arena, "%s/result-%lu", jobs->folder,
                                    jobs->serial++);

    if (mkfifo(path, 0600) != 0)
        return "cannot make a result pipe";
    job->fifo = path;
    /* All may write: a job that stayed root, because nobody else can reach
     * the project, owns nothing and has no rights.  The folder's name is
     * drawn, and the nonce tells whose lines they are. */
    if (jobs->as_root &&
        (chown(path, job_uid(job), JAIL_GID) != 0 || chmod(path, 0622) != 0))
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
    if (job->jobs->as_root && fchown(*out, job_uid(job), JAIL_GID) != 0)
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
        .args = (char **)(uintptr_t)command_argv(job),
        .env = (char **)(uintptr_t)command_env(job),
        .cwd = job->jobs->top,
        .flags = UV_PROCESS_DETACHED,
        .stdio_count = STATUS_FD + 1,
        .stdio = stdio,
        .exit_cb = job_on_exit,
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
        why = command_open_folder(job);
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
    job_close_fd(&out);
    job_close_fd(&status);
    if (why)
        job_kill(job, JOB_NOT_STARTED, why);
    if (!job->started)
        job_wind_up(job);
}
