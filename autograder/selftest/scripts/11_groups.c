/* SPDX-License-Identifier: MIT */
/* Task groups: failures and requests, trees, children that begin first. */
#include "aw/cancel.h"
#include "aw/group.h"
#include "script.h"

static int lines, dropped;

static void hears(struct aw_loop *l, const struct aw_report *report)
{
    (void)l;
    HOLDS(report->name && report->where);
}

static int sleeps(void *arg)
{
    return aw_sleep((aw_time)(intptr_t)arg * AW_MS);
}

static int fails(void *arg)
{
    int rc = aw_sleep(AW_MS);

    return rc < 0 ? rc : (int)(intptr_t)arg;
}

static void drop(void *arg)
{
    (void)arg;
    dropped++;
}

static void note_line(const char *text, void *ctx)
{
    (void)ctx;
    lines += text[0] != '\0';
}

static void *num(intptr_t n)
{
    return (void *)n;
}

/* Some that fail, one that sleeps, and all of it again one level deeper. */
static int nests(void *arg)
{
    intptr_t level = (intptr_t)arg;
    struct aw_group group;

    aw_group_begin(&group);
    aw_group_spawn(&group, fails, num(-EIO), NULL);
    aw_group_spawn(&group, sleeps, num(1000), AW_NAMED("sleeper"));
    if (level > 0)
        aw_group_spawn(&group, nests, num(level - 1), AW_NAMED("deeper"));
    aw_group_spawn(&group, fails, num(-EPIPE), NULL);
    aw_tree_print(aw_loop_current(), note_line, NULL);
    return aw_group_close(&group, 0);
}

static int handles(int rc)
{
    aw_errors_print(aw_errors(), note_line, NULL);
    rc = aw_except(rc, -EIO, NULL, NULL);
    rc = aw_except(rc, -EPIPE, NULL, NULL);
    rc = aw_except(rc, -ENOMEM, NULL, NULL);
    HOLDS(rc == 0);
    return rc;
}

static int adopts(void)
{
    struct aw_task *task = aw_spawn(aw_loop_current(), nests, num(2), NULL);
    int rc;

    if (!task)
        return -ENOMEM;
    rc = aw_await(&task->future, NULL);
    if (rc == AW_EGROUP && aw_errors_adopt(&task->future) == 0)
        rc = handles(rc);
    aw_task_drop(task);
    return rc == AW_EGROUP || rc == -EIO || rc == -EPIPE ? 0 : rc;
}

static int starts(void *arg)
{
    aw_sleep(AW_MS);
    aw_started(arg);
    return aw_sleep(AW_SEC);
}

static int serves(void)
{
    struct aw_group group;
    struct aw_timeout limit;
    void *value;
    int rc;

    aw_group_begin(&group);
    rc = aw_group_start(&group, &value, starts, &lines, NULL);
    HOLDS(rc == -ENOMEM || (rc == 0 && value == &lines));
    rc = aw_group_start(&group, NULL, fails, num(-EIO), NULL);
    HOLDS(rc == -ENOMEM || rc == -EIO);
    rc = aw_group_start(&group, NULL, nests, num(0), NULL);
    HOLDS(rc < 0);
    aw_timeout_begin(&limit, aw_from_now(AW_MS));
    rc = aw_group_start(&group, NULL, sleeps, num(1000), NULL);
    rc = aw_timeout_end(&limit, rc);
    HOLDS(rc == -ETIMEDOUT || rc == -ENOMEM);
    aw_group_cancel(&group, "enough");
    dropped = 0;
    HOLDS(!aw_group_spawn(&group, fails, NULL, AW_NAMED("x", .drop = drop)));
    HOLDS(dropped == 1);
    rc = aw_group_close(&group, 0);
    HOLDS(rc == 0);
    return rc;
}

/* Asked to end, and a child fails. */
static int is_asked(void)
{
    struct aw_group group;
    int rc;

    aw_task_cancel(aw_task_self(), "by itself");
    aw_group_begin(&group);
    aw_group_spawn(&group, fails, num(-EIO), NULL);
    rc = aw_group_close(&group, -EINVAL);
    HOLDS(rc == AW_EGROUP || rc == -EIO || rc == -EINVAL);
    HOLDS(aw_sleep(AW_MS) == -ECANCELED);
    HOLDS(aw_uncancel(aw_task_self()) == 0);
    return 0;
}

static int program(void *arg)
{
    int rc;

    (void)arg;
    aw_loop_current()->on_error = hears;
    rc = nests(num(3));
    if (rc == AW_EGROUP)
        rc = handles(rc);
    if (rc == 0 || rc == -EIO || rc == -EPIPE)
        rc = adopts();
    if (rc == 0)
        rc = serves();
    if (rc == 0)
        rc = is_asked();
    return rc;
}

static int script(const struct aw_loop_options *options)
{
    struct aw_run_options run = {.loop = *options};

    return aw_run(program, NULL, &run);
}

int main(int argc, char **argv)
{
    return script_main(argc, argv, script);
}
