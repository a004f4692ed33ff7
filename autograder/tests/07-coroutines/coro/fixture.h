/* SPDX-License-Identifier: MIT */
/* Coroutines: states, nesting, and who gets the thread back. */
#ifndef CORO_TESTS_H
#define CORO_TESTS_H

#include <pthread.h>

#include "../fixture.h"
#include "aw/coro.h"

enum { SOME = 4 };
static struct own memory[SOME];
static struct aw_coro coro[SOME];

static inline void make(int i, void (*fn)(void *arg), void *arg)
{
    struct aw_stack stack = own_stack(&memory[i]);

    aw_coro_init(&coro[i], &stack, fn, arg);
}

static inline void say_once(void *arg)
{
    say("%s", (const char *)arg);
}

static inline void say_and_suspend(void *arg)
{
    for (int i = 1; i <= 3; i++) {
        say("%s%d", (const char *)arg, i);
        aw_coro_suspend();
    }
}

static inline void resume_given(void *arg)
{
    aw_coro_resume(arg);
    say("a");
}

#endif
