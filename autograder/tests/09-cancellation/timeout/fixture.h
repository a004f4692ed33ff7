/* SPDX-License-Identifier: MIT */
/* Limits in time: whose request was it? */
#ifndef TIMEOUT_TESTS_H
#define TIMEOUT_TESTS_H

#include "../fixture.h"

/* Sleeps for `ms` within `limit` milliseconds, and says what has come of it. */
static inline int sleep_within(int ms, int limit)
{
    struct aw_timeout t;
    int rc;

    aw_timeout_begin(&t, aw_from_now(limit * AW_MS));
    rc = aw_sleep(ms * AW_MS);
    rc = aw_timeout_end(&t, rc);
    say_when(rc);
    EXPECT_INT(aw_timeout_expired(&t), ms > limit, "slept for %d ms of %d", ms,
               limit);
    return rc;
}

static inline int is_in_time(void *arg)
{
    (void)arg;
    sleep_within(5, 10);
    EXPECT_INT(loop.timers.live, 0, "ended in time: timers");
    sleep_within(1, 2);
    return 0;
}

static struct aw_timeout *shared;

static inline int can_be_moved(void *arg)
{
    struct aw_timeout t;
    int rc;

    shared = &t;
    aw_timeout_begin(&t, aw_from_now(10 * AW_MS));
    EXPECT_INT(t.when, 10 * AW_MS, "began with a limit of 10 ms");
    rc = aw_sleep((intptr_t)arg * AW_MS);
    return say_when(aw_timeout_end(&t, rc));
}

#endif
