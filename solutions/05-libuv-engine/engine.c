/* SPDX-License-Identifier: MIT */
/* The engine as a table, and the engines by name.
 *
 * A program that names an engine names an object, and has to be linked with
 * it.  One that asks here names a string, which whoever starts it may change.
 * [by-name] */
#include <stdlib.h>
#include <string.h>

#include "aw/uv_parts.h"

const struct aw_poller_ops aw_uv_ops = {
    .name = "uv",
    .open = aw__uv_open,
    .close = aw__uv_close,
    .add = aw__uv_add,
    .del = aw__uv_del,
    .want = aw__uv_want,
    .poll = aw__uv_poll,
    .wake = aw__uv_wake,
    .signal = aw__uv_signal,
    .native = aw__uv_native,
};

const struct aw_poller_ops *aw_engine_choose(const char *name)
{
    static const struct aw_poller_ops *const engines[] = {&aw_epoll_ops,
                                                          &aw_uv_ops};

    if (!name)
        name = getenv("AW_ENGINE");
    /* `AW_ENGINE= ./program` is how one unsets it for a single run. */
    if (!name || !*name)
        return &aw_epoll_ops;
    for (size_t i = 0; i < sizeof(engines) / sizeof(*engines); i++)
        if (strcmp(engines[i]->name, name) == 0)
            return engines[i];
    /* Wrong turn: epoll for any name that is not known.  A typing mistake
     * then measures the wrong engine, and nobody notices;
     * engine/an_unknown_name_is_nobody. */
    return NULL;
}
