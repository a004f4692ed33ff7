/* SPDX-License-Identifier: MIT */
/* A request has two helpers, and fails.  What becomes of them?
 *
 * First with what chapter 08 has: they are spawned, and let go.  Then in a
 * group. */
#include <stdio.h>

#include "aw/group.h"

static int makes_thumbnails(void *arg)
{
    (void)arg;
    for (int i = 1; i <= 3; i++) {
        if (aw_sleep(10 * AW_MS) < 0) {
            aw_sleep(AW_MS);
            printf("  thumbnails: broken off\n");
            return -ECANCELED;
        }
        printf("  thumbnails: %d of 3\n", i);
    }
    return 0;
}

/* It collects for a while, and writes down what it has in any case. */
static int keeps_statistics(void *arg)
{
    (void)arg;
    aw_sleep(15 * AW_MS);
    printf("  statistics: ENOSPC\n");
    return -ENOSPC;
}

static int look_user_up(void)
{
    aw_sleep(5 * AW_MS);
    return -ENOENT;
}

static int serves_alone(void *arg)
{
    struct aw_loop *loop = aw_loop_current();
    struct aw_task *statistics;

    (void)arg;
    aw_task_drop(aw_spawn(loop, makes_thumbnails, NULL, NULL));
    statistics = aw_spawn(loop, keeps_statistics, NULL, NULL);
    statistics->future.quiet = true; /* or there is a report, at least */
    aw_task_drop(statistics);
    return look_user_up();
}

static int serves_in_a_group(void *arg)
{
    struct aw_group group;

    (void)arg;
    aw_group_begin(&group);
    aw_group_spawn(&group, makes_thumbnails, NULL, NULL);
    aw_group_spawn(&group, keeps_statistics, NULL, NULL);
    return aw_group_close(&group, look_user_up());
}

static void print_error(const struct aw_error *error, void *ctx)
{
    (void)ctx;
    printf("  error: %s\n", aw_error_name(error->code));
}

static void serve(const char *how, aw_body fn)
{
    struct aw_task *task = aw_spawn(aw_loop_current(), fn, NULL, NULL);
    int rc;

    printf("%s\n", how);
    rc = aw_await(&task->future, NULL);
    printf("the answer has been sent\n");
    if (rc == AW_EGROUP)
        aw_errors_each(aw_errors_of(&task->future), print_error, NULL);
    else
        printf("  error: %s\n", aw_error_name(rc));
    aw_task_drop(task);
    aw_sleep(50 * AW_MS);
}

static int program(void *arg)
{
    (void)arg;
    serve("helpers that are let go", serves_alone);
    serve("helpers in a group", serves_in_a_group);
    return 0;
}

int main(void)
{
    return aw_run(program, NULL, NULL) < 0;
}
