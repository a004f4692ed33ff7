/* SPDX-License-Identifier: MIT */
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "graded.h"

static bool refused(const struct graded_alloc *a)
{
    return a->calls == a->fail_once ||
           (a->fail_from && a->calls >= a->fail_from);
}

static void *resize(struct aw_alloc *alloc, void *p, size_t old, size_t size)
{
    struct graded_alloc *a = aw_container_of(alloc, struct graded_alloc, alloc);
    void *block;

    if (size == 0) {
        a->blocks -= p != NULL;
        a->bytes -= old;
        /* Whoever uses it still, in a library that no sanitizer watches, is
         * to notice. */
        if (p)
            memset(p, 0xdd, malloc_usable_size(p));
        free(p);
        return NULL;
    }
    a->calls++;
    block = refused(a) ? NULL : realloc(p, size);
    if (block) {
        a->blocks += p == NULL;
        a->bytes += size - old;
    }
    return block;
}

void graded_alloc_init(struct graded_alloc *a)
{
    *a = (struct graded_alloc){.alloc.resize = resize};
}
