/* SPDX-License-Identifier: MIT */
/* Given code: memory for the tasks' lists and locals, what bodies leave behind,
 * one lock, and a word to the sanitizer.  Nothing in this file is graded. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "aw/fiber.h"
#include "aw/task_parts.h"

void *aw__task_resize(struct aw_loop *loop, void *p, size_t old, size_t size)
{
    if (loop->alloc)
        return loop->alloc->resize(loop->alloc, p, old, size);
    if (size > 0)
        return realloc(p, size);
    free(p);
    return NULL;
}

/* ---- What a body leaves behind ------------------------------------------*/

/* Bytes that a switch, and what is told to a sanitizer before it, may write
 * below the frame in which the body was called. */
#if defined(AW__ASAN) || defined(AW__TSAN)
enum { DISTANCE = 4096 };
#else
enum { DISTANCE = 160 };
#endif

enum { FEW = 64 };

__attribute__((noinline)) int aw__task_call(struct aw_task *task)
{
    char distance[DISTANCE];
    int result;

    /* The compiler must believe that the bytes are needed during the call. */
    __asm__ volatile("" : : "r"(distance) : "memory");
    result = task->fn(task->arg);
    __asm__ volatile("" : : "r"(distance) : "memory");
    return result;
}

void aw__task_sweep(struct aw_task *task)
{
    struct aw_loop *loop = task->future.loop;
    const char *base = task->coro.stack.base;
    const char *end = base + task->coro.stack.size;
    struct aw_timer *timer;

    aw__scope_none(task);
    if (loop->timers.live == 0 || loop->timers.live > FEW)
        return;
    while ((timer = aw_timers_inside(&loop->timers, base, end))) {
        aw_timer_stop(&loop->timers, timer);
        aw_loop_report(loop,
                       &(struct aw_report){
                           .what = "a task has returned while a timer on its "
                                   "stack was started; it is stopped",
                           .error = -EBUSY,
                           .subject = task,
                           .name = task->name,
                           .where = task->future.where,
                       });
    }
}

/* ---- Sanitizers and signals ---------------------------------------------*/

#ifdef AW__ASAN
/* AddressSanitizer calls this before it reports: whose mistake is it? */
void __asan_on_error(void);

void __asan_on_error(void)
{
    if (aw_here()->task)
        fprintf(stderr, "aw: in task '%s':\n", aw_here()->name);
}
#endif

/* The handler for SIGSEGV is the process's, and aw_run may be called by many
 * threads. */
static pthread_mutex_t faults = PTHREAD_MUTEX_INITIALIZER;

int aw__run_watch_faults(struct aw_fault *fault)
{
    int rc;

    pthread_mutex_lock(&faults);
    rc = aw_fault_start(fault);
    pthread_mutex_unlock(&faults);
    return rc;
}

void aw__run_unwatch_faults(struct aw_fault *fault)
{
    pthread_mutex_lock(&faults);
    aw_fault_stop(fault);
    pthread_mutex_unlock(&faults);
}
