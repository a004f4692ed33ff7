/* SPDX-License-Identifier: MIT */
/* What programs see, what they leave, and what they report. */
#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "job_test.h"

/* ---- What they see ------------------------------------------------------*/

static void writing(void)
{
    unsigned before;

    RUN("for f in out/x open/x ./x secret/x /usr/x /etc/x /dev/x /x /proc/x; do"
        " (echo >$f) 2>/dev/null && echo $f; done; :");
    ENDED(JOB_EXITED, 0);
    if (full || root)
        OUTPUT("out/x\n");
    CHECK(access("out/x", F_OK) == 0);
    /* Root's tests and a plain user's run side by side: each has its name. */
    RUN("f=aw-$$; echo >/tmp/$f && echo >/dev/shm/$f && rm /tmp/$f "
        "/dev/shm/$f");
    ENDED(JOB_EXITED, 0);
    before = nfine;
    /* Two jobs at a time have two users, who share the folder. */
    submit("sh", "umask; mkdir -p out/dir; sleep 1", (struct job_limits){0});
    submit("sh",
           "until [ -d out/dir ]; do sleep .1; done; echo >out/dir/x &&"
           " rm -r out/*",
           (struct job_limits){0});
    CHECK(jobs_run(jobs, NULL, NULL));
    CHECK(nfine == before + 2);
    CHECK(files_in("out", "dir") == 0 && files_in("out", "x") == 0);
}

static void only_what_is_readable(void)
{
    if (!full)
        return;
    RUN("pwd; ls; cat open/file; ls -d secret build /root /home; ls -A /tmp");
    CHECK(strstr(last.output, "/aw-job-test-"));
    CHECK(strstr(last.output, "\nopen\nout\nopen/file\n"));
    CHECK(!strstr(last.output, "\nsecret\n"));
    CHECK(!strstr(last.output, "\nbuild\n"));
    CHECK(!strstr(last.output, "\n/root\n") && !strstr(last.output, "\n/home"));
    CHECK(strcmp(strrchr(last.output, ':'),
                 ": No such file or directory\naw-result\n") == 0);
}

static void folders_inside_folders(void)
{
    const char *const argv[] = {
        "sh", "-c", "echo >open/a; echo >open/w/a; echo >open/w/r/a", NULL};
    const char *const reads[] = {"open/w/r", "open", NULL};
    struct job_spec spec = {
        .argv = argv, .readable = reads, .writable = "open/w"};

    RUN("mkdir -p out/w/r && chmod 777 out/w/r");
    CHECK(rename("out/w", "open/w") == 0);
    jobs_submit(jobs, &spec, false, on_done, NULL);
    CHECK(jobs_run(jobs, NULL, NULL));
    CHECK(access("open/w/a", F_OK) == 0);
    if (full) {
        CHECK(access("open/a", F_OK) != 0);
        CHECK(access("open/w/r/a", F_OK) != 0);
    }
    unlink("open/a");
    CHECK(rename("open/w", "out/w") == 0);
    RUN("rm -r out/w");
    ENDED(JOB_EXITED, 0);
}

static void a_clean_environment(void)
{
    const char *const argv[] = {"env", NULL};
    const char *const env[] = {"ONE=1", "LANG=C", NULL};
    struct job_spec spec = {.argv = argv, .env = env};
    int stray = dup(0); /* no close-on-exec */

    jobs_submit(jobs, &spec, false, on_done, NULL);
    CHECK(jobs_run(jobs, NULL, NULL));
    OUTPUT("ONE=1\nLANG=C\nPATH=/usr/bin:/bin\nHOME=/tmp\n");
    RUN("ls /proc/self/fd"); /* 3 is the folder itself */
    OUTPUT("0\n1\n2\n3\n");
    close(stray);
}

static void no_rights(void)
{
    RUN("grep -E 'CapPrm|CapEff|CapAmb|NoNewPrivs' /proc/self/status");
    CHECK(strstr(last.output, "CapPrm:\t0000000000000000\n"));
    CHECK(strstr(last.output, "CapEff:\t0000000000000000\n"));
    CHECK(strstr(last.output, "CapAmb:\t0000000000000000\n"));
    CHECK(strstr(last.output, "NoNewPrivs:\t1\n"));
    RUN("ls /proc/$PPID/fd; cat /proc/$PPID/environ"); /* the jail's */
    CHECK(last.code != 0 && !strstr(last.output, "AW_NONCE"));
    RUN("id -u; id -G");
    CHECK(atoi(last.output) != 0);
    CHECK(!root || strstr(last.output, "\n65534\n"));
}

static int listener(unsigned *port)
{
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof(at);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    CHECK(bind(fd, (struct sockaddr *)&at, len) == 0 && listen(fd, 4) == 0);
    CHECK(getsockname(fd, (struct sockaddr *)&at, &len) == 0);
    *port = ntohs(at.sin_port);
    return fd;
}

