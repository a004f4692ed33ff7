/* SPDX-License-Identifier: MIT */
/* A task's life, from the block in which it stands to the last who lets go.
 *
 *      guard | free ...  <-- the body's frames | task, result, name | colour
 *                                              ^ base + size
 *
 * The task stands right above its own stack, so to spawn is to take one block
 * and to fill it in. [one-block]
 *
 * The hard thing is the end.  Nobody can free the stack that he stands on, so
 * the body returns to whoever resumed it, and the rest happens there.  And
 * somebody may want the outcome later: so it is not the end that frees the
 * block, but the last reference. [last-reference] */
#include <stdio.h>
#include <string.h>

#include "aw/task_parts.h"

/* ---- The kind -----------------------------------------------------------*/

static struct aw_task *task_of(const struct aw_future *future)
{
    return aw_container_of(future, struct aw_task, future);
}

/* To cancel the future that a task is means to cancel the task. */
static bool cancel_task(struct aw_future *future)
{
    return aw_task_cancel(task_of(future), NULL);
}

static const char *task_name(const struct aw_future *future)
{
    return task_of(future)->name;
}

const struct aw_future_ops aw_task_ops = {
    .kind = "task",
    .cancel = cancel_task,
    .name = task_name,
};

/* ---- Making -------------------------------------------------------------*/

/* [odometer] "task-7" is what nearly every task is called.  From 6 to 7 is one
 * step of one digit.  snprintf would take as long as all the rest of a spawn,
 * and own divisions by ten were an eighth of it. */
static void count_on(struct aw__tasks *tasks)
{
    char *digit;

    for (digit = tasks->last_digit; *digit == '9'; digit--)
        *digit = '0';
    if (*digit != '-') {
        ++*digit;
        return;
    }
    /* They were all nines, and are zeroes now. */
    digit[1] = '1';
    *++tasks->last_digit = '0';
    tasks->last_digit[1] = '\0';
}

static void number(struct aw__task_block *block, struct aw__tasks *tasks)
{
    if (tasks->last_id++ == 0) {
        memcpy(tasks->next_name, "task-1", sizeof("task-1"));
        tasks->last_digit = tasks->next_name + strlen("task-");
    }
    block->task.id = tasks->last_id;
    /* Why it was made by the spawn before: the processor waits long for a
     * copy of bytes of which one was written just now. */
    memcpy(block->name, tasks->next_name, sizeof(block->name));
    count_on(tasks);
}

static void inherit(struct aw_task *task, const struct aw_task *parent)
{
    if (!parent || parent->future.loop != task->future.loop)
        return;
    task->parent_id = parent->id;
    task->locals = aw__locals_share(parent->locals);
}

/* [field-by-field] To clear the block as a whole, 600 bytes of it, would take
 * as long as all the rest of a spawn.  What is for chapter 11 is left alone. */
static void fill_in(struct aw__task_block *block, struct aw_loop *loop,
                    const struct aw_stack *stack, const char *where)
{
    struct aw_task *task = &block->task;

    aw__future_init(&task->future, loop, &aw_task_ops, where);
    aw_watch_init(&task->wake, aw__task_step, true);
    aw_coro_init(&task->coro, stack, aw__task_body, task);
    aw_list_init(&task->owner_link);
    aw_list_init(&task->all);
    task->refs = 1;
    task->steps = task->ncancel = 0;
    task->must_cancel = false;
    task->reason = NULL;
    task->parent_id = 0;
    task->locals = NULL;
    task->scope = NULL;
    task->owner = NULL;
    task->farewell = NULL;
    task->name = task->coro.name = block->name;
    block->result = 0;
    block->value = NULL;
}

/* The block with the task in it, which is live but not started; or NULL. */
static struct aw__task_block *make(struct aw_loop *loop, size_t size,
                                   const char *where)
{
    struct aw__task_block *block;
    struct aw__tasks *tasks;
    struct aw_stack stack;

    /* Why the stack first: closers run backwards, and the tasks want to have
     * theirs before the pool of stacks looks who is still there. */
    block = aw_stack_new(loop, size, sizeof(*block), &stack);
    if (!block)
        return NULL;
    tasks = aw__tasks_of(loop);
    if (!tasks) {
        aw_stack_free(loop, stack);
        return NULL;
    }
    fill_in(block, loop, &stack, where);
    aw_list_append(&tasks->all, &block->task.all);
    number(block, tasks);
    loop->live[AW_TASKS]++;
    return block;
}

