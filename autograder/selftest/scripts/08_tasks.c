/* SPDX-License-Identifier: MIT */
/* Tasks: a whole program that spawns, waits, sleeps, cancels, and ends. */
#include "aw/task.h"
#include "script.h"

static int key, ended, dropped;

static void hears(struct aw_loop *l, const struct aw_report *report)
{
    (void)l;
    HOLDS(report->name && report->where);
}

static void drops(void *arg)
{
    (void)arg;
    dropped++;
}

static int sleeps(void *arg)
{
    int rc = aw_local_set(&key, arg);

    if (rc == 0)
        rc = aw_sleep((aw_time)(intptr_t)arg * AW_MS);
    if (rc == 0)
        HOLDS(aw_local_get(&key) == arg);
    ended++;
    return rc;
}

static int gives(void *arg)
{
    aw_yield();
    aw_task_return(malloc(10));
    return arg != NULL;
}

static int waits_for_ever(void *arg)
{
    int rc = aw_sleep_until(AW_NEVER);

    aw_yield(); /* to clean up takes a turn */
    ended += arg == NULL;
    return rc;
}

/* Spawn ten, cancel every third, and join them all. */
static int crowd(struct aw_loop *loop)
{
    struct aw_task *task[10];
    int n = 0, rc = 0, result;

    for (; n < 10; n++) {
        task[n] = aw_spawn(loop, sleeps, (void *)(intptr_t)n, NULL);
        if (!task[n]) {
            rc = -ENOMEM;
            break;
        }
    }
    aw_yield();
    for (int i = 0; i < n; i++) {
        if (i % 3 == 2)
            aw_task_cancel(task[i], "every third");
        result = aw_join(task[i], NULL);
        if (result == -ENOMEM)
            rc = result;
        else
            HOLDS(result == (i % 3 == 2 ? -ECANCELED : 0));
    }
    return rc;
}

static int program(void *arg)
{
    struct aw_loop *loop = aw_loop_current();
    struct aw_task_history history = {.n = 0};
    struct aw_task *task;
    void *value = NULL;
    int rc = crowd(loop);

    (void)arg;
    if (rc < 0)
        return rc;
    task = aw_spawn(loop, gives, loop, AW_NAMED("gives", .history = &history));
    if (!task)
        return -ENOMEM;
    HOLDS(aw_await_owned(&task->future, &value, free) == 1 && value);
    free(value);
    aw_task_drop(task);

    /* One that nobody starts, and one that lives when the program ends. */
    task = aw_spawn(loop, sleeps, NULL,
                    AW_NAMED("lazy", .lazy = true, .drop = drops));
    if (!task)
        return -ENOMEM;
    aw_task_drop(task);
    HOLDS(dropped > 0);
    task = aw_spawn(loop, waits_for_ever, NULL, AW_NAMED("lives on"));
    if (!task)
        return -ENOMEM;
    aw_task_drop(task);
    aw_yield();
    return 0;
}

static int sets_up(void *arg)
{
    aw_loop_current()->on_error = hears;
    return program(arg);
}

static int script(const struct aw_loop_options *options)
{
    struct aw_run_options run = {.loop = *options};

    ended = dropped = 0;
    return aw_run(sets_up, NULL, &run);
}

int main(int argc, char **argv)
{
    return script_main(argc, argv, script);
}
