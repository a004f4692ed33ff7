/* SPDX-License-Identifier: MIT */
/* What jobs use, looked at four times a second.
 *
 * Time is counted in looks and not by the clock: when the grader itself was
 * stopped for a while (Ctrl-Z, a machine without a free moment), its jobs
 * pay for one look and not for the while. */
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "job_internal.h"

enum {
    LOOK_MAX_MS = 500,     /* what one look counts at the most */
    PATIENCE_MS = 15000,   /* for a jail that was told to kill its job */
    ANSWER_MS = 2000,      /* for a job that was asked where it is */
    MEMORY_SLACK = 8 << 20 /* bwrap's and the jails' own */
};

/* A number that changes when a process comes, goes, or gets CPU time. */
static unsigned long progress(const struct proc_list *below)
{
    unsigned long mark = 1;

    for (size_t i = 0; i < below->n; i++)
        mark += below->item[i].ticks +
                (unsigned long)below->item[i].pid * 2654435761u;
    return mark;
}

static bool any_awake(const struct proc_list *below)
{
    for (size_t i = 0; i < below->n; i++)
        if (proc_awake(&below->item[i]))
            return true;
    return false;
}

/* Those in whom it is decided whether anything goes on: who has children
 * waits for them.  A jail pays no heed. */
static void ask(const struct proc_list *below)
{
    for (size_t i = 0; i < below->n; i++) {
        bool parent = false;

        for (size_t k = 0; k < below->n && !parent; k++)
            parent = below->item[k].parent == below->item[i].pid;
        if (!parent)
            kill(below->item[i].pid, SIGXCPU);
    }
}

/* Kill it, but let it say first where it is. */
static void stop(struct job *job, enum job_end end, const char *why)
{
    if (!job->spec.asked) {
        job_kill(job, end, why);
        return;
    }
    job->outcome.end = end;
    job->outcome.why = why;
    job->watch.asked_ms = 1;
    ask(&job->jobs->below);
}

static void look_for_idling(struct job *job, unsigned ms)
{
    const struct proc_list *below = &job->jobs->below;
    unsigned long mark = progress(below);

    if (mark != job->watch.mark || any_awake(below))
        job->watch.idle_ms = 0;
    else
        job->watch.idle_ms += ms;
    job->watch.mark = mark;
    if (job->watch.idle_ms >= job->spec.limits.idle_seconds * 1000)
        stop(job, JOB_IDLE, "every process was asleep");
}

static bool memory_exceeded(const struct proc_list *below, size_t limit)
{
    size_t total = 0;

    for (size_t i = 0; i < below->n; i++)
        total += below->item[i].resident;
    if (total <= limit)
        return false;
    /* Processes that forked share pages: now look exactly. */
    total = 0;
    for (size_t i = 0; i < below->n; i++)
        total += proc_share(&below->item[i]);
    return total > limit;
}

static void look(struct job *job, unsigned ms)
{
    const struct job_limits *limits = &job->spec.limits;
    const struct proc_list *below = &job->jobs->below;

    job->watch.wall_ms += ms;
    if (job->watch.asked_ms) {
        job->watch.asked_ms += ms;
        if (job->watch.asked_ms > ANSWER_MS)
            job_kill(job, job->outcome.end, job->outcome.why);
    } else if (job->watch.wall_ms >= limits->wall_seconds * 1000)
        stop(job, JOB_BUSY, "it ran for too long");
    else if (memory_exceeded(below, limits->memory_bytes + MEMORY_SLACK))
        job_kill(job, JOB_MEMORY, "it used too much memory");
    else if (below->n >= limits->processes / 4 * 3)
        /* At the limit, which counts threads as well, forks fail; and who
         * forks without end tries again and again. */
        job_kill(job, JOB_BUSY, "it started too many processes");
    else
        look_for_idling(job, ms);
}

/* It was told to die.  Where jobs run as the grader's own user, they can stop
 * their jail: then it is for us to kill. */
static void look_at_dying(struct job *job, unsigned ms)
{
    job->watch.dying_ms += ms;
    if (job->watch.dying_ms < PATIENCE_MS)
        return;
    proc_signal(&job->jobs->below, SIGKILL, 0);
    uv_process_kill(&job->process, SIGKILL);
}

void jobs_sample(struct jobs *jobs)
{
    uint64_t now = uv_now(&jobs->loop);
    unsigned ms = (unsigned)(now - jobs->sampled);

    jobs->sampled = now;
    if (ms > LOOK_MAX_MS)
        ms = LOOK_MAX_MS;
    proc_all(&jobs->all);
    for (unsigned i = 0; i < jobs->parallel; i++) {
        struct job *job = jobs->running[i];

        if (!job || !job->started)
            continue;
        proc_below(&jobs->all, job->process.pid, &jobs->below);
        if (job->killed)
            look_at_dying(job, ms);
        else
            look(job, ms);
    }
}

/* ---- Strays -------------------------------------------------------------*/

static bool is_jail(const struct jobs *jobs, pid_t pid)
{
    for (unsigned i = 0; i < jobs->parallel; i++)
        if (jobs->running[i] && jobs->running[i]->started &&
            jobs->running[i]->process.pid == pid)
            return true;
    return false;
}

/* The grader is a child subreaper, so what such a jail left is now a child of
 * the grader; and it is in a session of its own, which no other child of the
 * grader is. */
static size_t kill_strays(struct jobs *jobs)
{
    pid_t self = getpid(), session = getsid(0);
    size_t found = 0;

    proc_all(&jobs->all);
    for (size_t i = 0; i < jobs->all.n; i++) {
        const struct proc *p = &jobs->all.item[i];

        if (p->parent != self || p->session == session || is_jail(jobs, p->pid))
            continue;
        found++;
        proc_below(&jobs->all, p->pid, &jobs->below);
        proc_signal(&jobs->below, SIGSTOP, 'T');
        kill(p->pid, SIGKILL);
        waitpid(p->pid, NULL, WNOHANG);
    }
    return found;
}

void jobs_kill_strays(struct jobs *jobs)
{
    const struct timespec wait = {.tv_nsec = 5000000};

    for (int rounds = 0; rounds < 400 && kill_strays(jobs); rounds++)
        nanosleep(&wait, NULL);
}
