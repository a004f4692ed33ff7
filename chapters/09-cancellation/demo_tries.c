/* SPDX-License-Identifier: MIT */
/* One deadline for several tries: each has its own limit, and all together
 * have another. */
#include <stdio.h>

#include "aw/cancel.h"

static int attempt(int number)
{
    struct aw_timeout limit;
    int rc;

    aw_timeout_begin(&limit, aw_from_now(40 * AW_MS));
    rc = aw_sleep(AW_SEC); /* nobody answers */
    rc = aw_timeout_end(&limit, rc);
    printf("try %d: %s\n", number, aw_error_name(rc));
    return rc;
}

static int program(void *arg)
{
    struct aw_timeout all;
    int rc = -ETIMEDOUT;

    (void)arg;
    aw_timeout_begin(&all, aw_from_now(100 * AW_MS));
    for (int i = 1; rc == -ETIMEDOUT; i++)
        rc = attempt(i);
    rc = aw_timeout_end(&all, rc);
    printf("all: %s\n", aw_error_name(rc));
    printf("requests left: %u\n", aw_cancelling(aw_task_self()));
    return 0;
}

int main(void)
{
    return aw_run(program, NULL, NULL) < 0;
}
