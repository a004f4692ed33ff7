/* SPDX-License-Identifier: MIT */
/* Carrying out a script: its operations, and the blocks in it. */
#include <errno.h>
#include <string.h>

#include "interpret.h"

static int block(struct run *run, int me, struct op *op, struct op *end,
                 bool *returns);

/* Its own block. */
static int inside(struct run *run, int me, struct op *op, bool *returns)
{
    return block(run, me, op + 1, op->end, returns);
}

/* ---- Blocks that stand in something -------------------------------------*/

static int limited(struct run *run, int me, struct op *op, bool *returns)
{
    struct aw_timeout limit;
    int code;

    aw_timeout_begin(&limit, aw_from_now(op->n * AW_MS));
    code = inside(run, me, op, returns);
    code = aw_timeout_end(&limit, code);
    say(run, me, "timeout ends %d", *returns ? 0 : code);
    return code;
}

static int grouped(struct run *run, int me, struct op *op, bool *returns)
{
    struct aw_group group, *outer = run->group[me];
    int code;

    aw_group_begin(&group);
    run->group[me] = &group;
    code = inside(run, me, op, returns);
    code = aw_group_close(&group, code);
    run->group[me] = outer;
    *returns &= code >= 0;
    say(run, me, "group ends %d", *returns ? 0 : code);
    if (code == AW_EGROUP)
        errors_say(run, me);
    return code;
}

static int locked(struct run *run, int me, struct op *op, bool *returns)
{
    struct aw_lock *lock = &run->shared.lock[op->n];
    int code = aw_lock_wait(lock);

    say(run, me, "lock %d %d", op->n, code);
    if (code < 0)
        return code;
    code = inside(run, me, op, returns);
    if (lock->owner == aw_task_self())
        aw_lock_release(lock);
    return code;
}

static int permitted(struct run *run, int me, struct op *op, bool *returns)
{
    struct aw_sem *sem = &run->shared.sem[op->n];
    int code = aw_sem_wait(sem);

    say(run, me, "acquire %d %d", op->n, code);
    if (code < 0)
        return code;
    code = inside(run, me, op, returns);
    if (sem->value < sem->limit)
        aw_sem_release(sem);
    return code;
}

static int completed(struct run *run, int me, struct op *op, bool *returns)
{
    struct aw_as_completed each, *outer = run->each[me];
    struct aw_member *members = run->members[me];
    int code;

    members_find(run, op);
    aw_as_completed_begin(&each, op->member, op->nmembers,
                          op->n < 0 ? AW_NEVER : op->n * AW_MS);
    run->each[me] = &each;
    run->members[me] = op->member;
    code = inside(run, me, op, returns);
    run->each[me] = outer;
    run->members[me] = members;
    aw_as_completed_end(&each);
    return code;
}

/* ---- Blocks that fail ---------------------------------------------------*/

/* What is done when the block of `op` has come to `code`. */
static int afterwards(struct run *run, int me, struct op *op, int code)
{
    int late;
    bool wanted = op->mode == SWALLOW ? code == -ECANCELED
                                      : code < 0 && code != -ECANCELED;

    if (op->mode == CLEAN) {
        say(run, me, "cleans up after %d", code);
        late = aw_sleep(op->n * AW_MS);
        return late < 0 ? late : code;
    }
    if (!wanted)
        return code;
    say(run, me, "catches %d", code);
    return aw_sleep(op->n * AW_MS);
}

static int guarded(struct run *run, int me, struct op *op, bool *returns)
{
    int code;

    switch (op->mode) {
    case TIMEOUT:
        return limited(run, me, op, returns);
    case GROUP:
        return grouped(run, me, op, returns);
    case LOCK:
        return locked(run, me, op, returns);
    case ACQUIRE:
        return permitted(run, me, op, returns);
    case EACH:
        return completed(run, me, op, returns);
    default:
        code = inside(run, me, op, returns);
        return *returns ? code : afterwards(run, me, op, code);
    }
}

/* ---- Operations ---------------------------------------------------------*/

static int operation(struct run *run, int me, struct op *op)
{
    int shown = NOTHING, code = op->fn(run, me, op, &shown);

    if (shown == NOTHING)
        say(run, me, "%s %d", op->name, op->k);
    else if (shown == NOBODY)
        say(run, me, "%s %d nobody", op->name, op->k);
    else
        say(run, me, "%s %d %d", op->name, op->k, shown);
    if (op->nmembers > 0)
        members_say(run, me, op);
    return code;
}

/* Returns 0 to go on, or the code that ends the task: a result when it
 * `returns`, otherwise a negative one. */
static int block(struct run *run, int me, struct op *op, struct op *end,
                 bool *returns)
{
    int code = 0;

    while (op < end && code == 0) {
        if (strcmp(op->name, "return") == 0) {
            *returns = true;
            return op->k;
        }
        if (strcmp(op->name, "error") == 0)
            return -op->k;
        code = op->end ? guarded(run, me, op, returns) : operation(run, me, op);
        if (*returns)
            return code;
        op = op->end ? op->end : op + 1;
    }
    return code;
}

int script_run(void *arg)
{
    struct script *script = arg;
    struct run *run = script->run;
    int me = (int)(script - run->script);
    bool returns = false;
    int code;

    say(run, me, "begins");
    code = block(run, me, script->begin, script->end, &returns);
    for (int i = 0; i < 2; i++)
        if (run->shared.lock[i].owner == aw_task_self())
            aw_lock_release(&run->shared.lock[i]);
    say(run, me, "ends %d", code);
    return code;
}
