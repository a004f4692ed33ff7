/* SPDX-License-Identifier: MIT */
/* One after the other: the order, the limit, requests, and what is added. */
#ifndef AS_COMPLETED_TESTS_H
#define AS_COMPLETED_TESTS_H

#include "../fixture.h"

static struct aw_as_completed each;
static size_t count;

/* "take-c@5" with the member's name, "take=ETIMEDOUT@5", or "none@5". */
static inline int take_next(struct aw_as_completed *from)
{
    struct aw_member *member = &m[0];
    int rc = aw_as_completed_next(from, &member);

    if (rc > 0)
        say("take-%c@%d", "abcdefgh"[member->tag], now_ms());
    else if (rc < 0)
        say("take=%s@%d", aw_error_name(rc), now_ms());
    else
        say("none@%d", now_ms());
    EXPECT_PTR(rc > 0 ? NULL : member, NULL,
               "looked at *member when aw_as_completed_next returned %d", rc);
    return rc;
}

enum { NEVER = 1000000 };

/* Takes `count` members one after the other, within `arg` ms, or NEVER. */
static inline int takes(void *arg)
{
    intptr_t ms = (intptr_t)arg;

    memset(&each, 0x55, sizeof(each));
    aw_as_completed_begin(&each, m, count, ms == NEVER ? AW_NEVER : ms * AW_MS);
    while (take_next(&each) != 0)
        continue;
    aw_as_completed_end(&each);
    return 0;
}

static inline struct aw_task *start_taking(size_t n, int limit_ms)
{
    count = n;
    return spawn("T", takes, num(limit_ms));
}

/* a, b and c, which take so many ms. */
static inline void open_three_for(int a, int b, int c)
{
    open_loop();
    start_job(0, a, 1);
    start_job(1, b, 2);
    start_job(2, c, 3);
}

#endif
