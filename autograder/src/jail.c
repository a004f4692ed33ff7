/* SPDX-License-Identifier: MIT */
/* aw-jail: the process between the grader and a job.
 *
 * The outer jail exists because a process group is easily left: a child that
 * calls setsid is out of it.  A child subreaper is not: whatever is orphaned
 * below it becomes its child, so that "I have no children" means that
 * nothing is left of the job.
 *
 * The hard part is to kill what forks as fast as it is killed.  Where the job
 * has a user of its own, one kill(-1) as that user takes them all: no fork
 * gets past it.  Where it has not, everything is stopped first: a stopped
 * process forks no more but still counts against the limit on processes, so
 * after a few rounds nothing runs, and the stopped can be killed at leisure. */
#include "jail.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "proc.h"

static void start(char **command, const sigset_t *mask)
{
    pid_t parent = getppid();

    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(1);
    sigprocmask(SIG_SETMASK, mask, NULL);
    execvp(command[0], command);
    dprintf(STATUS_FD, "failed cannot start %s: %s\n", command[0],
            strerror(errno));
    _exit(1);
}

/* Returns false when there are no children any more. */
static bool reap(pid_t first, bool *first_ended)
{
    pid_t pid;

    while ((pid = waitpid(-1, NULL, WNOHANG)) > 0)
        if (pid == first)
            *first_ended = true;
    return pid == 0;
}

/* Until the program has ended by itself, or the grader (or the kernel, when
 * the grader died) says that it is enough.  Returns whether it has. */
static bool wait_for(pid_t first, const sigset_t *signals)
{
    bool ended = false;
    int signal = 0;

    while (reap(first, &ended) && !ended && signal != SIGTERM)
        signal = sigwaitinfo(signals, NULL);
    return ended;
}

static void stop_all(struct proc_list *all, struct proc_list *below)
{
    size_t sent;
    int rounds = 0;

    do {
        proc_all(all);
        proc_below(all, getpid(), below);
        sent = proc_signal(below, SIGSTOP, 'T');
    } while (sent && ++rounds < 100);
}

static void kill_user(uid_t user)
{
    pid_t pid = fork();

    if (pid == 0) {
        if (setresuid(user, user, user) == 0)
            kill(-1, SIGKILL);
        _exit(0);
    }
    if (pid > 0)
        waitpid(pid, NULL, 0);
}

static void kill_all(pid_t first, uid_t user, const sigset_t *signals)
{
    const struct timespec wait = {.tv_nsec = 5000000};
    struct proc_list all = {0}, below = {0};
    bool ended = false;

    /* With namespaces this is enough: bwrap takes all with it, at once. */
    if (first > 0)
        kill(first, SIGKILL);
    /* Ten seconds at the most: a process that hangs in the kernel must not
     * hang the grader, too. */
    for (int rounds = 0; rounds < 2000 && reap(0, &ended); rounds++) {
        if (user)
            kill_user(user);
        if (rounds % 100 == 0)
            stop_all(&all, &below);
        proc_all(&all);
        proc_below(&all, getpid(), &below);
        proc_signal(&below, SIGKILL, 0);
        sigtimedwait(signals, NULL, &wait);
    }
    proc_free(&all);
    proc_free(&below);
}

static void report_usage(void)
{
    struct rusage u;

    getrusage(RUSAGE_CHILDREN, &u);
    dprintf(STATUS_FD, "usage %ld\n",
            (long)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1000000 +
                (long)(u.ru_utime.tv_usec + u.ru_stime.tv_usec));
}

static int outer(pid_t parent, uid_t user, char **command)
{
    sigset_t signals, before;
    bool ended = false;
    pid_t first;

    /* All are blocked, but for what cannot be: this process is the one that
     * must not go before its time. */
    sigfillset(&signals);
    sigprocmask(SIG_SETMASK, &signals, &before);
    sigemptyset(&signals);
    sigaddset(&signals, SIGCHLD);
    sigaddset(&signals, SIGTERM);
    jail_close_others();
    prctl(PR_SET_DUMPABLE, 0); /* the job may not trace it */
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent)
        return 1;
    first = fork();
    if (first == 0)
        start(command, &before);
    if (first < 0)
        dprintf(STATUS_FD, "failed cannot fork: %s\n", strerror(errno));
    else
        ended = wait_for(first, &signals);
    kill_all(ended ? 0 : first, user, &signals);
    report_usage();
    return 0;
}

int main(int argc, char **argv)
{
    if (argc > 5 && strcmp(argv[1], "--outer") == 0 &&
        strcmp(argv[4], "--") == 0)
        return outer((pid_t)strtol(argv[2], NULL, 10),
                     (uid_t)strtoul(argv[3], NULL, 10), argv + 5);
    if (argc > 3 && strcmp(argv[1], "--inside") == 0)
        return jail_inside(argv + 2);
    fputs("aw-jail is started by the grader, not by hand\n", stderr);
    return 2;
}
