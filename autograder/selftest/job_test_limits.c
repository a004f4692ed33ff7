/* SPDX-License-Identifier: MIT */
/* How programs end, and what they may use. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "job_test.h"

/* ---- How they end -------------------------------------------------------*/

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

static void a_folder_that_is_a_link(void)
{
    const char *const argv[] = {"true", NULL};
    struct job_spec spec = {.argv = argv, .writable = "link"};

    CHECK(symlink("secret", "link") == 0);
    jobs_submit(jobs, &spec, false, on_done, NULL);
    jobs_submit(jobs, &spec, false, on_done, NULL);
    CHECK(jobs_run(jobs, NULL, NULL));
    ENDED(JOB_NOT_STARTED, 0);
    CHECK(last.why && strstr(last.why, "link"));
    CHECK(unlink("link") == 0);
}

/* ---- Output -------------------------------------------------------------*/

static void output_in_order(void)
{
    RUN("echo one; echo two >&2; cat; echo three >/dev/stderr");
    ENDED(JOB_EXITED, 0);
    OUTPUT("one\ntwo\nthree\n");
}

static void long_output_is_cut(void)
{
    RUN("echo begin; head -c 200000 /dev/zero | tr '\\0' x; echo end");
    ENDED(JOB_EXITED, 0);
    CHECK(strncmp(last.output, "begin\nxxx", 9) == 0);
    CHECK(last.output_len > 65000 && last.output_len <= 65536);
    CHECK(strcmp(last.output + last.output_len - 5, "xend\n") == 0);
    CHECK(strstr(last.output, "x\n[... 134538 bytes are cut here ...]\nx"));
}

static void a_gigabyte_of_output(void)
{
    RUN("head -c 1073741824 /dev/zero");
    ENDED(JOB_OUTPUT, 0);
}

/* ---- Time ---------------------------------------------------------------*/

static void busy(void)
{
    struct job_limits limits = {.cpu_seconds = 1};

    run("sh", "while :; do :; done", limits);
    ENDED(JOB_BUSY, SIGXCPU);
    CHECK(last.cpu_seconds > 0.5);
    run("sh", "trap '' XCPU; while :; do :; done", limits);
    ENDED(JOB_BUSY, SIGKILL);
    /* As a test runner does whose worker is killed. */
    run("sh", "sh -c 'while :; do :; done'; echo survived", limits);
    ENDED(JOB_EXITED, 0);
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
    run("sh", "for i in 1 2 3 4 5 6 7 8 9; do sleep 0.2; done", limits);
    ENDED(JOB_EXITED, 0);
}

static void ask(const char *shell, const char *script, struct job_limits limits)
{
    const char *const argv[] = {shell, shell[0] == 'p' ? "-e" : "-c", script,
                                NULL};
    struct job_spec spec = {.argv = argv, .asked = true, .limits = limits};

    jobs_submit(jobs, &spec, false, on_done, NULL);
    CHECK(jobs_run(jobs, NULL, NULL));
}

/* Before it is killed it may say where it is, and cannot get away by that. */
static void asked(void)
{
    struct job_limits sleeps = {.idle_seconds = 1}, runs = {.wall_seconds = 1};

    ask("perl", "$SIG{XCPU} = sub { print 'here'; exit 0 }; sleep 1000",
        sleeps);
    ENDED(JOB_IDLE, 0);
    OUTPUT("here");
    ask("perl", "$SIG{XCPU} = sub { print 'here'; exit 0 }; 1 while 1", runs);
    ENDED(JOB_BUSY, 0);
    OUTPUT("here");
    ask("sh", "sleep 1000; echo I am not", sleeps);
    ENDED(JOB_IDLE, 0);
    CHECK(strstr(last.output, "I am not"));
    ask("perl", "$SIG{XCPU} = 'IGNORE'; sleep 1000", sleeps);
    ENDED(JOB_IDLE, 0);
    ask("perl", "$SIG{XCPU} = sub { 1 while 1 }; sleep 1000", sleeps);
    ENDED(JOB_IDLE, 0);
}

/* ---- Memory, files, processes -------------------------------------------*/

static void memory(void)
{
    struct job_limits limits = {.memory_bytes = 64 << 20};
    struct job_limits address = {.address_bytes = 64 << 20};

    run("perl",
        "push @a, 'x' x 4e6 and select undef, undef, undef, .01 while 1",
        limits);
    ENDED(JOB_MEMORY, 0);
    /* 60 MB that eight processes share are still 60 MB. */
    run("perl",
        "$x = 'x' x 30e6; for (1..8) { next if fork; select undef, undef,"
        " undef, 1; exit } 1 while wait > 0",
        (struct job_limits){.memory_bytes = 100 << 20});
    ENDED(JOB_EXITED, 0);
    run("perl", "$x = 'x' x 500e6", address);
    CHECK(last.end == JOB_EXITED && last.code != 0);
}

static void file_size(void)
{
    struct job_limits limits = {.file_bytes = 1 << 20};
    struct stat st;

    run("sh", "exec head -c 2000000 /dev/zero >out/big", limits);
    ENDED(JOB_SIGNALLED, SIGXFSZ);
    CHECK(stat("out/big", &st) == 0 && st.st_size == 1 << 20);
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
    /* A plain user's limit without a namespace counts all that is his. */
    CHECK(most < (full || root ? 20u + 8 : 1000u));
}

static void one_thread(void)
{
    const char *const argv[] = {
        "perl", "-e", "print defined(fork) ? 'two' : 'one'; wait", NULL};
    struct job_spec spec = {.argv = argv, .single = true};

    jobs_submit(jobs, &spec, false, on_done, NULL);
    CHECK(jobs_run(jobs, NULL, NULL));
    ENDED(JOB_EXITED, 0);
    OUTPUT("one");
    spec.single = false;
    jobs_submit(jobs, &spec, false, on_done, NULL);
    CHECK(jobs_run(jobs, NULL, NULL));
    OUTPUT("twotwo");
}

static void a_limit_is_for_one_job(void)
{
    struct job_limits limits = {.processes = 28};
    unsigned before = nfine;

    CHECK(mkfifo("out/p", 0666) == 0 && chmod("out/p", 0666) == 0);
    /* The two meet at the FIFO, so they do run side by side. */
    submit("sh",
           "for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do"
           " sleep 1 & done; echo >out/p; wait",
           limits);
    submit("sh",
           "for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do"
           " sleep 1 & done; cat out/p; wait",
           limits);
    CHECK(jobs_run(jobs, NULL, NULL));
    if (!CHECK(nfine == before + 2))
        ended(JOB_EXITED, 0);
    CHECK(unlink("out/p") == 0);
}

const struct test limits_tests[] = {
    {"exit_status", exit_status},
    {"a_signal", a_signal},
    {"no_such_program", no_such_program},
    {"a_folder_that_is_a_link", a_folder_that_is_a_link},
    {"output_in_order", output_in_order},
    {"long_output_is_cut", long_output_is_cut},
    {"a_gigabyte_of_output", a_gigabyte_of_output},
    {"busy", busy},
    {"wall_time", wall_time},
    {"idle", idle},
    {"asked", asked},
    {"memory", memory},
    {"file_size", file_size},
    {"a_fork_bomb", a_fork_bomb},
    {"one_thread", one_thread},
    {"a_limit_is_for_one_job", a_limit_is_for_one_job},
    {NULL, NULL},
};
