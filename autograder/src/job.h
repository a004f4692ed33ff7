/* SPDX-License-Identifier: MIT */
/* job.h: run programs that nobody trusts, several at once, within limits.
 *
 * This is the only module of the grader that knows how processes are run.
 * Nothing of how it does so shows here, so that it can be written anew on top
 * of another runtime.
 *
 * A job sees a file system of its own: the machine's programs and libraries,
 * the folders named in `readable`, one folder that it may write, an empty
 * /tmp and /dev/shm, and no network but loopback.  It runs as a user without
 * rights, in a process group and (where the machine allows) namespaces of its
 * own, and nothing it starts outlives it.  Where namespaces are not to be
 * had, limits and killing remain, and jobs_isolation() says "reduced". */
#ifndef JOB_H
#define JOB_H

#include <stdbool.h>
#include <stddef.h>

struct jobs;

/* What one job may use.  0 stands for the default in brackets. */
struct job_limits {
    double wall_seconds;  /* [60] a last resort, generous */
    double cpu_seconds;   /* [10] of any one of its processes */
    double idle_seconds;  /* [3] all its processes asleep, none progressing */
    size_t memory_bytes;  /* [1 GiB] resident, all its processes together */
    size_t address_bytes; /* [unlimited] address space of one process; not for
                             programs built with AddressSanitizer */
    size_t file_bytes;    /* [64 MiB] one file */
    size_t output_bytes;  /* [8 MiB] on stdout and stderr together */
    unsigned processes;   /* [64] with threads; ended at three quarters */
};

struct job_spec {
    const char *const *argv;     /* ends with NULL; argv[0] is a path (and the
                                    job sees that file) or is looked up in
                                    /usr/bin and /bin */
    const char *const *env;      /* "NAME=value" strings, ends with NULL; the
                                    job gets these, PATH, HOME, LANG=C.UTF-8
                                    and nothing else.  NULL: none */
    const char *const *readable; /* paths relative to the project's top, or
                                    absolute; ends with NULL */
    const char *writable;        /* one folder likewise, or NULL.  It exists and
                                    is no link; root's grader gives its group
                                    the right to write */
    bool results;                /* make a result pipe: AW_RESULT names it and
                                    AW_NONCE is a fresh nonce */
    bool asked;                  /* what is to be killed because it sleeps, or
                                    takes too long, is asked first: processes
                                    without children get SIGXCPU, and have two
                                    seconds to say where they are */
    bool single;                 /* it may start no other process and no
                                    thread: such calls fail with EPERM */
    struct job_limits limits;
};

enum job_end {
    JOB_EXITED,      /* `code` is the exit status; a program that was faster
                        than its killer counts as exited, too */
    JOB_SIGNALLED,   /* `code` is the signal */
    JOB_IDLE,        /* killed: everything slept, so a deadlock */
    JOB_BUSY,        /* killed: out of CPU time or of wall time, so a loop */
    JOB_MEMORY,      /* killed: too much memory */
    JOB_OUTPUT,      /* killed: too much output */
    JOB_NOT_STARTED, /* the machine's fault; `why` says what */
};

struct job_outcome {
    enum job_end end;
    int code;
    double wall_seconds;
    double cpu_seconds; /* user and system, of all its processes (where
                           isolation is reduced or the job was killed, with
                           some milliseconds of its jail's) */
    const char *output; /* stdout and stderr as they came, at most 64 KiB: the
                           beginning and the end; ends with NUL */
    size_t output_len;
    const char *records; /* lines with the right nonce, the nonce cut off;
                            ends with NUL; at most 4 MiB */
    size_t records_len;
    size_t forged;   /* lines on the result pipe with a wrong nonce, or too
                         long, or without an end */
    const char *why; /* a sentence, or NULL when it ended by itself */
};

static inline bool job_went_well(const struct job_outcome *outcome)
{
    return outcome->end == JOB_EXITED && outcome->code == 0;
}

/* Did it not get to its work?  That is not what was to be worked on's fault. */
static inline bool job_is_machines(const struct job_outcome *outcome)
{
    return outcome->end == JOB_NOT_STARTED || outcome->end == JOB_IDLE;
}

/* Called when a job has ended, and nothing of it runs any more.  `outcome`
 * is valid until it returns.  It may submit further jobs. */
typedef void (*job_done)(void *ctx, const struct job_outcome *outcome);

/* Why there are no jobs, when somebody has pressed Ctrl-C. */
extern const char jobs_interrupted[];

/* Set up to run at most `parallel` jobs at a time; 0: one for each core.
 *
 * top    the project's top folder, absolute: the working folder of each job
 * build  a folder below it for what this module needs while it runs
 * jail   the helper program's path (aw-jail)
 *
 * It runs /usr/bin/true as a job to see what the machine allows.  Where
 * isolation is reduced, the process is a child subreaper until jobs_free.
 *
 * Returns NULL when that fails, and `*why` then says what to do; it is
 * jobs_interrupted itself when SIGINT or SIGTERM arrived meanwhile. */
struct jobs *jobs_new(const char *top, const char *build, const char *jail,
                      unsigned parallel, bool want_isolation, const char **why);

/* Kill what still runs, and free. */
void jobs_free(struct jobs *jobs);

/* "full" or "reduced"; and why it is reduced, or NULL. */
const char *jobs_isolation(const struct jobs *jobs);
const char *jobs_isolation_why(const struct jobs *jobs);

/* Queue a job.  First in, first started.  Copies all that `spec` points to.
 * It is run exclusively (nothing beside it) when `alone` is set. */
void jobs_submit(struct jobs *jobs, const struct job_spec *spec, bool alone,
                 job_done done, void *ctx);

/* How many jobs are queued or running. */
size_t jobs_left(const struct jobs *jobs);

/* Run until nothing is queued and nothing runs.  `tick`, if not NULL, is
 * called about ten times a second.
 *
 * Returns false when SIGINT or SIGTERM arrived: then all jobs have been
 * killed, those queued have been dropped, and no `done` was called for
 * either. */
bool jobs_run(struct jobs *jobs, void (*tick)(void *ctx), void *ctx);

#endif
