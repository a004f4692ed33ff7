/* SPDX-License-Identifier: MIT */
/* Cancellation: limits, shields, waits for so long, and clean-up. */
#include "aw/cancel.h"
#include "script.h"

static int tidied;

static void hears(struct aw_loop *l, const struct aw_report *report)
{
    (void)l;
    HOLDS(report->name && report->where);
}

static int sleeps(void *arg)
{
    return aw_sleep((aw_time)(intptr_t)arg * AW_MS);
}

static int tidies(void *arg)
{
    int rc = aw_sleep((aw_time)(intptr_t)arg * AW_MS);

    tidied++;
    return rc;
}

static struct aw_task *spawn(intptr_t ms)
{
    return aw_spawn(aw_loop_current(), sleeps, (void *)ms, NULL);
}

/* In time, and late; one inside the other. */
static void limits(void)
{
    struct aw_timeout outer, inner;
    int rc;

    aw_timeout_begin(&outer, aw_from_now(10 * AW_MS));
    aw_timeout_begin(&inner, aw_from_now(AW_MS));
    rc = aw_timeout_end(&inner, aw_sleep(20 * AW_MS));
    HOLDS(rc == -ETIMEDOUT);
    aw_timeout_begin(&inner, AW_NEVER);
    HOLDS(aw_timeout_move(&inner, aw_from_now(AW_SEC)) == 0);
    rc = aw_timeout_end(&inner, aw_sleep(AW_MS));
    HOLDS(rc == 0);
    rc = aw_timeout_end(&outer, aw_sleep(20 * AW_MS));
    HOLDS(rc == -ETIMEDOUT && aw_cancelling(aw_task_self()) == 0);
}

static int waits(void)
{
    struct aw_task *task = spawn(5);
    struct aw_timeout limit;
    int rc;

    if (!task)
        return -ENOMEM;
    aw_timeout_begin(&limit, aw_from_now(AW_MS));
    rc = aw_await_shielded(&task->future, NULL);
    rc = aw_timeout_end(&limit, rc);
    HOLDS(rc == -ETIMEDOUT && !aw_future_done(&task->future));
    HOLDS(aw_wait_for(&task->future, AW_MS, NULL) == -ETIMEDOUT);
    HOLDS(aw_wait_for(&task->future, 0, NULL) == -ECANCELED);
    aw_task_drop(task);
    return 0;
}

/* Asked to end, and cleans up first. */
static int cleans(void *arg)
{
    int rc = aw_sleep(AW_SEC), cleaned = aw_clean_up(tidies, arg, 5 * AW_MS);

    if (cleaned == -ENOMEM)
        return cleaned;
    return rc;
}

static int clean_up(intptr_t ms)
{
    struct aw_task *task =
        aw_spawn(aw_loop_current(), cleans, (void *)ms, AW_NAMED("cleans"));
    int rc;

    if (!task)
        return -ENOMEM;
    aw_yield();
    aw_task_cancel(task, "once");
    aw_sleep(AW_MS);
    aw_task_cancel(task, "twice");
    rc = aw_join(task, NULL);
    HOLDS(rc == -ECANCELED || rc == -ENOMEM);
    return rc == -ENOMEM ? rc : 0;
}

static int program(void *arg)
{
    struct aw_loop *loop = aw_loop_current();
    struct aw_listener listener;
    int rc;

    (void)arg;
    loop->on_error = hears;
    aw_listener_start(&listener, loop);
    limits();
    rc = waits();
    if (rc == 0)
        rc = clean_up(2);
    if (rc == 0)
        rc = clean_up(50);
    if (rc == 0)
        HOLDS(tidied == 2 && listener.swallowed == 0);
    aw_listener_stop(&listener);
    return rc;
}

static int script(const struct aw_loop_options *options)
{
    struct aw_run_options run = {.loop = *options};

    tidied = 0;
    return aw_run(program, NULL, &run);
}

int main(int argc, char **argv)
{
    return script_main(argc, argv, script);
}
