/* SPDX-License-Identifier: MIT */
/* Looking at tasks: who lives, what they wait for, and what they did before.
 *
 *      slot --> [ all ] <-> [ task 1 ] <-> [ task 4 ] <-> [ task 7 ]
 *
 * Nothing is recorded for it but a list, which spawning and ending keep.  What
 * a task waits for is in its watch.  So a program that hangs is a question
 * that can be answered. [who-waits]
 *
 * The hard thing is what may be looked at.  A future that is settled may be
 * gone, long before the task that has awaited it runs: only a future in which
 * the watch is linked is there. */
#include <stdio.h>

#include "aw/task_parts.h"

/* ---- The list -----------------------------------------------------------*/

static void report_lost(struct aw_loop *loop, const struct aw_task *task)
{
    aw_loop_report(loop, &(struct aw_report){
                             .what = "a task was lost: its loop is closed",
                             .error = -ECANCELED,
                             .subject = task,
                             .name = task->name,
                             .where = task->future.where,
                         });
}

/* [lost] Nobody but the body knows what it holds, and it will not run again.
 * Wrong turn: to free the stack.  Timers and watches that stand on it are
 * linked elsewhere; a_parked_task_is_reported_and_left_alone. */
static void close_tasks(struct aw_closer *closer, struct aw_loop *loop)
{
    struct aw__tasks *tasks = aw_container_of(closer, struct aw__tasks, closer);
    struct aw_list *node;

    while ((node = aw_list_pop(&tasks->all))) {
        struct aw_task *task = aw_container_of(node, struct aw_task, all);

        if (task->steps == 0)
            aw__task_end_unbegun(task);
        else
            report_lost(loop, task);
    }
    loop->slot[AW_SLOT_TASKS] = NULL;
    aw__task_resize(loop, tasks, sizeof(*tasks), 0);
}

struct aw__tasks *aw__tasks_of(struct aw_loop *loop)
{
    struct aw__tasks *tasks = loop->slot[AW_SLOT_TASKS];

    if (tasks)
        return tasks;
    tasks = aw__task_resize(loop, NULL, 0, sizeof(*tasks));
    if (!tasks)
        return NULL;
    *tasks = (struct aw__tasks){.closer.fn = close_tasks};
    aw_list_init(&tasks->all);
    aw_loop_add_closer(loop, &tasks->closer);
    loop->slot[AW_SLOT_TASKS] = tasks;
    return tasks;
}

void aw_tasks_each(struct aw_loop *loop,
                   void (*fn)(struct aw_task *task, void *ctx), void *ctx)
{
    struct aw__tasks *tasks = loop->slot[AW_SLOT_TASKS];
    uint64_t last = tasks ? tasks->last_id : 0;
    struct aw_list *node;

    if (!tasks)
        return;
    /* Those that `fn` spawns come behind, with higher ids. */
    aw_list_each (node, &tasks->all) {
        struct aw_task *task = aw_container_of(node, struct aw_task, all);

        if (task->id > last)
            break;
        fn(task, ctx);
    }
}

/* ---- One task -----------------------------------------------------------*/

void aw__task_note(struct aw_task *task)
{
    struct aw_task_history *h = task->history;
    size_t i = h->n++ % AW_TASK_HISTORY;

    h->entry[i].when = aw_loop_now(task->future.loop);
    h->entry[i].state = task->state;
}

const char *aw_task_state_name(enum aw_task_state state)
{
    static const char *const names[] = {
        [AW_TASK_CREATED] = "created", [AW_TASK_READY] = "ready",
        [AW_TASK_RUNNING] = "running", [AW_TASK_WAITING] = "waiting",
        [AW_TASK_ENDED] = "ended",
    };

    return names[state];
}

static void describe_wait(const struct aw_future *f, char *text, size_t size)
{
    const char *name = f->ops->name ? f->ops->name(f) : NULL;

    if (f->ops == &aw_task_ops)
        snprintf(
            text, size, "waiting for task \"%s\" (#%llu)", name,
            (unsigned long long)aw_container_of(f, struct aw_task, future)->id);
    else if (name)
        snprintf(text, size, "waiting for %s \"%s\"", f->ops->kind, name);
    else
        snprintf(text, size, "waiting for a %s", f->ops->kind);
}

static void describe_end(const struct aw_future *f, char *text, size_t size)
{
    if (f->state == AW_DONE)
        snprintf(text, size, "ended: %d", f->result);
    else if (f->state == AW_FAILED)
        snprintf(text, size, "failed: %s", aw_error_name(f->result));
    else
        snprintf(text, size, "cancelled");
}

const char *aw_task_describe(const struct aw_task *task, char *text,
                             size_t size)
{
    char does[100];

    if (task->state == AW_TASK_ENDED)
        describe_end(&task->future, does, sizeof(does));
    else if (task->wake.future)
        describe_wait(task->wake.future, does, sizeof(does));
    else if (task->state == AW_TASK_CREATED)
        snprintf(does, sizeof(does), "not started");
    else if (task->state == AW_TASK_RUNNING)
        snprintf(does, sizeof(does), "running");
    else
        snprintf(does, sizeof(does), "ready");
    snprintf(text, size, "%s (#%llu) %s", task->name,
             (unsigned long long)task->id, does);
    return text;
}
