/* SPDX-License-Identifier: MIT */
/* Readings come in, and each has to be worked on: two at a time, and none for
 * longer than 60 ms. */
#include <stdio.h>

#include "aw/scheduler.h"

static const char *const name[] = {"quick", "slow", "broken", "normal", "late"};

static int works(void *arg)
{
    static const int ms[] = {10, 50, 20, 30, 500};
    const char **which = arg;
    int rc = aw_sleep(ms[which - (const char **)name] * AW_MS);

    if (rc < 0)
        return rc;
    return which == (const char **)name + 2 ? -EIO : 0;
}

static void ended(struct aw_scheduler *scheduler, void *arg, int result)
{
    printf("  %s: %s, %zu left\n", *(const char **)arg,
           result < 0 ? aw_error_name(result) : "OK", scheduler->running);
}

static int program(void *arg)
{
    struct aw_scheduler scheduler;
    int rc = 0;

    (void)arg;
    aw_scheduler_begin(&scheduler,
                       &(struct aw_scheduler_options){
                           .size = 2, .limit = 60 * AW_MS, .ended = ended});
    for (size_t i = 0; i < 5 && rc == 0; i++) {
        rc = aw_scheduler_submit(&scheduler, works, (void *)&name[i]);
        printf("submitted %s\n", name[i]);
    }
    rc = aw_scheduler_end(&scheduler, rc);
    printf("done %zu, failed %zu, late %zu\n", scheduler.done, scheduler.failed,
           scheduler.late);
    return rc;
}

int main(void)
{
    return aw_run(program, NULL, NULL) < 0;
}
