/* SPDX-License-Identifier: MIT */
/* Waiting for enough of them: when it ends, who counts, what it leaves. */
#ifndef WAIT_TESTS_H
#define WAIT_TESTS_H

#include "../fixture.h"

static struct {
    size_t n;
    enum aw_until until;
    aw_time limit;
} how;

/* Waits for `how.n` members, and says what they have come to. */
static inline int waits(void *arg)
{
    int rc;

    (void)arg;
    if (how.n < MOST)
        m[how.n].watch.state = AW_DONE; /* the next one is none of them */
    rc = say_when(aw_wait(m, how.n, how.until, how.limit));
    say_members(how.n);
    return rc;
}

static inline struct aw_task *start_waiting(size_t n, enum aw_until until,
                                            aw_time limit)
{
    how.n = n;
    how.until = until;
    how.limit = limit;
    return spawn("W", waits, NULL);
}

#endif
