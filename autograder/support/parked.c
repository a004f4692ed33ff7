/* SPDX-License-Identifier: MIT */
#include "parked.h"

#include <inttypes.h>
#include <stdio.h>

#include "aw/task_parts.h"
#include "record.h"

enum { TOLD_MAX = 5, COUNTED_MAX = 100000 /* the list may be a ring */ };

/* Early chapters have no loop, or no tasks. */
#pragma weak aw_loop_current
#pragma weak aw_task_ops

static const char *state_of(const struct aw_task *task)
{
    static const char *const word[] = {"created", "ready", "running", "waiting",
                                       "ended"};

    return task->state < sizeof(word) / sizeof(*word) ? word[task->state] : "?";
}

/* In words of our own: aw_task_describe may be what sleeps. */
static void tell(const char *test, const struct aw_task *task)
{
    const struct aw_future *awaited = task->wake.future;
    char text[200];
    int n = snprintf(text, sizeof(text), "\"%.31s\" (#%" PRIu64 "), %s",
                     task->name, task->id, state_of(task));

    if (awaited && awaited->ops == &aw_task_ops)
        snprintf(text + n, sizeof(text) - (size_t)n,
                 " for task \"%.31s\" (#%" PRIu64 ")",
                 ((const struct aw_task *)awaited)->name,
                 ((const struct aw_task *)awaited)->id);
    else if (awaited)
        snprintf(text + n, sizeof(text) - (size_t)n, " for a %s, made at %s",
                 awaited->ops->kind, awaited->where);
    record("task", test, text, NULL);
}

void parked_tell(const char *test)
{
    struct aw_loop *loop = aw_loop_current ? aw_loop_current() : NULL;
    struct aw__tasks *tasks = loop ? loop->slot[AW_SLOT_TASKS] : NULL;
    unsigned count = 0;
    char text[64];

    if (!tasks)
        return;
    for (struct aw_list *node = tasks->all.next;
         node != &tasks->all && count < COUNTED_MAX; node = node->next)
        if (count++ < TOLD_MAX)
            tell(test, aw_container_of(node, struct aw_task, all));
    if (count > TOLD_MAX) {
        snprintf(text, sizeof(text), "and %u more", count - TOLD_MAX);
        record("task", test, text, NULL);
    }
}
