/* SPDX-License-Identifier: MIT */
/* Given code: the scopes of a task.  Nothing in this file is graded. */
#include "aw/scope.h"
#include "aw/task.h"

static bool is_open(const struct aw_task *task, const struct aw_scope *scope)
{
    const struct aw_scope *s = task->scope;

    while (s && s != scope)
        s = s->outer;
    return s != NULL;
}

void aw__scope_begin(struct aw_scope *scope, const char *kind,
                     const char *where)
{
    struct aw_task *task = aw_task_self();

    AW_ASSERT(task, "a %s was begun outside of a task, at %s", kind, where);
    AW_ASSERT(!is_open(task, scope),
              "a %s was begun at %s that is open already: use another one, or "
              "end it first",
              kind, where);
    *scope = (struct aw_scope){
        .outer = task->scope, .task = task, .kind = kind, .where = where};
    task->scope = scope;
}

void aw__scope_end(struct aw_scope *scope)
{
    struct aw_task *task = aw_task_self();

    AW_ASSERT(task && is_open(task, scope),
              "a scope was ended that is not open in this task: it was never "
              "begun, or has been ended, or another task has begun it");
    AW_ASSERT(task->scope == scope,
              "the %s that was begun at %s was ended before the %s inside it, "
              "which was begun at %s: end them in the opposite order",
              scope->kind, scope->where, task->scope->kind, task->scope->where);
    task->scope = scope->outer;
    scope->task = NULL;
}

void aw__scope_none(const struct aw_task *task)
{
    const struct aw_scope *scope = task->scope;

    AW_ASSERT(!scope,
              "task '%s' has returned inside of the %s that was begun at %s: "
              "end it on every way out",
              task->name, scope->kind, scope->where);
}
