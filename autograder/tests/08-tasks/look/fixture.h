/* SPDX-License-Identifier: MIT */
/* Looking at tasks: the list, the words, the history, and the closing. */
#ifndef LOOK_TESTS_H
#define LOOK_TESTS_H

#include "../fixture.h"

static char text[160];

static struct aw_task_history history;

static inline void say_history(size_t from)
{
    for (size_t i = from; i < history.n; i++)
        say("%s@%d",
            aw_task_state_name(history.entry[i % AW_TASK_HISTORY].state),
            (int)(history.entry[i % AW_TASK_HISTORY].when / AW_MS));
}

#endif