static void the_network(void)
{
    char script[256];
    unsigned port;
    int fd = listener(&port);

    snprintf(script, sizeof(script),
             "use IO::Socket::INET; exit 0 if IO::Socket::INET->new("
             "'127.0.0.1:%u'); exit 9",
             port);
    run("perl", script, (struct job_limits){0});
    ENDED(JOB_EXITED, full ? 9 : 0);
    run("perl",
        "use IO::Socket::INET; $l = IO::Socket::INET->new(Listen => 1,"
        " LocalAddr => '127.0.0.1') or exit 1; $c = IO::Socket::INET->new("
        "'127.0.0.1:' . $l->sockport) or exit 2; exit 7",
        (struct job_limits){0});
    ENDED(JOB_EXITED, 7);
    close(fd);
}

/* ---- What they leave ----------------------------------------------------*/

static void daemons_are_killed(void)
{
    struct job_limits limits = {.idle_seconds = 1};

    /* Had we to wait for them, the job would be idle. */
    run("sh",
        "setsid -f sleep 1000; (setsid sh -c '(sleep 1000 &)' &);"
        " setsid -f sh -c 'kill -STOP $$'; echo ready",
        limits);
    ENDED(JOB_EXITED, 0);
    OUTPUT("ready\n");
}

static void killing_everything(void)
{
    RUN("sleep 1000 & kill -KILL -1; kill -0 $!; wait; echo here");
    /* Without a PID namespace, that call is refused. */
    ENDED(full ? JOB_EXITED : JOB_IDLE, 0);
    RUN("kill -KILL 0");
    ENDED(JOB_SIGNALLED, SIGKILL);
    CHECK(!last.why); /* it killed itself, and not its jail */
}

static void killing_the_jail(void)
{
    struct job_limits limits = {.idle_seconds = 1};

    run("sh",
        "set -- $(cat /proc/$PPID/stat); setsid -f sleep 1000;"
        " [ $4 = 0 ] || kill -KILL $4; kill -KILL $PPID; exec sleep 1000",
        limits);
    if (full || root)
        ENDED(JOB_IDLE, 0);
    else /* nothing protects it there; but nothing is left */
        ENDED(JOB_SIGNALLED, SIGKILL);
}

/* ---- What they report ---------------------------------------------------*/

static void records(void)
{
    RUN("r() { echo \"$@\" >$AW_RESULT; }; r $AW_NONCE one; r 0123 forged;"
        " r ${AW_NONCE}x glued; r; printf spoilt >$AW_RESULT;"
        " r $AW_NONCE 'two  three'; printf \"$AW_NONCE torn\" >$AW_RESULT;"
        " echo ${#AW_NONCE}");
    ENDED(JOB_EXITED, 0);
    OUTPUT("32\n");
    CHECK(strcmp(last.records, "one\ntwo  three\n") == 0);
    CHECK(last.records_len == 15);
    CHECK(last.forged == 5);
}

static void records_of_a_crash(void)
{
    RUN("i=0; while [ $i -lt 500 ]; do echo $AW_NONCE record $((i += 1)); done"
        " >$AW_RESULT; kill -KILL $$");
    ENDED(JOB_SIGNALLED, SIGKILL);
    CHECK(strncmp(last.records, "record 1\n", 9) == 0);
    CHECK(last.records_len > 11 &&
          strcmp(last.records + last.records_len - 11, "record 500\n") == 0);
    CHECK(last.forged == 0);
}

static void floods_of_records(void)
{
    run("perl",
        "open F, '>', $ENV{AW_RESULT}; $l = ('x' x 9999) . qq(\n); $g ="
        " qq($ENV{AW_NONCE} ) . ('y' x 999) . qq(\n); print F $g for 1..6000;"
        " print F $l for 1..200",
        (struct job_limits){0});
    ENDED(JOB_EXITED, 0);
    CHECK(last.records_len > 4000000 && last.records_len < 4 << 20);
    /* Lines that are no records, and records for which there was no room. */
    CHECK(last.forged > 200 && last.forged < 6200);
}

const struct test world_tests[] = {
    {"writing", writing},
    {"only_what_is_readable", only_what_is_readable},
    {"folders_inside_folders", folders_inside_folders},
    {"a_clean_environment", a_clean_environment},
    {"no_rights", no_rights},
    {"the_network", the_network},
    {"daemons_are_killed", daemons_are_killed},
    {"killing_everything", killing_everything},
    {"killing_the_jail", killing_the_jail},
    {"records", records},
    {"records_of_a_crash", records_of_a_crash},
    {"floods_of_records", floods_of_records},
    {NULL, NULL},
};
