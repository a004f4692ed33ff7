/* SPDX-License-Identifier: MIT */
/* Asking a task to end: when it hears of it, and who else does. */
#ifndef CANCEL_TESTS_H
#define CANCEL_TESTS_H

#include "../fixture.h"

static struct aw_task *task;

static inline void cancel(struct aw_task *t)
{
    EXPECT(aw_task_cancel(t, "why not"), "asked %s to end", t->name);
}

static inline int catches(void *arg)
{
    say_result(aw_await(arg, NULL));
    say_result(aw_await(&g, NULL));
    return 4;
}

static inline void release(void *value)
{
    say("released-%d", (int)(intptr_t)value);
}

static inline int awaits_a_resource(void *arg)
{
    void *value = num(99);
    int rc = aw_await_owned(arg, &value, release);

    say_result(rc);
    say("%d", (int)(intptr_t)value);
    return rc;
}

static inline int survives(void *arg)
{
    say_result(aw_await(arg, NULL));
    return 6;
}

static inline int cancels_itself_and_awaits(void *arg)
{
    aw_task_cancel(aw_task_self(), NULL);
    say_result(aw_await(arg, NULL));
    return say_result(aw_yield());
}

static inline int joins(void *arg)
{
    return say_result(aw_await(arg, NULL));
}

static inline bool refuses(struct aw_future *future)
{
    (void)future;
    say("refused");
    return false;
}

static const struct aw_future_ops firm = {"firm", .cancel = refuses};

#endif
