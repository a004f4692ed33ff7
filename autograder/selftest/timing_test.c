/* SPDX-License-Identifier: MIT */
/* How timing.c takes it when programs do not start, fail, or differ from
 * themselves.
 *
 * The timed programs are shells that do what the file PLAN says, a line for
 * each start: report so many microseconds of CPU time, "fail", "kill"
 * themselves or "sleep"; or they are "absent": the jail, which is a shell as
 * well, does not start them. */
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files.h"
#include "timing.h"

static unsigned passed, failed;
static struct arena arena;
static char top[] = "/tmp/aw-timing-test-XXXXXX";

static void expect(bool held, const char *what)
{
    passed += held;
    failed += !held;
    printf("%s %s\n", held ? "ok     " : "FAILED ", what);
}

/* ---- A machine ----------------------------------------------------------*/

static void write_program(const char *path, const char *text)
{
    file_write(path, text, strlen(text));
    chmod(path, 0755);
}

/* The word of this start is handed on in the file `now`. */
static void write_programs(const char *jail)
{
    write_program("jail", arena_printf(&arena,
                                       "#!/bin/sh\n"
                                       "cd %s\n"
                                       "case \"$1 $*\" in '--outer '*/learner*|"
                                       "'--outer '*/reference*)\n"
                                       "    read -r now <plan\n"
                                       "    tail -n +2 plan >rest\n"
                                       "    mv rest plan\n"
                                       "    echo \"$now\" >now\n"
                                       "    if [ \"$now\" = absent ]; then\n"
                                       "        echo it is out of order >&2\n"
                                       "        exit 1\n"
                                       "    fi\n"
                                       "esac\n"
                                       "exec %s \"$@\"\n",
                                       top, jail));
    for (int i = 0; i < 2; i++)
        write_program(
            i ? "prog/learner" : "prog/reference",
            "#!/bin/sh\n"
            "read -r now <now\n"
            "[ \"$now\" = fail ] && exit 3\n"
            "[ \"$now\" = kill ] && kill -SEGV $$\n"
            "[ \"$now\" = sleep ] && read -r now <wait\n"
            "echo \"$AW_NONCE timing x\t${now}000\" >\"$AW_RESULT\"\n");
}

static struct jobs *jobs;

static struct target measure(const char *plan)
{
    static const struct program learner = {.path = "prog/learner"};
    static const struct program reference = {.path = "prog/reference"};
    struct target target = {.name = "x", .gold = 1.3, .required = 2};
    struct measurement m = {&target, &learner, &reference};
    struct run_options options = {.fresh = true, .engine = "epoll"};

    file_write("plan", plan, strlen(plan));
    expect(timing_measure(&m, 1, &options, &arena, jobs), "it is measured");
    return target;
}

/* `n` rounds, in which the reference needs `other` the second time. */
static const char *rounds(size_t n, const char *learner, const char *other)
{
    const char *text = "";

    for (size_t i = 0; i < n; i++)
        text =
            i % 2
                ? arena_printf(&arena, "%s%s\n%s\n100\n", text, other, learner)
                : arena_printf(&arena, "%s100\n%s\n%s\n", text, learner, other);
    return text;
}

static const char *behind(const char *first, const char *then)
{
    return arena_printf(&arena, "%s%s", first, then);
}

static bool says(const struct target *t, const char *words)
{
    if (t->message && strstr(t->message, words))
        return true;
    printf("        it says %s\n", t->message ? t->message : "nothing");
    return false;
}

/* ---- What may happen ----------------------------------------------------*/

static void try_plain(void)
{
    struct target t = measure(rounds(9, "110", "100"));

    expect(t.status == TIMING_GOLD && t.pairs == 9, "nine rounds of gold");
    t = measure(rounds(25, "300", "100"));
    expect(t.status == TIMING_FAILED && !t.message, "too slow is too slow");
}

static void try_absent(void)
{
    struct target t;

    t = measure(behind("absent\n", rounds(9, "110", "100")));
    expect(t.status == TIMING_GOLD, "a start that failed is tried again");
    t = measure("100\nabsent\n100\nabsent\n");
    expect(t.status == TIMING_INCONCLUSIVE,
           "who does not start twice has lost nothing");
    expect(says(&t, "machine   ") && says(&t, "it is out of order"),
           "and is told what was wrong");
    t = measure("absent\nabsent\n");
    expect(t.status == TIMING_INCONCLUSIVE && says(&t, "it is out of order"),
           "nor where the reference does not start");
}

static void try_failing(void)
{
    struct target t = measure("100\nfail\n100\nfail\n");

    expect(t.status == TIMING_FAILED && says(&t, "(status 3)"),
           "a program that fails has failed");
    t = measure("100\nkill\n100\nkill\n");
    expect(t.status == TIMING_FAILED && says(&t, "(signal 11)"),
           "also by a signal");
    t = measure("100\nsleep\n100\nsleep\n");
    expect(t.status == TIMING_FAILED && !strstr(t.message, "signal"),
           "what was stopped did not end by a signal");
    t = measure("100\nabsent\n100\nfail\n100\nfail\n");
    expect(t.status == TIMING_FAILED && says(&t, "(status 3)"),
           "a start that failed is none of its failures");
}

static void try_noise(void)
{
    const char *noisy = rounds(25, "150", "200");
    const char *quiet = rounds(25, "150", "100");
    struct target t;

    t = measure(behind(noisy, quiet));
    expect(t.status == TIMING_PASSED, "a noisy series is measured anew");
    t = measure(behind(noisy, noisy));
    expect(t.status == TIMING_INCONCLUSIVE && says(&t, "too noisy"),
           "twice it is called so");
    t = measure(behind("absent\n", behind(noisy, quiet)));
    expect(t.status == TIMING_PASSED, "also behind a start that failed");
    t = measure(behind("fail\n", behind(noisy, quiet)));
    expect(t.status == TIMING_PASSED, "and behind a program that failed");
}

int main(int argc, char **argv)
{
    const char *why = NULL;

    if (argc < 2 || !mkdtemp(top) || chdir(top) != 0 || chmod(top, 0755) != 0) {
        perror(top);
        return 1;
    }
    folder_make("prog");
    write_programs(argv[1]);
    mkfifo("wait", 0666);
    jobs = jobs_new(top, "build", "jail", 1, false, &why);
    if (!jobs) {
        fprintf(stderr, "%s\n", why);
        return 1;
    }
    try_plain();
    try_absent();
    try_failing();
    try_noise();
    jobs_free(jobs);
    folder_remove(top);
    arena_free(&arena);
    printf("%u passed, %u failed, 0 skipped\n", passed, failed);
    return failed > 0;
}
