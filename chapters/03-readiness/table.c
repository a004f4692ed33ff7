/* SPDX-License-Identifier: MIT */
/* Given code: the memory of an epoll engine.
 *
 * The table `e->io` is as long as the largest descriptor number it has seen,
 * which is short: the kernel always hands out the lowest free number.  So an
 * array with holes beats a hash table here.  Nothing in this file is graded,
 * and every program of the workbook links it. */
#include <stdlib.h>

#include "aw/epoll.h"

enum { FIRST_CAP = 64 };

void *aw__resize(struct aw_poller *poller, void *p, size_t old, size_t size)
{
    if (poller->alloc)
        return poller->alloc->resize(poller->alloc, p, old, size);
    if (size > 0)
        return realloc(p, size);
    free(p);
    return NULL;
}

int aw__table_reserve(struct aw_poller *poller, int fd)
{
    struct aw__epoll *e = poller->impl;
    size_t cap = e->cap ? e->cap : FIRST_CAP;
    struct aw_io **io;

    if ((size_t)fd < e->cap)
        return 0;
    while (cap <= (size_t)fd)
        cap *= 2;
    io = aw__resize(poller, e->io, e->cap * sizeof(struct aw_io *),
                    cap * sizeof(struct aw_io *));
    if (!io)
        return -ENOMEM;
    for (size_t i = e->cap; i < cap; i++)
        io[i] = NULL;
    e->io = io;
    e->cap = cap;
    return 0;
}

void aw__table_free(struct aw_poller *poller)
{
    struct aw__epoll *e = poller->impl;

    if (e->io)
        aw__resize(poller, e->io, e->cap * sizeof(struct aw_io *), 0);
    e->io = NULL;
    e->cap = 0;
}
