/* SPDX-License-Identifier: MIT */
/* Waiting for so long: nothing is lost, whatever comes in one turn. */
#ifndef WAIT_FOR_TESTS_H
#define WAIT_FOR_TESTS_H

#include "../fixture.h"

static struct aw_task *inner;
static int limit_ms;

static inline void released(void *value)
{
    say(value == &loop ? "released" : "released-something");
}

/* Waits for `inner`, for limit_ms. */
static inline int waits(void *arg)
{
    void *value = &arg;
    int rc =
        aw_wait_for_owned(&inner->future, limit_ms * AW_MS, &value, released);

    if (value)
        say("value");
    return say_when(rc);
}

static inline void begin(aw_body fn, int takes, int limit)
{
    open_loop();
    inner = spawn("i", fn, num(takes));
    limit_ms = limit;
}

static inline void end(void)
{
    aw_task_drop(inner);
    close_clean();
}

#endif
