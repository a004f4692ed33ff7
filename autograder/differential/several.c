/* SPDX-License-Identifier: MIT */
/* What each operation of chapters 10 and 11 does. */
#include <errno.h>
#include <stdio.h>

#include "interpret.h"

/* ---- Members ------------------------------------------------------------*/

void members_find(struct run *run, struct op *op)
{
    for (size_t i = 0; i < op->nmembers; i++) {
        uintptr_t k = op->member[i].tag;
        struct aw_task *task = k < MOST_TASKS ? run->task[k] : NULL;

        if (k >= MOST_TASKS)
            op->member[i].future = &run->shared.future[k - MOST_TASKS];
        else
            op->member[i].future = task ? &task->future : NULL;
    }
}

void members_say(struct run *run, int me, const struct op *op)
{
    char text[128];
    size_t n = 0;

    for (size_t i = 0; i < op->nmembers; i++)
        n += (size_t)snprintf(text + n, sizeof(text) - n, " %d",
                              aw_member_result(&op->member[i], NULL));
    say(run, me, "members%s", text);
}

static int gathers(struct run *run, int me, struct op *op, int *shown)
{
    (void)me;
    members_find(run, op);
    *shown = aw_gather(op->member, op->nmembers, AW_FAIL_FAST);
    return fails(*shown);
}

static int collects(struct run *run, int me, struct op *op, int *shown)
{
    (void)me;
    members_find(run, op);
    *shown = aw_gather(op->member, op->nmembers, AW_IN_PLACE);
    return fails(*shown);
}

static int waits_until(struct run *run, struct op *op, enum aw_until until,
                       int *shown)
{
    members_find(run, op);
    *shown = aw_wait(op->member, op->nmembers, until,
                     op->k < 0 ? AW_NEVER : op->k * AW_MS);
    return fails(*shown);
}

static int waits_all(struct run *run, int me, struct op *op, int *shown)
{
    (void)me;
    return waits_until(run, op, AW_ALL_SETTLED, shown);
}

static int waits_first(struct run *run, int me, struct op *op, int *shown)
{
    (void)me;
    return waits_until(run, op, AW_FIRST_SETTLED, shown);
}

static int waits_fail(struct run *run, int me, struct op *op, int *shown)
{
    (void)me;
    return waits_until(run, op, AW_FIRST_FAILED, shown);
}

static int next(struct run *run, int me, struct op *op, int *shown)
{
    struct aw_as_completed *each = run->each[me];
    struct aw_member *member;

    (void)op;
    *shown = each ? aw_as_completed_next(each, &member) : NOBODY;
    if (*shown == 1)
        *shown = 100 + (int)(member - run->members[me]);
    return fails(*shown);
}

/* ---- Groups -------------------------------------------------------------*/

static void error_say(const struct aw_error *error, void *ctx)
{
    char **at = ctx;

    *at += sprintf(*at, " %d", error->code);
}

void errors_say(struct run *run, int me)
{
    char text[MOST_TASKS * 16], *at = text;

    *text = '\0';
    if (aw_errors_count(aw_errors()) < sizeof(text) / 8)
        aw_errors_each(aw_errors(), error_say, &at);
    say(run, me, "errors%s", text);
}

static void spawn_into(struct run *run, struct aw_group *group, int k,
                       int *shown)
{
    if (group)
        run->task[k] = aw_group_spawn(group, script_run, &run->script[k], NULL);
    if (!run->task[k]) {
        *shown = NOBODY;
        return;
    }
    aw_task_hold(run->task[k]);
    run->of[k] = group;
}

static int child(struct run *run, int me, struct op *op, int *shown)
{
    spawn_into(run, run->group[me], op->k, shown);
    return 0;
}

static int sibling(struct run *run, int me, struct op *op, int *shown)
{
    spawn_into(run, run->of[me], op->k, shown);
    return 0;
}

const struct known several_operations[] = {
    {"gather", gathers},
    {"collect", collects},
    {"waitall", waits_all},
    {"waitfirst", waits_first},
    {"waitfail", waits_fail},
    {"next", next},
    {"child", child},
    {"sibling", sibling},
    {NULL, NULL},
};
