/* SPDX-License-Identifier: MIT */
/* Four ways to wait for three: until one has ended, until one has failed, until
 * all have, until time is up; and each as it comes. */
#include <stdio.h>

#include "aw/cancel.h"
#include "aw/gather.h"

static int works(void *arg)
{
    int i = (int)(intptr_t)arg;
    int rc = aw_sleep((i + 1) * 80 * AW_MS);

    return rc < 0 ? rc : i == 1 ? -EIO : i;
}

static struct aw_task *task[3];
static struct aw_member member[3];

static void start(void)
{
    for (intptr_t i = 0; i < 3; i++) {
        task[i] = aw_spawn(aw_loop_current(), works, (void *)i, NULL);
        member[i].future = &task[i]->future;
    }
}

/* An error that nobody asks for would be reported. */
static void end(void)
{
    for (int i = 0; i < 3; i++) {
        aw_task_cancel(task[i], "enough");
        aw_join(task[i], NULL);
    }
}

static void wait(const char *how, enum aw_until until, aw_time limit)
{
    start();
    printf("%s: %d", how, aw_wait(member, 3, until, limit));
    for (int i = 0; i < 3; i++)
        if (aw_member_result(&member[i], NULL) != -EINPROGRESS)
            printf(" %c", "abc"[i]);
    printf("\n");
    end();
}

static void each_as_it_comes(void)
{
    struct aw_as_completed each;
    struct aw_member *next;
    int rc;

    start();
    printf("each as it comes:");
    aw_as_completed_begin(&each, member, 3, 200 * AW_MS);
    while ((rc = aw_as_completed_next(&each, &next)) != 0) {
        if (rc < 0)
            printf(" %s", aw_error_name(rc));
        else
            printf(" %c", "abc"[next - member]);
    }
    aw_as_completed_end(&each);
    printf("\n");
    end();
}

static int program(void *arg)
{
    (void)arg;
    wait("until one has ended", AW_FIRST_SETTLED, AW_NEVER);
    wait("until one has failed", AW_FIRST_FAILED, AW_NEVER);
    wait("until all have ended", AW_ALL_SETTLED, AW_NEVER);
    wait("until time is up", AW_ALL_SETTLED, 120 * AW_MS);
    each_as_it_comes();
    return 0;
}

int main(void)
{
    return aw_run(program, NULL, NULL) < 0;
}
