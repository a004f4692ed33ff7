/* SPDX-License-Identifier: MIT */
/* The order of three tasks: who begins, who waits for whom, who ends. */
#include <stdio.h>

#include "aw/task.h"

struct job {
    const char *name;
    int laps;
};

static int count(void *arg)
{
    const struct job *job = arg;

    for (int i = 1; i <= job->laps; i++) {
        printf("%s %d\n", job->name, i);
        aw_yield();
    }
    printf("%s ends\n", job->name);
    return job->laps;
}

static int follow(void *arg)
{
    struct aw_task *leader = arg;
    int rc;

    printf("c waits for %s\n", leader->name);
    rc = aw_await(&leader->future, NULL);
    printf("c has %d of %s\n", rc, leader->name);
    return 0;
}

static int main_task(void *arg)
{
    struct job a = {"a", 3}, b = {"b", 1};
    struct aw_loop *loop = aw_loop_current();
    struct aw_task *task_a, *task_b, *task_c;
    int sum;

    (void)arg;
    task_a = aw_spawn(loop, count, &a, AW_NAMED("a"));
    task_b = aw_spawn(loop, count, &b, AW_NAMED("b"));
    task_c = aw_spawn(loop, follow, task_b, AW_NAMED("c"));
    printf("three tasks, and none has begun\n");
    aw_yield();
    printf("one turn\n");
    sum = aw_join(task_a, NULL);
    printf("a is done\n");
    sum += aw_join(task_b, NULL);
    printf("b was done long ago\n");
    aw_join(task_c, NULL);
    printf("laps: %d\n", sum);
    return 0;
}

int main(void)
{
    return aw_run(main_task, NULL, NULL) < 0;
}
