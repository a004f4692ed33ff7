/* SPDX-License-Identifier: MIT */
/* Named tasks, a line in the log for each that ends, and a list of those that
 * have not. */
#include <stdio.h>

#include "aw/task.h"

struct entry {
    struct aw_watch ended;
    struct aw_task *task; /* held until it is logged */
};

static int log_end(struct aw_handle *handle)
{
    struct entry *entry = aw_container_of(handle, struct entry, ended.handle);
    int result = aw_future_result(&entry->task->future, NULL);

    printf("%s ", entry->task->name);
    if (result >= 0)
        printf("ended with %d\n", result);
    else if (result == -ECANCELED)
        printf("was cancelled\n");
    else
        printf("failed with %s\n", aw_error_name(result));
    aw_task_drop(entry->task);
    return 0;
}

static struct aw_task *launch(struct entry *entry, const char *name, aw_body fn)
{
    entry->task = aw_spawn(aw_loop_current(), fn, NULL, AW_NAMED(name));
    aw_watch_init(&entry->ended, log_end, false);
    aw_watch_start(&entry->ended, &entry->task->future);
    return entry->task;
}

static int fetch(void *arg)
{
    (void)arg;
    aw_sleep(10 * AW_MS);
    return 7;
}

static int parse(void *arg)
{
    (void)arg;
    aw_sleep(20 * AW_MS);
    return -EIO;
}

static int wait(void *arg)
{
    (void)arg;
    return aw_sleep(AW_SEC);
}

static void show(struct aw_task *task, void *ctx)
{
    (void)ctx;
    printf("  %s\n", task->name);
}

static int program(void *arg)
{
    struct entry entry[3];
    struct aw_task *slow;

    (void)arg;
    launch(&entry[0], "fetch", fetch);
    slow = launch(&entry[1], "wait", wait);
    launch(&entry[2], "parse", parse);
    printf("live:\n");
    aw_tasks_each(aw_loop_current(), show, NULL);
    aw_sleep(40 * AW_MS);
    printf("live:\n");
    aw_tasks_each(aw_loop_current(), show, NULL);
    aw_task_cancel(slow, "it takes too long");
    aw_sleep(10 * AW_MS);
    printf("live:\n");
    aw_tasks_each(aw_loop_current(), show, NULL);
    return 0;
}

int main(void)
{
    return aw_run(program, NULL, NULL) < 0;
}
