/* SPDX-License-Identifier: MIT */
/* Given code: memory for the tasks' lists and locals, from the loop's
 * allocator.  Nothing in this file is graded. */
#include <stdlib.h>

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
