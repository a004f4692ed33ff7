/* SPDX-License-Identifier: MIT */
#include "aw/poller.h"

int aw_poller_open(struct aw_poller *poller, const struct aw_poller_ops *ops,
                   struct aw_ready *ready, struct aw_alloc *alloc)
{
    AW_TODO();
}

void aw_poller_close(struct aw_poller *poller)
{
    AW_TODO();
}

int aw_io_open(struct aw_poller *poller, struct aw_io *io, int fd)
{
    AW_TODO();
}

int aw_io_wait(struct aw_poller *poller, struct aw_io *io, enum aw_dir dir,
               struct aw_io_wait *wait)
{
    AW_TODO();
}

bool aw_io_unwait(struct aw_io_wait *wait)
{
    AW_TODO();
}

bool aw_io_ready(struct aw_poller *poller, struct aw_io *io, enum aw_dir dir)
{
    AW_TODO();
}

void aw_io_close(struct aw_poller *poller, struct aw_io *io)
{
    AW_TODO();
}
