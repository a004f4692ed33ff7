/* SPDX-License-Identifier: MIT */
/* job_internal.h: what the files of the job module share.
 *
 *      job.c          the queue
 *      job_setup.c    set up and tear down; which isolation there is
 *      job_users.c    users for root's jobs
 *      job_run.c      one job's start, and reading its pipes
 *      job_end.c      its end, and the outcome
 *      job_command.c  its command line; job_sandbox.c: bwrap's part of it
 *      job_watch.c    what it uses, and when that is too much
 *      job_text.c     what it wrote: output, records, the jail's report
 */
#ifndef JOB_INTERNAL_H
#define JOB_INTERNAL_H

#include <stdint.h>
#include <sys/types.h>
#include <uv.h>

#include "arena.h"
#include "job.h"
#include "proc.h"

/* ---- What it wrote ------------------------------------------------------*/

/* The beginning and the end of an output; the end goes round in a ring. */
enum { HEAD_MAX = 16 << 10, TAIL_MAX = (48 << 10) - 64 };

struct capture {
    size_t total; /* bytes so far, kept or not */
    char head[HEAD_MAX], tail[TAIL_MAX];
};
void capture_add(struct capture *c, const char *bytes, size_t n);
const char *capture_text(struct arena *arena, const struct capture *c,
                         size_t *len);

enum { RECORDS_MAX = 4 << 20, NONCE_LEN = 32, LINE_MAX_LEN = 8192 };

struct records {
    char nonce[NONCE_LEN + 1];
    size_t forged;
    char *text; /* ends with NUL once there is any */
    size_t n, room;
    size_t line_len; /* may exceed LINE_MAX_LEN: then the rest is lost */
    char line[LINE_MAX_LEN];
};
bool records_init(struct records *r); /* draws the nonce */
void records_add(struct records *r, const char *bytes, size_t n);
void records_end(struct records *r); /* what is left is no whole line */

/* The jails' report (jail.h). */
struct report {
    bool started, ended, signalled;
    int code;
    double main_seconds; /* CPU time of the program itself */
    double all_seconds;
    const char *failed; /* or NULL */
};
void report_read(struct report *report, struct arena *arena, char *text);

/* ---- One job ------------------------------------------------------------*/

struct channel {
    uv_poll_t poll;
    struct job *job;
    int fd;
    bool polled;
    void (*take)(struct job *job, const char *bytes, size_t n);
};

struct watch {
    unsigned long mark; /* stands for the state at the last progress */
    unsigned idle_ms, wall_ms, dying_ms;
    unsigned asked_ms; /* since it was asked where it is; 0: it was not */
};

struct job {
    struct job *next; /* in the queue */
    struct jobs *jobs;
    struct arena arena;   /* holds what is below, and what spec points to */
    struct job_spec spec; /* paths are absolute, limits are filled in */
    bool alone;
    job_done done;
    void *ctx;

    unsigned slot; /* among those that run */
    uv_process_t process;
    bool started;     /* there is a jail that has not been waited for */
    unsigned handles; /* of libuv, not closed yet */
    struct channel output, results;
    int status_fd, keeper_fd; /* -1: none */
    const char *fifo;
    struct capture *capture;
    struct records *records;
    uint64_t start_time;
    struct watch watch;
    bool killed;
    struct job_outcome outcome;
};

/* Take what can be had at once, at most `rounds` times 64 KiB.  Returns false
 * when there will be no more. */
bool channel_read(struct channel *ch, int rounds);

/* Start it; job_ended is called for it in any case, perhaps at once. */
void job_start(struct job *job);
void job_ended(struct job *job);

/* The jail has ended, or could not be started: make the outcome of it. */
void job_on_exit(uv_process_t *process, int64_t code, int signal);
void job_wind_up(struct job *job);
void job_close_fd(int *fd);

/* Kill it, and let it end in this way.  Only the first call counts. */
void job_kill(struct job *job, enum job_end end, const char *why);

void job_free(struct job *job);

/* ---- All jobs -----------------------------------------------------------*/

/* The user of root's jobs in one slot. */
struct slot_user {
    uid_t uid;
    int lock; /* -1: none */
};

struct jobs {
    struct arena arena;
    uv_loop_t loop;
    uv_timer_t sampler, ticker;
    uv_signal_t sigint, sigterm;
    const char *top, *folder, *jail;
    int folder_fd; /* holds a lock that says that the folder is in use */
    const char *isolation_why; /* NULL: isolation is full */
    bool as_root;
    bool interrupted;
    unsigned parallel, nrunning;
    unsigned long serial; /* of the next FIFO */
    struct job **running; /* a slot each; NULL where it is free */
    struct slot_user *users;
    struct job *first, **last; /* the queue */
    void (*tick)(void *ctx);
    void *tick_ctx;
    uint64_t sampled; /* when */
    struct proc_list all, below;
};

void users_claim(struct jobs *jobs);
void users_release(struct jobs *jobs);

/* Start what may start. */
void jobs_pump(struct jobs *jobs);

/* Drop the queue, and kill what runs. */
void jobs_stop(struct jobs *jobs);

/* Look at every job that runs, and kill what is over a limit. */
void jobs_sample(struct jobs *jobs);

/* Kill what a jail left that was itself killed. */
void jobs_kill_strays(struct jobs *jobs);

static inline bool job_isolated(const struct job *job)
{
    return !job->jobs->isolation_why;
}

static inline uid_t job_uid(const struct job *job)
{
    return job->jobs->users[job->slot].uid;
}

/* The user that no other job shares, or 0. */
static inline uid_t job_own_user(const struct job *job)
{
    return job->jobs->as_root && job->jobs->users[job->slot].lock >= 0
               ? job_uid(job)
               : 0;
}

/* ---- The command line ---------------------------------------------------*/

/* Where a sandbox has the jail and the result pipe. */
#define SANDBOX_JAIL "/aw-jail"
#define SANDBOX_FIFO "/tmp/aw-result"

/* Where bwrap is, or NULL. */
const char *sandbox_bwrap(void);
void sandbox_add(struct job *job, struct strings *argv);

/* The whole command line for uv_spawn, and its environment. */
const char **command_argv(struct job *job);
const char **command_env(struct job *job);

/* Let the job's user write to its folder.  Returns why not, or NULL. */
const char *command_open_folder(struct job *job);

#endif
