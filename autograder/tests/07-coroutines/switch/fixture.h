/* SPDX-License-Identifier: MIT */
/* The switch, seen from both of its sides. */
#ifndef SWITCH_TESTS_H
#define SWITCH_TESTS_H

#include <execinfo.h>
#include <signal.h>

#include "../fixture.h"
#include "../registers.h"
#include "aw/switch.h"

static struct aw_ctx here, there;
static struct own stack;

static inline void *top_of(struct own *own)
{
    return own->byte + sizeof(own->byte);
}

/* Run `entry` once, on `stack`, until it goes back. */
static inline void visit(void (*entry)(void *arg), void *arg)
{
    aw_ctx_init(&there, top_of(&stack), entry, arg);
    hop(&here, &there);
}

static inline void go_back(void)
{
    hop(&there, &here);
}

static inline void say_steps(void *arg)
{
    (void)arg;
    for (int i = 1;; i++) {
        say("t%d", i);
        go_back();
    }
}

#endif
