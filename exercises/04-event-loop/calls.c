/* SPDX-License-Identifier: MIT */
#include "aw/loop.h"

int aw_call_soon(struct aw_loop *loop, struct aw_handle *handle)
{
    AW_TODO();
}

int aw_call_later(struct aw_loop *loop, struct aw_timer *timer, aw_time delay)
{
    AW_TODO();
}

int aw_call_at(struct aw_loop *loop, struct aw_timer *timer, aw_time when)
{
    AW_TODO();
}

int aw_watch_io(struct aw_loop *loop, struct aw_io_watcher *watcher,
                struct aw_io *io, enum aw_dir dir, aw_fn fn)
{
    AW_TODO();
}

bool aw_unwatch_io(struct aw_io_watcher *watcher)
{
    AW_TODO();
}

int aw_loop_signal(struct aw_loop *loop, int signo, struct aw_handle *handle)
{
    AW_TODO();
}
