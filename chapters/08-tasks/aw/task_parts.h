/* SPDX-License-Identifier: MIT */
/* aw/task_parts.h: what the files of this chapter share.
 *
 * They and their tests include it; and of later chapters only those files that
 * need aw__task_resize, in 11 and 13.  Everybody else uses aw/task.h.
 *
 *      task.c ----spawn----> step.c     (what its handle calls)
 *         ^--------end---------'
 *      task.c ---inherit---> locals.c
 *      all -----state------> look.c     (lists and histories) */
#ifndef AW_TASK_PARTS_H
#define AW_TASK_PARTS_H

#include "aw/fault.h"
#include "aw/task.h"

enum { AW__TASK_NAME = 32 }; /* bytes of a name, the end of it included */

/* What a loop keeps of its tasks, in slot[AW_SLOT_TASKS].  Zeroes to begin
 * with, but for the list and the closer. */
struct aw__tasks {
    struct aw_list all; /* aw_task, by `all`; in the order of spawning */
    uint64_t last_id;
    struct aw_closer closer;
    /* For task.c, which may leave them alone. */
    char next_name[AW__TASK_NAME];
    char *last_digit; /* of that */
};

/* What stands at the top of a stack: a task, and what nobody else needs to
 * see of it.
 *
 * A block begins with a line of the cache.  So that what a step touches lies
 * in two of them and not in four, 48 bytes come before the task. */
struct aw__task_block {
    char name[AW__TASK_NAME];
    int result;  /* what the body returned */
    void *value; /* what was given to aw_task_return */
    struct aw_task task;
};
_Static_assert(offsetof(struct aw__task_block, task.future.loop) % 64 == 0 &&
                   offsetof(struct aw__task_block, task.coro) % 64 == 0,
               "a step touches more lines of the cache than two");

/* ---- task.c -------------------------------------------------------------*/

/* What a task's coroutine runs; `arg` is the task.  It calls the body, with
 * aw__task_call, and keeps what it returns in the block. */
void aw__task_body(void *arg);

/* The task is over with this outcome: a request to cancel that was never
 * delivered turns a result of 0 or more into -ECANCELED.  It is not live any
 * more, its future is settled, a probe hears AW_PROBE_END with the future's
 * state as argument, and the reference that stood for running is dropped.  Not
 * on the task's own stack. */
void aw__task_end(struct aw_task *task, int result, void *value);

/* The task ends before its body has begun: its handle is not queued any more,
 * `drop` is given the argument, and it is over as cancelled.  One that nobody
 * has started is reported as never awaited. */
void aw__task_end_unbegun(struct aw_task *task);

/* ---- step.c -------------------------------------------------------------*/

/* What task->wake.handle calls: let the task go on until it waits or ends.
 * When its body has returned its stack is swept, and the task is over.  A probe
 * hears AW_PROBE_RESUME before and AW_PROBE_SUSPEND behind that, with its steps
 * so far as argument. */
int aw__task_step(struct aw_handle *handle);

/* ---- locals.c -----------------------------------------------------------*/

/* One more task points to these locals, which may be NULL.  Returns them. */
struct aw_locals *aw__locals_share(struct aw_locals *locals);

/* One task less points to them. */
void aw__locals_release(struct aw_loop *loop, struct aw_locals *locals);

/* ---- look.c -------------------------------------------------------------*/

/* The loop's tasks, made on first use; NULL when there is no memory. */
struct aw__tasks *aw__tasks_of(struct aw_loop *loop);

/* Add the state that `task` is in now to its history; it keeps one. */
void aw__task_note(struct aw_task *task);

/* ---- Given code ---------------------------------------------------------*/

/* `task` is in `state` now. */
static inline void aw__task_enter(struct aw_task *task,
                                  enum aw_task_state state)
{
    task->state = (uint8_t)state;
    if (task->history)
        aw__task_note(task);
}

/* If the loop has a probe, tell it of `task`. */
static inline void aw__task_tell(struct aw_task *task,
                                 enum aw_probe_event event, uint64_t arg)
{
    struct aw_probe *probe = task->future.loop->probe;

    if (probe)
        probe->event(probe, event, task, arg);
}

/* Call the body of `task`, which runs.  Returns what it returns.
 *
 * In the moment of its return its frame is free for others to use.  This call
 * keeps a distance, so that what stood in the frame is there for
 * aw__task_sweep. */
int aw__task_call(struct aw_task *task);

/* The body of `task` has returned, and nothing else has run on its stack.  An
 * open scope is misuse.  If a timer there is still started, stop it and report
 * that. */
void aw__task_sweep(struct aw_task *task);

/* What aw_alloc.resize does, with loop->alloc, or with malloc and free. */
void *aw__task_resize(struct aw_loop *loop, void *p, size_t old, size_t size);

/* aw_fault_start and aw_fault_stop, for several threads at once. */
int aw__run_watch_faults(struct aw_fault *fault);
void aw__run_unwatch_faults(struct aw_fault *fault);

#endif
