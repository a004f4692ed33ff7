/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <poll.h>

#include "aw/uv_parts.h"

void aw__uv_tell(struct aw_poller *poller)
{
    AW_TODO();
}

int aw__uv_add(struct aw_poller *poller, struct aw_io *io)
{
    AW_TODO();
}

void aw__uv_del(struct aw_poller *poller, struct aw_io *io)
{
    AW_TODO();
}

int aw__uv_want(struct aw_poller *poller, struct aw_io *io, enum aw_dir dir)
{
    AW_TODO();
}
