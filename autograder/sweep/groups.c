/* SPDX-License-Identifier: MIT */
/* Groups: none may be left, and no request be forgotten. */
#include "sweep.h"

static int children;

static int child(void *arg)
{
    int rc;

    children++;
    rc = sleeps(arg);
    children--;
    return rc;
}

/* A group inside of a group, in the body and in a child. */
static int nests(void *arg)
{
    struct aw_group group;

    (void)arg;
    aw_group_begin(&group);
    aw_group_spawn(&group, child, num(1), NULL);
    aw_group_spawn(&group, child, num(2), NULL);
    return aw_group_close(&group, aw_sleep(AW_MS));
}

static int closes(void *arg)
{
    struct aw_group group;
    int rc;

    children = 0;
    aw_group_begin(&group);
    aw_group_spawn(&group, nests, NULL, NULL);
    aw_group_spawn(&group, child, num(3), NULL);
    rc = nests(arg);
    rc = aw_group_close(&group, rc);
    must(children == 0, "%d children run still", children);
    must(rc == 0 || rc == -ECANCELED, "the group has come to %d", rc);
    must((rc == -ECANCELED) == (aw_cancelling(aw_task_self()) > 0),
         "%u requests, and the group has come to %d",
         aw_cancelling(aw_task_self()), rc);
    return rc;
}

static int fails(void *arg)
{
    aw_sleep((intptr_t)arg * AW_MS);
    return -EIO;
}

/* The errors win; the request comes with the next wait. */
static int closes_with_errors(void *arg)
{
    struct aw_group group;
    unsigned asked;
    int rc;

    (void)arg;
    aw_group_begin(&group);
    aw_group_spawn(&group, fails, num(2), NULL);
    aw_group_spawn(&group, sleeps, num(4), NULL);
    rc = aw_group_close(&group, aw_sleep(3 * AW_MS));
    asked = aw_cancelling(aw_task_self());
    if (rc == -ECANCELED) /* nobody has begun, so nobody has failed */
        return rc;
    must(rc == AW_EGROUP, "the group has come to %d", rc);
    rc = aw_yield();
    must(rc == -ECANCELED || asked == 0,
         "%u requests, and the next wait has come to %d", asked, rc);
    return rc;
}

static struct aw_task *slow; /* held, once it has begun */

static int starts_slowly(void *arg)
{
    slow = aw_task_self();
    aw_task_hold(slow);
    aw_sleep(AW_MS);
    aw_started(arg);
    return aw_sleep(AW_MS);
}

static int starts(void *arg)
{
    struct aw_group group;
    void *value;
    int rc;

    (void)arg;
    slow = NULL;
    aw_group_begin(&group);
    rc = aw_group_start(&group, &value, starts_slowly, &group, NULL);
    must(rc < 0 || value == &group, "it has started with another value");
    must(rc >= 0 || !slow || aw_cancelling(slow) > 0,
         "its start was given up, and it goes on");
    if (slow)
        aw_task_drop(slow);
    return aw_group_close(&group, rc);
}

static int fails_to_start(void *arg)
{
    int rc = aw_sleep((intptr_t)arg * AW_MS);

    return rc < 0 ? rc : -EIO;
}

/* The error counts more, and the request comes with the next wait. */
static int starts_in_vain(void *arg)
{
    struct aw_group group;
    void *value;
    int rc;

    (void)arg;
    aw_group_begin(&group);
    rc = aw_group_start(&group, &value, fails_to_start, num(1), NULL);
    must(rc == -EIO || rc == -ECANCELED, "the start has come to %d", rc);
    if (rc == -EIO)
        rc = aw_yield();
    return aw_group_close(&group, rc);
}

const struct scenario groups[] = {
    {"aw_group_close", NULL, closes, NULL},
    {"aw_group_close (errors)", NULL, closes_with_errors, NULL},
    {"aw_group_start", NULL, starts, NULL},
    {"aw_group_start (in vain)", NULL, starts_in_vain, NULL},
    {NULL, NULL, NULL, NULL},
};
