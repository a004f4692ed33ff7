/* SPDX-License-Identifier: MIT */
/* The shell can read versions and limits; what the kernel does when it is
 * asked, and how steady its clock of CPU time is, must be tried. */
#include "doctor.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>
#include <uv.h>

#ifndef MADV_GUARD_INSTALL
#    define MADV_GUARD_INSTALL 102
#endif

enum { PAIRS = 25, STEPS = 4000000 };

static void tell(const char *state, const char *what, const char *sentence)
{
    printf("  %-5s %-12s %s\n", state, what, sentence);
}

/* ---- Isolation ----------------------------------------------------------*/

static void tell_isolation(const struct jobs *jobs, const char *why)
{
    char text[400];

    if (!jobs) {
        snprintf(text, sizeof(text), "nothing can be run: %s", why);
        tell("lack", "isolation", text);
    } else if (strcmp(jobs_isolation(jobs), "full") == 0) {
        tell("ok", "isolation", "full: your code sees its own files only");
    } else {
        snprintf(text, sizeof(text),
                 "reduced: %s.  Grading works; in Docker, --security-opt "
                 "seccomp=unconfined allows more",
                 jobs_isolation_why(jobs));
        tell("look", "isolation", text);
    }
}

/* ---- Engines and guards -------------------------------------------------*/

static void tell_engines(void)
{
    int fd = epoll_create1(EPOLL_CLOEXEC);
    char text[80];
    uv_loop_t loop;

    if (fd < 0) {
        tell("lack", "engines", "the kernel has no epoll; use Linux itself");
        return;
    }
    close(fd);
    if (uv_loop_init(&loop) != 0) {
        tell("lack", "engines",
             "libuv cannot make a loop: too few files may "
             "be open (ulimit -n)");
        return;
    }
    uv_loop_close(&loop);
    snprintf(text, sizeof(text), "epoll, and libuv %s (ENGINE=uv)",
             uv_version_string());
    tell("ok", "engines", text);
}

static void tell_guards(void)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    void *memory = mmap(NULL, page, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    bool light =
        memory != MAP_FAILED && madvise(memory, page, MADV_GUARD_INSTALL) == 0;

    if (memory != MAP_FAILED)
        munmap(memory, page);
    if (light)
        tell("ok", "guard pages", "light ones: a million stacks are possible");
    else
        tell("look", "guard pages",
             "a kernel before 6.13: about 32,000 coroutines at a time.  "
             "Grading works; sysctl vm.max_map_count allows more");
}

/* ---- Noise --------------------------------------------------------------*/

static double work(void)
{
    static volatile uint64_t sink;
    struct timespec a, b;
    uint64_t x = 88172645463325252u;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &a);
    for (int i = 0; i < STEPS; i++) {
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
    }
    sink = x;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &b);
    (void)sink;
    return (double)(b.tv_sec - a.tv_sec) +
           (double)(b.tv_nsec - a.tv_nsec) / 1e9;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return x < y ? -1 : x > y;
}

/* The same work in pairs, as timing does it: how far from 1 is a ratio? */
static void tell_noise(void)
{
    double off[PAIRS], median, nine;
    char text[200];

    work();
    for (int i = 0; i < PAIRS; i++) {
        double ratio = work() / work();

        off[i] = ratio > 1 ? ratio - 1 : 1 / ratio - 1;
    }
    qsort(off, PAIRS, sizeof(*off), by_size);
    median = off[PAIRS / 2];
    nine = off[PAIRS * 9 / 10];
    snprintf(text, sizeof(text),
             "the same work differs from itself by %.1f %%, in one pair of ten "
             "by %.1f %% or more%s",
             100 * median, 100 * nine,
             median > 0.05
                 ? ".  Close what computes, plug the laptop in; until "
                   "then timing may be inconclusive, which costs "
                   "nothing"
                 : "");
    tell(median > 0.05 ? "look" : "ok", "noise", text);
}

void doctor(const struct jobs *jobs, const char *why)
{
    tell_isolation(jobs, why);
    tell_engines();
    tell_guards();
    tell_noise();
}
