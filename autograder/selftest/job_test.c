/* SPDX-License-Identifier: MIT */
/* The job module, against programs that do not play by the rules.
 *
 *      job_test PATH_OF_AW_JAIL [PART_OF_A_TEST'S_NAME]
 *
 * Every test runs with full and with reduced isolation, and, when root runs
 * this, as root and as a plain user.  Behind every test stands: no process
 * is left, no descriptor, and no file of ours. */
#include "job_test.h"

#include <dirent.h>
#include <fcntl.h>
#include <glob.h>
#include <grp.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "proc.h"

enum { PLAIN_USER = 54321 };

struct jobs *jobs;
char top[40], jail[64];
bool full, root;
struct job_outcome last;
unsigned ndone, nfine;

/* Shared with the child that is a plain user. */
static struct counts {
    atomic_uint passed, failed, skipped;
} * counts;
static const char *test_name, *only;
static bool test_failed;

bool check(bool ok, const char *what, const char *file, int line)
{
    const char *slash = strrchr(file, '/');

    if (!ok)
        printf("%s/%s %s: %s:%d: %s does not hold\n", root ? "root" : "plain",
               full ? "full" : "reduced", test_name, slash ? slash + 1 : file,
               line, what);
    test_failed = test_failed || !ok;
    return ok;
}

/* ---- Running programs ---------------------------------------------------*/

void on_done(void *ctx, const struct job_outcome *o)
{
    static char output[1 << 17], records[5 << 20], why[1024];

    (void)ctx;
    ndone++;
    nfine += o->end == JOB_EXITED && o->code == 0;
    last = *o;
    snprintf(why, sizeof(why), "%s", o->why ? o->why : "");
    last.why = o->why ? why : NULL;
    last.output = memcpy(output, o->output, o->output_len + 1);
    last.records = memcpy(records, o->records, o->records_len + 1);
}

void submit(const char *shell, const char *script, struct job_limits limits)
{
    static const char *const readable[] = {"open", NULL};
    const char *const argv[] = {shell, strcmp(shell, "perl") == 0 ? "-e" : "-c",
                                script, NULL};
    struct job_spec spec = {.argv = argv,
                            .readable = readable,
                            .writable = "out",
                            .results = true,
                            .limits = limits};

    jobs_submit(jobs, &spec, false, on_done, NULL);
}

void run(const char *shell, const char *script, struct job_limits limits)
{
    unsigned before = ndone;

    submit(shell, script, limits);
    CHECK(jobs_run(jobs, NULL, NULL));
    CHECK(ndone == before + 1);
}

bool ended(enum job_end end, int code)
{
    if (last.end == end && last.code == code)
        return true;
    printf("  it ended %d with %d (%s); output: %.300s\n", (int)last.end,
           last.code, last.why ? last.why : "-", last.output);
    return false;
}

bool output_was(const char *text)
{
    if (strcmp(last.output, text) == 0)
        return true;
    printf("  the output was:\n%.1000s  and not:\n%s", last.output, text);
    return false;
}

size_t descendants(void)
{
    static struct proc_list all, below;

    proc_all(&all);
    proc_below(&all, getpid(), &below);
    return below.n;
}

unsigned files_in(const char *folder, const char *start)
{
    char path[128];
    unsigned n = 0;
    struct dirent *entry;
    DIR *dir;

    snprintf(path, sizeof(path), "%s/%s", folder[0] == '/' ? "" : top, folder);
    dir = opendir(path);
    while (dir && (entry = readdir(dir)))
        n += strncmp(entry->d_name, start, strlen(start)) == 0;
    if (dir)
        closedir(dir);
    return n;
}

/* ---- The frame ----------------------------------------------------------*/

static bool one_test(const struct test *test)
{
    unsigned descriptors = files_in("/proc/self/fd", "");
    glob_t found;

    if (only && !strstr(test->name, only))
        return true;
    test_name = test->name;
    test_failed = false;
    test->run();
    CHECK(descendants() == 0);
    CHECK(files_in("/proc/self/fd", "") == descriptors);
    CHECK(files_in("build", "jobs-") <= 1); /* that of `jobs` */
    CHECK(glob("build/jobs-*/*", 0, NULL, &found) == GLOB_NOMATCH);
    atomic_fetch_add(test_failed ? &counts->failed : &counts->passed, 1);
    fflush(stdout);
    return !test_failed;
}

