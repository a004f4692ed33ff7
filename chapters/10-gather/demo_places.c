/* SPDX-License-Identifier: MIT */
/* Where results and errors go: the first error alone, or each in its place. */
#include <stdio.h>

#include "aw/gather.h"

enum { CITIES = 4 };

/* Degrees; city 1 does not answer, and city 3 is refused. */
static int asks(void *arg)
{
    int city = (int)(intptr_t)arg;
    int rc = aw_sleep((120 - 30 * city) * AW_MS);

    if (rc < 0)
        return rc;
    return city == 1 ? -ETIMEDOUT : city == 3 ? -ECONNREFUSED : 20 + city;
}

static void gather(const char *how, enum aw_gather_mode mode)
{
    struct aw_task *task[CITIES];
    struct aw_member member[CITIES];
    int rc;

    for (intptr_t i = 0; i < CITIES; i++) {
        task[i] = aw_spawn(aw_loop_current(), asks, (void *)i, NULL);
        member[i].future = &task[i]->future;
    }
    rc = aw_gather(member, CITIES, mode);
    printf("%s: %s\n", how, rc < 0 ? aw_error_name(rc) : "done");
    for (int i = 0; rc == 0 && i < CITIES; i++) {
        int degrees = aw_member_result(&member[i], NULL);

        if (degrees < 0)
            printf("  city %d: %s\n", i, aw_error_name(degrees));
        else
            printf("  city %d: %d degrees\n", i, degrees);
    }
    for (int i = 0; i < CITIES; i++)
        aw_task_drop(task[i]);
}

static int program(void *arg)
{
    (void)arg;
    gather("the first error", AW_FAIL_FAST);
    gather("each in its place", AW_IN_PLACE);
    return 0;
}

int main(void)
{
    return aw_run(program, NULL, NULL) < 0;
}
