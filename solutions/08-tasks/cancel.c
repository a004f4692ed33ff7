/* SPDX-License-Identifier: MIT */
/* Asking a task to end: where does the request go?
 *
 *      a --wake--> b --wake--> c --wake--> [ sleep ]       a is asked
 *      ncancel 1   ncancel 1   ncancel 1   cancelled
 *
 * Not to the one who is asked, but to what he waits for: the innermost wait
 * ends first, and then one call after another returns -ECANCELED, so that each
 * can clean up behind what it has called, as with an exception. [inside-out]
 *
 * The hard thing is the length of the chain, and that it may have no end. */
#include "aw/task_parts.h"

/* The task that `task` waits for, when nobody else awaits that. */
static struct aw_task *only_awaits(const struct aw_task *task)
{
    struct aw_future *f = task->wake.future;

    if (!f || f->ops != &aw_task_ops || f->awaits != 1)
        return NULL;
    return aw_container_of(f, struct aw_task, future);
}

/* [ring] `task` awaits one who awaits it, perhaps through others.  Asking goes
 * round and round: so this wait ends by itself, and the ring is open. */
static void break_off(struct aw_task *task)
{
    struct aw_watch *wake = &task->wake;

    aw_watch_stop(wake);
    wake->state = AW_CANCELLED;
    wake->result = -ECANCELED;
    wake->value = NULL;
    aw_ready_push(&task->future.loop->ready, &wake->handle);
}

bool aw_task_cancel(struct aw_task *task, const char *reason)
{
    struct aw_task *first = task, *inner;

    if (aw_future_done(&task->future))
        return false;

    /* [walk] Wrong turn: to call aw_task_cancel for the inner one, which is
     * what withdrawing does by itself.  Each link of the chain takes a frame
     * then, and stacks are small; a_long_chain_needs_no_stack. */
    for (;;) {
        task->ncancel++;
        task->reason = reason;
        aw__task_tell(task, AW_PROBE_CANCEL, task->ncancel);
        inner = only_awaits(task);
        if (!inner || inner == first)
            break;
        task = inner;
    }
    if (inner)
        break_off(task);
    else if (!aw_watch_withdraw(&task->wake))
        task->must_cancel = true;
    aw_task_start(task);
    return true;
}
