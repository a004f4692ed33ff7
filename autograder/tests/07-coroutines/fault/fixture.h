/* SPDX-License-Identifier: MIT */
/* Overflows, each in a child: what it writes, and how it dies. */
#ifndef FAULT_TESTS_H
#define FAULT_TESTS_H

#include <pthread.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include "../fixture.h"
#include "aw/fault.h"

static struct aw_fault fault;
static struct aw_loop loop;

/* What a child wrote to stderr, and how it ended. */
static char wrote[4096];
static int status;

/* Run `body` in a child that has begun to report, unless it does so itself. */
static inline void in_a_child(void (*body)(void), bool start)
{
    int out[2];
    size_t n = 0;
    ssize_t got;
    pid_t child;

    EXPECT_INT(pipe(out), 0, "made a pipe");
    child = fork();
    if (child == 0) {
        dup2(out[1], STDERR_FILENO);
        close(out[0]);
        close(out[1]);
        signal(SIGSEGV, SIG_DFL);
        if (start && aw_fault_start(&fault) < 0)
            _exit(98);
        body();
        _exit(99);
    }
    close(out[1]);
    while ((got = read(out[0], wrote + n, sizeof(wrote) - 1 - n)) > 0)
        n += (size_t)got;
    wrote[n] = '\0';
    close(out[0]);
    EXPECT_INT(waitpid(child, &status, 0), child, "waited for the child");
}

/* "SIGSEGV", "signal 6", "exit status 0". */
static inline const char *how_it_ended(void)
{
    static char text[80];
    int code = WEXITSTATUS(status);

    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV)
        return "SIGSEGV";
    if (WIFSIGNALED(status))
        snprintf(text, sizeof(text), "signal %d", WTERMSIG(status));
    else
        snprintf(text, sizeof(text), "exit status %d%s", code,
                 code == 97   ? ": it got no stack"
                 : code == 98 ? ": aw_fault_start failed"
                 : code == 99 ? ": it came to its end"
                              : "");
    return text;
}

#define EXPECT_ENDED_BY_SIGSEGV(...)                                           \
    EXPECT_STR(how_it_ended(), "SIGSEGV", __VA_ARGS__)

/* A coroutine at the top of its stack, named. */
static inline struct aw_coro *made(const char *name, size_t size,
                                   void (*fn)(void *))
{
    struct aw_stack stack;
    struct aw_coro *coro = aw_stack_new(&loop, size, sizeof(*coro), &stack);

    if (!coro)
        _exit(97);
    aw_coro_init(coro, &stack, fn, coro);
    coro->name = name;
    return coro;
}

static int __attribute__((noinline, unused)) fall(volatile int depth)
{
    volatile char waste[200];

    waste[0] = (char)depth;
    return depth < 0 ? 0 : fall(depth + 1) + waste[0];
}

static inline void overflow(void *arg)
{
    (void)arg;
    fall(0);
}

static inline void overflow_parser(void)
{
    aw_coro_resume(made("parser", 0, overflow));
}

static volatile char *touched;

static inline void touch(void *arg)
{
    (void)arg;
    *touched = 1;
}

#endif
