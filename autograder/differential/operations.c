/* SPDX-License-Identifier: MIT */
/* What each operation of chapters 08 and 09 does: TaskOperations of
 * oracle_operations.py, on the runtime. */
#include <errno.h>

#include "interpret.h"

/* ---- Waiting ------------------------------------------------------------*/

static int sleeps(struct run *run, int me, struct op *op, int *shown)
{
    (void)run, (void)me;
    return *shown = aw_sleep(op->k * AW_MS);
}

static int yields(struct run *run, int me, struct op *op, int *shown)
{
    (void)run, (void)me, (void)op;
    return *shown = aw_yield();
}

static int awaits(struct run *run, int me, struct op *op, int *shown)
{
    struct aw_task *task = run->task[op->k];

    (void)me;
    *shown = task ? aw_await(&task->future, NULL) : NOBODY;
    return fails(*shown);
}

static int waits(struct run *run, int me, struct op *op, int *shown)
{
    (void)me;
    *shown = aw_await(&run->shared.future[op->k], NULL);
    return fails(*shown);
}

static int shields(struct run *run, int me, struct op *op, int *shown)
{
    struct aw_task *task = run->task[op->k];

    (void)me;
    *shown = task ? aw_await_shielded(&task->future, NULL) : NOBODY;
    return fails(*shown);
}

static int covers(struct run *run, int me, struct op *op, int *shown)
{
    (void)me;
    *shown = aw_await_shielded(&run->shared.future[op->k], NULL);
    return fails(*shown);
}

static int limits(struct run *run, int me, struct op *op, int *shown)
{
    struct aw_task *task = run->task[op->k];

    (void)me;
    *shown = task ? aw_wait_for(&task->future, op->n * AW_MS, NULL) : NOBODY;
    return fails(*shown);
}

static int waits_within(struct run *run, int me, struct op *op, int *shown)
{
    (void)me;
    *shown = aw_wait_for(&run->shared.future[op->k], op->n * AW_MS, NULL);
    return fails(*shown);
}

/* ---- Tasks and futures --------------------------------------------------*/

static int spawns(struct run *run, int me, struct op *op, int *shown)
{
    (void)me, (void)shown;
    run->task[op->k] =
        aw_spawn(&run->loop, script_run, &run->script[op->k], NULL);
    return run->task[op->k] ? 0 : -ENOMEM;
}

static int cancels(struct run *run, int me, struct op *op, int *shown)
{
    struct aw_task *task = run->task[op->k];

    (void)me;
    *shown = task ? aw_task_cancel(task, "as the program says") : NOBODY;
    return 0;
}

static int uncancels(struct run *run, int me, struct op *op, int *shown)
{
    struct aw_task *task = run->task[op->k];

    (void)me;
    *shown = task ? (int)aw_uncancel(task) : NOBODY;
    return 0;
}

static int counts(struct run *run, int me, struct op *op, int *shown)
{
    struct aw_task *task = run->task[op->k];

    (void)me;
    *shown = task ? (int)aw_cancelling(task) : NOBODY;
    return 0;
}

static int sets(struct run *run, int me, struct op *op, int *shown)
{
    (void)me;
    *shown = aw_future_settle(&run->shared.future[op->k], op->n, NULL);
    return 0;
}

static int breaks(struct run *run, int me, struct op *op, int *shown)
{
    (void)me;
    *shown = aw_future_settle(&run->shared.future[op->k], -op->n, NULL);
    return 0;
}

static int annuls(struct run *run, int me, struct op *op, int *shown)
{
    (void)me;
    *shown = aw_future_cancel(&run->shared.future[op->k]);
    return 0;
}

/* ---- Callbacks ----------------------------------------------------------*/

static int task_ended(struct aw_handle *handle)
{
    struct op *op = aw_container_of(handle, struct op, watch.handle);

    say(op->run, -1, "task %d %d", op->k, op->watch.result);
    return 0;
}

static int follows(struct run *run, int me, struct op *op, int *shown)
{
    struct aw_task *task = run->task[op->k];

    (void)me, (void)shown;
    if (task) {
        aw_watch_init(&op->watch, task_ended, false);
        aw_watch_start(&op->watch, &task->future);
    }
    return 0;
}

static int future_settled(struct aw_handle *handle)
{
    struct op *op = aw_container_of(handle, struct op, watch.handle);

    say(op->run, -1, "future %d %d", op->k, op->watch.result);
    return 0;
}

static int observes(struct run *run, int me, struct op *op, int *shown)
{
    (void)me, (void)shown;
    aw_watch_init(&op->watch, future_settled, false);
    aw_watch_start(&op->watch, &run->shared.future[op->k]);
    return 0;
}

static int called_soon(struct aw_handle *handle)
{
    struct op *op = aw_container_of(handle, struct op, soon);

    say(op->run, -1, "call %d", op->k);
    return 0;
}

static int soon(struct run *run, int me, struct op *op, int *shown)
{
    (void)me, (void)shown;
    aw_handle_init(&op->soon, called_soon);
    return aw_call_soon(&run->loop, &op->soon);
}

static int called_later(struct aw_handle *handle)
{
    struct op *op = aw_container_of(handle, struct op, later.handle);

    say(op->run, -1, "call %d", op->n);
    return 0;
}

static int later(struct run *run, int me, struct op *op, int *shown)
{
    (void)me, (void)shown;
    aw_timer_init(&op->later, called_later);
    return aw_call_later(&run->loop, &op->later, op->k * AW_MS);
}

static int is_due(struct aw_handle *handle)
{
    struct op *op = aw_container_of(handle, struct op, later.handle);

    aw_future_settle(&op->run->shared.future[op->k], 0, NULL);
    return 0;
}

static int due(struct run *run, int me, struct op *op, int *shown)
{
    (void)me, (void)shown;
    aw_timer_init(&op->later, is_due);
    return aw_call_later(&run->loop, &op->later, op->n * AW_MS);
}

/* ---- Locals -------------------------------------------------------------*/

static const int key;

static int local(struct run *run, int me, struct op *op, int *shown)
{
    (void)run, (void)me, (void)shown;
    return aw_local_set(&key, &op->k);
}

static int show(struct run *run, int me, struct op *op, int *shown)
{
    const int *value = aw_local_get(&key);

    (void)run, (void)me, (void)op;
    *shown = value ? *value : 0;
    return 0;
}

/* ---- Control, which script_run itself does ------------------------------*/

static int control(struct run *run, int me, struct op *op, int *shown)
{
    (void)run, (void)me, (void)op, (void)shown;
    return 0;
}

const struct known task_operations[] = {
    {"sleep", sleeps},       {"yield", yields},
    {"await", awaits},       {"wait", waits},
    {"shield", shields},     {"cover", covers},
    {"limit", limits},       {"within", waits_within},
    {"spawn", spawns},       {"cancel", cancels},
    {"uncancel", uncancels}, {"count", counts},
    {"set", sets},           {"fail", breaks},
    {"annul", annuls},       {"due", due},
    {"follow", follows},     {"observe", observes},
    {"soon", soon},          {"later", later},
    {"local", local},        {"show", show},
    {"try", control},        {"return", control},
    {"error", control},      {NULL, NULL},
};
