/* SPDX-License-Identifier: MIT */
#include "aw/task_parts.h"

int aw__run(aw_body fn, void *arg, const struct aw_run_options *options,
            const char *where)
{
    AW_TODO();
}
