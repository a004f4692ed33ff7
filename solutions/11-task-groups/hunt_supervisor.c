/* SPDX-License-Identifier: MIT */
/* A supervisor, mended: with a group.
 *
 * Three mistakes, and each is a sentence of aw/group.h turned round.  The body
 * failed, and nobody waited for the jobs: the wait was skipped.  One who was
 * told to end was told again with each failure.  And there was room for one
 * error, so the last one took the place of all others. [by-hand]
 *
 * To mend them one by one takes another thirty lines: a loop round the wait, a
 * flag, a list.  Then it is a group. */
#include "hunt_supervisor.h"

static void tell(const struct aw_error *error, void *ctx)
{
    struct hunt_supervisor *s = ctx;

    s->failed(s, error->name, error->code);
}

static bool spawn_all(struct aw_group *group, struct hunt_job *job, int n)
{
    for (int i = 0; i < n; i++)
        if (!aw_group_spawn(group, job[i].work, &job[i], AW_NAMED(job[i].name)))
            return false;
    return true;
}

int hunt_supervise(struct hunt_supervisor *s, struct hunt_job *job, int n)
{
    struct aw_group group;
    int rc;

    aw_group_begin(&group);
    rc = spawn_all(&group, job, n) ? s->body(s) : -ENOMEM;
    rc = aw_group_close(&group, rc);
    if (rc >= 0 || rc == -ECANCELED)
        return rc < 0 ? rc : 0;
    if (rc != AW_EGROUP) {
        /* Why there is one: without memory for the tree the first error stands
         * for all of them, and nobody knows whose it was. */
        s->failed(s, aw_task_self()->name, rc);
        return 1;
    }
    aw_errors_each(aw_errors(), tell, s);
    return (int)aw_errors_count(aw_errors());
}
