/* SPDX-License-Identifier: MIT */
/* Groups: none is left, one fails and all end, and who has asked whom. */
#ifndef GROUP_TESTS_H
#define GROUP_TESTS_H

#include "../fixture.h"

static struct aw_task *parent; /* "p" of the tests that ask it to end */

/* "p", which somebody is going to ask at these moments; -1: nobody. */
static inline void run_and_ask(aw_body fn, int at, int again)
{
    struct asker asker[2];

    open_all();
    parent = spawn("p", fn, NULL);
    if (at >= 0)
        ask_at(&asker[0], parent, at);
    if (again >= 0)
        ask_at(&asker[1], parent, again);
    run_all();
}

static inline void end_of_parent(unsigned requests)
{
    EXPECT_INT(aw_cancelling(parent), requests, "counted requests");
    aw_task_drop(parent);
    close_clean();
}

static inline int waits_for_two(void *arg)
{
    (void)arg;
    memset(&group, 0x55, sizeof(group));
    aw_group_begin(&group);
    ADD("a", 5, 1);
    ADD("b", 3, 2);
    say("body");
    return say_group(aw_group_close(&group, 7));
}

static inline int closes_at_once(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    ADD("a", 50, 0, .clean = 2);
    ADD("b", 5, -EIO);
    say_group(aw_group_close(&group, 0));
    return say_when(aw_sleep(AW_MS));
}

static inline int all_fail(void *arg)
{
    (void)arg;
    memset(&group, 0x55, sizeof(group));
    aw_group_begin(&group);
    ADD("a", 50, 0, .clean = 2, .late = -EPIPE);
    ADD("b", 5, -EIO);
    ADD("c", 5, -ENOENT);
    ADD("d", 50, 0, .clean = 1, .late = -EBADF);
    aw_sleep(20 * AW_MS);
    return say_group(aw_group_close(&group, -EINVAL)) == 0;
}

#endif
