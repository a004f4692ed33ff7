/* SPDX-License-Identifier: MIT */
/* Running, yielding and awaiting: who goes on, and when. */
#ifndef STEP_TESTS_H
#define STEP_TESTS_H

#include <pthread.h>

#include "../fixture.h"
#include "aw/promise.h"

static inline int awaits_and_says(void *arg)
{
    void *value = num(99);
    int rc = aw_await(arg, &value);

    say_result(rc);
    say("%d", (int)(intptr_t)value);
    return rc;
}

#endif
