/* SPDX-License-Identifier: MIT */
/* Many jobs; and the grader's own end. */
#define _GNU_SOURCE /* CLONE_NEWNS */
#include <fcntl.h>
#include <glob.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "job_test.h"
#include "proc.h"

static void nap(void)
{
    const struct timespec t = {.tv_nsec = 20000000};

    nanosleep(&t, NULL);
}

/* ---- Many ---------------------------------------------------------------*/

static void two_hundred(void)
{
    const char *const argv[] = {"true", NULL};
    struct job_spec spec = {.argv = argv, .results = true};
    unsigned descriptors = files_in("/proc/self/fd", ""), before = nfine;

    for (int i = 0; i < 200; i++)
        jobs_submit(jobs, &spec, false, on_done, NULL);
    CHECK(jobs_run(jobs, NULL, NULL));
    CHECK(nfine == before + 200);
    CHECK(files_in("/proc/self/fd", "") == descriptors);
}

static void submit_more(void *ctx, const struct job_outcome *o)
{
    int *more = ctx;

    on_done(NULL, o);
    if (--*more > 0) {
        const char *const argv[] = {"true", NULL};
        struct job_spec spec = {.argv = argv};

        jobs_submit(jobs, &spec, false, submit_more, more);
    }
}

static void done_submits(void)
{
    const char *const argv[] = {"true", NULL};
    struct job_spec spec = {.argv = argv};
    unsigned before = nfine;
    int more = 5;

    jobs_submit(jobs, &spec, false, submit_more, &more);
    CHECK(jobs_run(jobs, NULL, NULL));
    CHECK(nfine == before + 5);
}

/* The middle one of five is to run alone; each writes when it begins and
 * when it ends. */
static void alone(void)
{
    char text[256] = "";
    int fd;

    for (int i = 0; i < 5; i++) {
        const char *const argv[] = {
            "sh", "-c",
            i == 2 ? "echo A >>out/log; sleep .3; echo B >>out/log"
                   : "echo x >>out/log; sleep .1; echo x >>out/log",
            NULL};
        struct job_spec spec = {.argv = argv, .writable = "out"};

        jobs_submit(jobs, &spec, i == 2, on_done, NULL);
    }
    CHECK(jobs_run(jobs, NULL, NULL));
    fd = open("out/log", O_RDONLY | O_CLOEXEC);
    CHECK(read(fd, text, sizeof(text) - 1) > 0);
    CHECK(strcmp(text, "x\nx\nx\nx\nA\nB\nx\nx\nx\nx\n") == 0);
    close(fd);
    unlink("out/log");
}

/* ---- Interrupted --------------------------------------------------------*/

static void interrupt_once(void *ctx)
{
    int *signal = ctx;

    if (*signal && files_in("out", "ran")) {
        raise(*signal);
        *signal = 0;
    }
}

static void interrupted(void)
{
    int signals[] = {SIGINT, SIGTERM};
    struct stat st;

    for (int i = 0; i < 2; i++) {
        unsigned before = ndone;

        for (int n = 0; n < 4; n++)
            submit("sh", "echo >>out/ran; setsid -f sleep 1000; sleep 1000; :",
                   (struct job_limits){0});
        CHECK(!jobs_run(jobs, interrupt_once, &signals[i]));
        CHECK(ndone == before);
        CHECK(descendants() == 0);
        CHECK(stat("out/ran", &st) == 0 && st.st_size <= 2);
        CHECK(unlink("out/ran") == 0);
    }
    RUN("exit 4"); /* and it still works */
    ENDED(JOB_EXITED, 4);
}

/* A grader of its own, in a child. */
static pid_t grader(void)
{
    pid_t child = fork();
    const char *why;

    if (child)
        return child;
    jobs = jobs_new(top, "build", jail, 2, full, &why);
    submit("sh", "setsid -f sleep 1000; sleep 1000 & sleep 1000",
           (struct job_limits){.idle_seconds = 900});
    jobs_run(jobs, NULL, NULL);
    _exit(0);
}

/* What it left in the file system goes with a later one; folders that are in
 * use stay, even if they are old. */
