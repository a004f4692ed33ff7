/* SPDX-License-Identifier: MIT */
/* Given code: the memory of a libuv engine, and the one thing that it has to
 * know of the epoll engine.  Nothing in this file is graded. */
#include "aw/epoll.h"
#include "aw/uv_parts.h"

enum { FIRST_CAP = 64 };

void *aw__uv_memory(struct aw_poller *poller, void *p, size_t old, size_t size)
{
    return aw__resize(poller, p, old, size);
}

int aw__uv_reserve(struct aw_poller *poller, int fd)
{
    struct aw__uv *e = poller->impl;
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

void aw__uv_table_free(struct aw_poller *poller)
{
    struct aw__uv *e = poller->impl;

    if (e->io)
        aw__resize(poller, e->io, e->cap * sizeof(struct aw_io *), 0);
    e->io = NULL;
    e->cap = 0;
}

int aw__uv_descriptor(const struct aw_poller *epoll)
{
    const struct aw__epoll *e = epoll->impl;

    return e->fd;
}
