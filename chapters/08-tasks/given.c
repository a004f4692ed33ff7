/* SPDX-License-Identifier: MIT */
/* Given code: memory for the tasks' lists and locals, one lock, and a word to
 * the sanitizer.  Nothing in this file is graded. */
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