static void sweep(void)
{
    const struct timespec old[2] = {{.tv_sec = 1000}, {.tv_sec = 1000}};
    struct jobs *more;
    glob_t found;
    const char *why;

    CHECK(files_in("build", "jobs-") == 2);
    CHECK(glob("build/jobs-*", 0, NULL, &found) == 0);
    for (size_t i = 0; i < found.gl_pathc; i++)
        CHECK(utimensat(AT_FDCWD, found.gl_pathv[i], old, 0) == 0);
    globfree(&found);
    more = jobs_new(top, "build", jail, 1, full, &why);
    CHECK(files_in("build", "jobs-") == 2); /* of `jobs`, and of `more` */
    jobs_free(more);
    RUN("exit 5");
    ENDED(JOB_EXITED, 5);
}

static void kill_children_of(pid_t parent)
{
    struct proc_list all = {0};

    proc_all(&all);
    for (size_t i = 0; i < all.n; i++)
        if (all.item[i].parent == parent)
            kill(all.item[i].pid, SIGKILL);
    proc_free(&all);
}

static void kill_grader(bool and_its_jails)
{
    size_t wanted = full ? 8 : 7, left = 1;
    pid_t child;

    /* Orphans come to us, so that we see them. */
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    child = grader();
    for (int i = 0; i < 500 && descendants() < wanted; i++)
        nap();
    CHECK(descendants() >= wanted); /* grader, jails, sh, three that sleep */
    kill(child, SIGSTOP);
    if (and_its_jails)
        kill_children_of(child);
    kill(child, SIGKILL);
    for (int i = 0; i < 500 && left; i++) {
        while (waitpid(-1, NULL, WNOHANG) > 0)
            ;
        left = descendants();
        nap();
    }
    CHECK(left == 0);
    sweep();
    prctl(PR_SET_CHILD_SUBREAPER, !full); /* in reduced mode it is needed */
}

static void killed(void)
{
    kill_grader(false);
    if (full) /* with namespaces, bwrap goes with its jail */
        kill_grader(true);
}

/* ---- A machine without namespaces ---------------------------------------*/

static void forbid_namespaces(void)
{
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_unshare, 3, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 0, 3),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
                 offsetof(struct seccomp_data, args[0])),
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, CLONE_NEWNS, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog filter = {sizeof(code) / sizeof(*code), code};

    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter);
}

static struct jobs *volatile parents;

static void try_without_namespaces(void)
{
    const char *why = NULL, *reason;

    forbid_namespaces();
    parents = jobs; /* so that no leak checker takes it for lost */
    jobs = jobs_new(top, "build", jail, 2, true, &why);
    if (!jobs)
        _exit(1);
    reason = jobs_isolation_why(jobs);
    full = false;
    RUN("exit 6");
    if (strcmp(jobs_isolation(jobs), "reduced") != 0 || !reason ||
        !strstr(reason, "does not allow namespaces: bwrap: "))
        _exit(2);
    jobs_free(jobs);
    _exit(last.code);
}

static void no_namespaces(void)
{
    pid_t child = fork();
    int status = 0;

    if (child == 0)
        try_without_namespaces();
    CHECK(waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 6);
}

static void no_set_up(void)
{
    const char *why = NULL;

    CHECK(!jobs_new("relative", "build", jail, 1, full, &why));
    CHECK(why && strstr(why, "absolute"));
    CHECK(!jobs_new(top, "build", "no/aw-jail", 1, full, &why));
    CHECK(strstr(why, "no/aw-jail is missing"));
    CHECK(!jobs_new(top, "/proc/build", jail, 1, full, &why));
    CHECK(strstr(why, "/proc/build"));
    CHECK(!jobs_new(top, "build", "/usr/bin/false", 1, full, &why));
    CHECK(strstr(why, "/usr/bin/false does not work"));
    if (!full)
        prctl(PR_SET_CHILD_SUBREAPER, 1);
}

const struct test queue_tests[] = {
    {"two_hundred", two_hundred},
    {"done_submits", done_submits},
    {"alone", alone},
    {"interrupted", interrupted},
    {"killed", killed},
    {"no_namespaces", no_namespaces},
    {"no_set_up", no_set_up},
    {NULL, NULL},
};
