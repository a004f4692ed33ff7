/* SPDX-License-Identifier: MIT */
/* The job module, against programs that do not play by the rules.
 *
 *      job_test PATH_OF_AW_JAIL [NAME]
 *
 * Every test runs with full and with reduced isolation, and, when root runs
 * this, as root and as a plain user.  The programs are one line of sh or
 * perl each.  Behind every test stands: nothing runs any more, no descriptor
 * and no file is left. */
#define _GNU_SOURCE /* memmem */
#include <arpa/inet.h>
#include <dirent.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "job.h"
#include "job_test.h"
#include "proc.h"

struct counts *counts; /* shared with the child that is a plain user */
static struct jobs *jobs;
static char top[64], jail[128];
static const char *only, *test_name, *user;
static bool test_failed, full, root;

static bool check(bool ok, const char *what, int line)
{
    if (!ok)
        printf("%s %s %s: line %d: %s does not hold\n", user,
               full ? "full" : "reduced", test_name, line, what);
    test_failed = test_failed || !ok;
    return ok;
}
#define CHECK(condition) check((condition), #condition, __LINE__)

/* ---- Running one program ------------------------------------------------*/

static struct job_outcome last;
static char last_output[1 << 17], last_records[5 << 20];
static unsigned ndone;

static void on_done(void *ctx, const struct job_outcome *o)
{
    (void)ctx;
    ndone++;
    last = *o;
    memcpy(last_output, o->output, o->output_len + 1);
    memcpy(last_records, o->records, o->records_len + 1);
}

static const char *const readable[] = {"open", NULL};

static void submit(const char *shell, const char *script,
                   struct job_limits limits)
{
    const char *const argv[] = {shell, shell[0] == 'p' ? "-e" : "-c", script,
                                NULL};
    struct job_spec spec = {.argv = argv,
                            .readable = readable,
                            .writable = "out",
                            .results = true,
                            .limits = limits};

    jobs_submit(jobs, &spec, false, on_done, NULL);
}

static void run(const char *shell, const char *script, struct job_limits limits)
{
    unsigned before = ndone;

    submit(shell, script, limits);
    CHECK(jobs_run(jobs, NULL, NULL));
    CHECK(ndone == before + 1);
}

static bool ended(enum job_end end, int code)
{
    if (last.end == end && last.code == code)
        return true;
    printf("  end %d, code %d, why: %s\n  output: %.300s\n", (int)last.end,
           last.code, last.why ? last.why : "-", last_output);
    return false;
}

#define RUN(...)   run("sh", __VA_ARGS__, (struct job_limits){0})
#define ENDED(...) CHECK(ended(__VA_ARGS__))
#define OUTPUT(s)  CHECK(strcmp(last_output, (s)) == 0)

/* ---- How programs end ---------------------------------------------------*/

static void exit_status(void)
{
    RUN("exit 3");
    ENDED(JOB_EXITED, 3);
    RUN("exit 143"); /* what a shell makes of a signal is no signal */
    ENDED(JOB_EXITED, 143);
}

static void a_signal(void)
{
    RUN("kill -SEGV $$");
    ENDED(JOB_SIGNALLED, SIGSEGV);
    RUN("kill -KILL $$");
    ENDED(JOB_SIGNALLED, SIGKILL);
}

static void no_such_program(void)
{
    run("no-such-program", "", (struct job_limits){0});
    ENDED(JOB_NOT_STARTED, 0);
    CHECK(last.why && strstr(last.why, "no-such-program"));
}

static void a_bad_folder(void)
{
    const char *const argv[] = {"true", NULL};
    struct job_spec spec = {.argv = argv, .writable = "link"};

    CHECK(chdir(top) == 0 && symlink("secret", "link") == 0);
    jobs_submit(jobs, &spec, false, on_done, NULL);
    CHECK(jobs_run(jobs, NULL, NULL));
    ENDED(JOB_NOT_STARTED, 0);
    CHECK(last.why && strstr(last.why, "link"));
    CHECK(unlink("link") == 0);
}

static void output_in_order(void)
{
    RUN("echo one; echo two >&2; echo three >/dev/stderr; cat");
    ENDED(JOB_EXITED, 0);
    OUTPUT("one\ntwo\nthree\n");
}

static void long_output_is_cut(void)
{
    RUN("echo begin; head -c 200000 /dev/zero | tr '\\0' x; echo end");
    ENDED(JOB_EXITED, 0);
    CHECK(strncmp(last_output, "begin\n", 6) == 0);
    CHECK(last.output_len <= 65536);
    CHECK(strcmp(last_output + last.output_len - 5, "xend\n") == 0);
    CHECK(strstr(last_output, "\n[... 134538 bytes are cut here ...]\n"));
}

static void a_gigabyte_of_output(void)
{
    RUN("head -c 1073741824 /dev/zero");
    ENDED(JOB_OUTPUT, 0);
}

static void busy(void)
{
    struct job_limits limits = {.cpu_seconds = 1};

    run("sh", "while :; do :; done", limits);
    ENDED(JOB_BUSY, SIGXCPU);
    CHECK(last.cpu_seconds > 0.9);
    run("sh", "trap '' XCPU; while :; do :; done", limits);
    ENDED(JOB_BUSY, SIGKILL);
    run("sh", "sh -c 'while :; do :; done'; echo survived", limits);
    ENDED(JOB_EXITED, 0); /* as a runner does whose worker is killed */
}