struct aw_task *aw__spawn(struct aw_loop *loop, aw_body fn, void *arg,
                          const struct aw_spawn_options *options,
                          const char *where)
{
    static const struct aw_spawn_options defaults;
    const struct aw_spawn_options *o = options ? options : &defaults;
    struct aw__task_block *block = make(loop, o->stack, where);
    struct aw_task *task;

    if (!block) {
        /* [who-releases] What was handed over is ours to release. */
        if (o->drop)
            o->drop(arg);
        return NULL;
    }
    task = &block->task;
    task->fn = fn;
    task->arg = arg;
    task->drop = o->drop;
    task->history = o->history;
    inherit(task, aw_task_self());
    if (o->name)
        snprintf(block->name, sizeof(block->name), "%s", o->name);
    aw__task_enter(task, AW_TASK_CREATED);
    aw__task_tell(task, AW_PROBE_SPAWN, task->parent_id);
    if (!o->lazy)
        aw_task_start(task);
    return task;
}

void aw_task_start(struct aw_task *task)
{
    if (task->state != AW_TASK_CREATED || task->future.loop->closed)
        return;
    /* [last-reference] This one is the loop's.  Wrong turn: without it a task
     * that nobody holds is freed while it runs;
     * a_task_that_nobody_holds_goes_on catches it. */
    task->refs++;
    aw__task_enter(task, AW_TASK_READY);
    aw_ready_push(&task->future.loop->ready, &task->wake.handle);
}

/* ---- Ending -------------------------------------------------------------*/

void aw__task_body(void *arg)
{
    struct aw_task *task = arg;
    struct aw__task_block *block =
        aw_container_of(task, struct aw__task_block, task);

    block->result = aw__task_call(task);
}

void aw__task_end(struct aw_task *task, int result, void *value)
{
    struct aw_loop *loop = task->future.loop;

    /* [late-cancel] A result that nobody had to wait for any more comes too
     * late.  An error does not: it says more than "cancelled". */
    if (task->must_cancel && result >= 0)
        result = -ECANCELED;
    task->must_cancel = false;
    aw__task_enter(task, AW_TASK_ENDED);
    aw_list_remove(&task->all);
    loop->live[AW_TASKS]--;
    aw_future_settle(&task->future, result, value);
    aw__task_tell(task, AW_PROBE_END, task->future.state);
    aw_task_drop(task);
}

static void report_never_awaited(const struct aw_task *task)
{
    aw_loop_report(task->future.loop,
                   &(struct aw_report){
                       .what = "a task was spawned and never awaited",
                       .error = -ECANCELED,
                       .subject = task,
                       .name = task->name,
                       .where = task->future.where,
                   });
}

void aw__task_end_unbegun(struct aw_task *task)
{
    if (task->state == AW_TASK_CREATED) {
        report_never_awaited(task);
        /* The end drops the reference that a start would have made. */
        task->refs++;
    }
    aw_handle_cancel(&task->wake.handle);
    /* [who-releases] Wrong turn: to forget what it was given, which the body
     * would have released; a_task_that_never_runs_drops_its_argument. */
    if (task->drop)
        task->drop(task->arg);
    aw__task_end(task, -ECANCELED, NULL);
}

/* ---- References ---------------------------------------------------------*/

/* Invariant: this is the last thing that is done with a task.  Its block is a
 * part of the stack, so what describes the stack is copied out of it. */
static void free_task(struct aw_task *task)
{
    struct aw_loop *loop = task->future.loop;
    struct aw_stack stack = task->coro.stack;

    if (task->farewell)
        task->farewell(task);
    aw_future_deinit(&task->future);
    aw__locals_release(loop, task->locals);
    aw_coro_deinit(&task->coro);
    aw_stack_free(loop, stack);
}

void aw_task_hold(struct aw_task *task)
{
    task->refs++;
}

void aw_task_drop(struct aw_task *task)
{
    AW_ASSERT(task->refs > 0, "a task was let go more often than it was held");
    task->refs--;
    if (task->refs > 0)
        return;
    if (task->state == AW_TASK_CREATED) {
        aw__task_end_unbegun(task);
        return;
    }
    AW_ASSERT(
        task->state == AW_TASK_ENDED,
        "a task was let go more often than it was held: it has not ended, "
        "and the loop holds it until then");
    free_task(task);
}
