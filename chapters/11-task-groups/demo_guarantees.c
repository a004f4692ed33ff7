/* SPDX-License-Identifier: MIT */
/* The three guarantees of a group, one after the other; and errors by kind. */
#include <stdio.h>

#include "aw/group.h"

struct job {
    const char *name;
    int ms, rc;
    int clean_ms, clean_rc; /* when it is asked to end */
};

static int works(void *arg)
{
    const struct job *job = arg;
    int rc = aw_sleep(job->ms * AW_MS);

    if (rc >= 0) {
        printf("  %s: %s\n", job->name, aw_error_name(job->rc));
        return job->rc;
    }
    aw_sleep(job->clean_ms * AW_MS);
    printf("  %s has cleaned up\n", job->name);
    return job->clean_rc < 0 ? job->clean_rc : rc;
}

static void print_error(const struct aw_error *error, void *ctx)
{
    (void)ctx;
    printf("  error: %s\n", aw_error_name(error->code));
}

/* Run jobs in a group. */
static int run(struct job *job, int n)
{
    struct aw_group group;

    aw_group_begin(&group);
    for (int i = 0; i < n; i++)
        aw_group_spawn(&group, works, &job[i], NULL);
    printf("  the body is done\n");
    return aw_group_close(&group, 0);
}

static void none_is_left(void)
{
    struct job jobs[] = {{"a", 20, 0, 0, 0}, {"b", 10, 0, 0, 0}};

    printf("none is left\n");
    run(jobs, 2);
    printf("  all have ended\n");
}

static void one_fails_all_end(void)
{
    struct job jobs[] = {{"a", 1000, 0, 10, 0}, {"b", 10, -EIO, 0, 0}};

    printf("one fails, all end\n");
    run(jobs, 2);
    aw_errors_each(aw_errors(), print_error, NULL);
}

static void no_error_is_lost(void)
{
    struct job jobs[] = {{"a", 1000, 0, 20, -EPIPE},
                         {"b", 10, -EIO, 0, 0},
                         {"c", 1000, 0, 10, -ENOSPC}};

    printf("no error is lost\n");
    run(jobs, 3);
    aw_errors_each(aw_errors(), print_error, NULL);
}

static void count(const struct aw_error *error, void *ctx)
{
    (void)error;
    ++*(int *)ctx;
}

static int fails(void *arg)
{
    return -*(const int *)arg;
}

static void errors_by_kind(void)
{
    static const int codes[] = {ETIMEDOUT, ENOENT, ETIMEDOUT, EACCES};
    struct aw_group group;
    int late = 0, rc;

    printf("errors by kind\n");
    aw_group_begin(&group);
    for (int i = 0; i < 4; i++)
        aw_group_spawn(&group, fails, (void *)&codes[i], NULL);
    rc = aw_group_close(&group, 0);
    rc = aw_except(rc, -ETIMEDOUT, count, &late);
    rc = aw_except(rc, -ENOENT, NULL, NULL);
    printf("  late: %d\n", late);
    if (rc == AW_EGROUP)
        aw_errors_each(aw_errors(), print_error, NULL);
}

static int program(void *arg)
{
    (void)arg;
    none_is_left();
    one_fails_all_end();
    no_error_is_lost();
    errors_by_kind();
    return 0;
}

int main(void)
{
    return aw_run(program, NULL, NULL) < 0;
}