static void wall_time(void)
{
    struct job_limits limits = {.wall_seconds = 1};

    run("sh", "while :; do :; done", limits);
    ENDED(JOB_BUSY, 0);
}

static void idle(void)
{
    struct job_limits limits = {.idle_seconds = 1};

    run("sh", "sleep 1000", limits);
    ENDED(JOB_IDLE, 0);
    run("sh", "sleep 1000 & sleep 1000 & wait", limits);
    ENDED(JOB_IDLE, 0);
    run("sh", "kill -STOP $$", limits);
    ENDED(JOB_IDLE, 0);
    /* A pause is not the end of progress. */
    run("sh", "for i in 1 2 3 4 5 6 7 8; do sleep 0.2; done", limits);
    ENDED(JOB_EXITED, 0);
}

/* ---- What programs use --------------------------------------------------*/

static void memory(void)
{
    struct job_limits limits = {.memory_bytes = 64 << 20},
                      address = {.address_bytes = 64 << 20};

    run("perl", "while (1) { push @a, 'x' x 4e6; select undef,undef,undef,.01 }",
        limits);
    ENDED(JOB_MEMORY, 0);
    /* 30 MB in eight processes is still 30 MB. */
    run("perl",
        "$x = 'x' x 30e6; for (1..8) { next if fork; select undef, undef, "
        "undef, 1; exit } 1 while wait > 0",
        limits);
    ENDED(JOB_EXITED, 0);
    run("perl", "$x = 'x' x 500e6", address);
    CHECK(last.end == JOB_EXITED && last.code != 0);
}

static void file_size(void)
{
    struct job_limits limits = {.file_bytes = 1 << 20};
    char path[128];
    struct stat st;

    run("sh", "exec head -c 2000000 /dev/zero >out/big", limits);
    ENDED(JOB_SIGNALLED, SIGXFSZ);
    snprintf(path, sizeof(path), "%s/out/big", top);
    CHECK(stat(path, &st) == 0 && st.st_size == 1 << 20);
}

static struct proc_list all, below;
static size_t descendants(void)
{
    proc_all(&all);
    proc_below(&all, getpid(), &below);
    return below.n;
}

static size_t most;
static void count_descendants(void *ctx)
{
    size_t n = descendants();

    (void)ctx;
    most = n > most ? n : most;
}

static void a_fork_bomb(void)
{
    struct job_limits limits = {.processes = 20, .wall_seconds = 2};

    most = 0;
    submit("perl", "fork while 1", limits);
    CHECK(jobs_run(jobs, count_descendants, NULL));
    ENDED(JOB_BUSY, 0);
    CHECK(most > 15);
    CHECK(most < (full || root ? 20u + 8 : 1000u));
}

static void a_limit_is_not_shared(void)
{
    struct job_limits limits = {.processes = 20};

    /* One sees the other's processes and waits for them: they overlap. */
    for (int i = 0; i < 2; i++)
        submit("sh",
               "for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do"
               " sleep 1 & done; wait; echo fine",
               limits);
    CHECK(jobs_run(jobs, NULL, NULL));
    ENDED(JOB_EXITED, 0);
    OUTPUT("fine\n");
}

/* ---- What programs leave ------------------------------------------------*/

static void daemons_are_killed(void)
{
    struct job_limits limits = {.idle_seconds = 1};

    /* Had we to wait for them, the job would be idle. */
    run("sh", "setsid -f sleep 1000; (setsid sh -c '(sleep 1000 &)' &);"
              " echo ready", limits);
    ENDED(JOB_EXITED, 0);
    OUTPUT("ready\n");
}

static void killing_all_kills_itself_only(void)
{
    RUN("kill -KILL -1; echo here"); /* -1: all that it may kill */
    ENDED(JOB_EXITED, 0);
    OUTPUT(full ? "here\n" : "sh: 1: kill: Operation not permitted\n\nhere\n");
    RUN("kill -KILL 0");
    ENDED(JOB_SIGNALLED, SIGKILL);
}

static void killing_the_jail(void)
{
    const char *script = "set -- $(cat /proc/$PPID/stat); setsid -f sleep 1000;"
                         " kill -KILL $4 $PPID; exec sleep 1000";
    struct job_limits limits = {.idle_seconds = 1};

    run("sh", script, limits);
    if (!full && !root) /* nothing protects it, but nothing is left either */
        ENDED(JOB_SIGNALLED, SIGKILL);
    else
        ENDED(JOB_IDLE, 0);
}

/* ---- What programs see --------------------------------------------------*/

static void writing(void)
{
    RUN("for f in out/x open/x ./x /usr/x /etc/x /dev/x /x /proc/x; do"
        " (echo >$f) 2>/dev/null && echo $f; done; echo >/tmp/aw-x");
    ENDED(JOB_EXITED, 0);
    if (full || root)
        OUTPUT("out/x\n");
    /* Another user of ours goes on where this one ended. */
    submit("sh", "mkdir -p out/dir; sleep 0.3", (struct job_limits){0});
    submit("sh", "mkdir -p out/dir; sleep 0.3; echo >out/dir/$$-x; echo $?",
           (struct job_limits){0});
    CHECK(jobs_run(jobs, NULL, NULL));
    OUTPUT("0\n");
}

static void secrets(void)
{
    RUN("ls; cat secret/file open/file; ls -a /tmp /dev/shm");
    if (full)
        OUTPUT("open\nout\ncat: secret/file: No such file or directory\nopen\n"
               "/dev/shm:\n.\n..\n\n/tmp:\n.\n..\naw-result\nX\n" + 0 * full);
}