static void all_tests(void)
{
    static const struct test *const groups[] = {limits_tests, world_tests,
                                                queue_tests};

    for (size_t i = 0; i < sizeof(groups) / sizeof(*groups); i++)
        for (const struct test *t = groups[i]; t->name; t++)
            one_test(t);
}

static void with_isolation(bool want)
{
    const char *why = NULL;

    jobs = jobs_new(top, "build", jail, 2, want, &why);
    full = want;
    test_name = "set-up";
    if (!CHECK(jobs != NULL)) {
        printf("  %s\n", why);
        counts->failed++;
    } else if (strcmp(jobs_isolation(jobs), want ? "full" : "reduced") != 0) {
        printf("skipped: full isolation: %s\n", jobs_isolation_why(jobs));
        counts->skipped++;
    } else {
        CHECK(want == !jobs_isolation_why(jobs));
        all_tests();
    }
    jobs_free(jobs);
    CHECK(files_in("build", "jobs-") == 0);
}

static void write_file(const char *path)
{
    FILE *f = fopen(path, "w");

    if (f) {
        fprintf(f, "%s\n", path);
        fclose(f);
    }
}

/* A project of our own, on a path that every user reaches. */
static bool make_project(const char *helper)
{
    char command[5000];

    umask(022);
    snprintf(top, sizeof(top), "/var/tmp/aw-job-test-XXXXXX");
    if (!mkdtemp(top) || chmod(top, 0755) != 0)
        return false;
    snprintf(jail, sizeof(jail), "%s/build/aw-jail", top);
    snprintf(command, sizeof(command),
             "cd %s && mkdir build out open secret && exec cp '%s' %s", top,
             helper, jail);
    if (system(command) != 0 || chdir(top) != 0)
        return false;
    write_file("open/file");
    write_file("secret/file");
    return true;
}

static void as_this_user(const char *helper)
{
    char command[128];

    root = geteuid() == 0;
    if (!make_project(helper)) {
        perror(top);
        counts->failed++;
        return;
    }
    with_isolation(true);
    with_isolation(false);
    snprintf(command, sizeof(command), "rm -rf %s", top);
    if (chdir("/") != 0 || system(command) != 0)
        perror(command);
}

/* In a child, whose descendants are the jobs' processes and nothing else. */
static pid_t as_user(uid_t uid, const char *helper)
{
    gid_t extra = 42;
    pid_t child = fork();

    if (child)
        return child;
    if (geteuid() == 0 && setgroups(1, &extra) != 0)
        _exit(1); /* a group that jobs must not have */
    if (uid != geteuid() &&
        (setgroups(0, NULL) != 0 || setgid(uid) != 0 || setuid(uid) != 0))
        _exit(1);
    as_this_user(helper);
    fflush(stdout);
    exit(0);
}

static void wait_for(pid_t child)
{
    int status = 1;

    if (child < 0 || waitpid(child, &status, 0) != child || status != 0) {
        printf("the tests of a user ended with status %d\n", status);
        counts->failed++;
    }
}

int main(int argc, char **argv)
{
    char helper[4096];
    pid_t first;

    if (argc < 2 || !realpath(argv[1], helper)) {
        fputs("usage: job_test PATH_OF_AW_JAIL [PART_OF_A_NAME]\n", stderr);
        return 2;
    }
    only = argv[2];
    counts = mmap(NULL, sizeof(*counts), PROT_READ | PROT_WRITE,
                  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (counts == MAP_FAILED)
        return 2;
    first = as_user(geteuid(), helper);
    if (geteuid() == 0)
        wait_for(as_user(PLAIN_USER, helper));
    wait_for(first);
    printf("%u passed, %u failed, %u skipped\n", counts->passed, counts->failed,
           counts->skipped);
    return counts->failed > 0;
}
