/* SPDX-License-Identifier: MIT */
/* Requests are counted, and can be taken back.
 *
 * A task that is asked to end does not know by whom.  Whoever asks and means
 * only a part of it must not be taken for somebody who means all of it, so
 * each takes back what he has asked for, and what is left over counts.
 * [counted] */
#include "aw/cancel.h"

unsigned aw_cancelling(const struct aw_task *task)
{
    return task->ncancel;
}

unsigned aw_uncancel(struct aw_task *task)
{
    if (task->ncancel == 0)
        return 0;
    task->ncancel--;
    /* [counted] Wrong turn: to leave it, since it was asked for.  Then the
     * next wait behind the scope ends, for a reason that is gone;
     * the_last_one_taken_back_is_forgotten catches it. */
    if (task->ncancel == 0)
        task->must_cancel = false;
    return task->ncancel;
}

aw_time aw_from_now(aw_time delay)
{
    struct aw_loop *loop = aw_loop_current();

    AW_ASSERT(loop, "aw_from_now was called outside of a running loop: there "
                    "is no clock to ask");
    return aw_deadline(aw_loop_now(loop), delay);
}
