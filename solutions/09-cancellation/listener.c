/* SPDX-License-Identifier: MIT */
/* Who does not listen: a request that disappears is a bug that shows elsewhere.
 *
 * Somebody waits for a task that he has asked to end, and it goes on as if
 * nothing had been said; or it ends well, and its result is taken for one.
 * Nobody sees the line that has dropped the error.  But the count is still
 * there when the task ends: that is evidence. [evidence] */
#include "aw/cancel.h"

static void look_at(struct aw_listener *listener, const struct aw_task *task)
{
    /* [evidence] Why only a result: an error says that something was given up,
     * if not why.  Wrong turn: to report every task that was ever asked;
     * who_ends_as_asked_is_not_reported catches it. */
    if (task->future.state != AW_DONE || aw_cancelling(task) == 0)
        return;
    listener->swallowed++;
    aw_loop_report(listener->loop,
                   &(struct aw_report){
                       .what = "a task was asked to end, and has swallowed it",
                       .error = -ECANCELED,
                       .subject = task,
                       .name = task->name,
                       .where = task->future.where,
                   });
}

static void hears(struct aw_probe *probe, enum aw_probe_event event,
                  const void *subject, uint64_t arg)
{
    struct aw_listener *listener =
        aw_container_of(probe, struct aw_listener, probe);
    struct aw_probe *before = listener->before;

    if (before)
        before->event(before, event, subject, arg);
    if (event == AW_PROBE_END)
        look_at(listener, subject);
}

void aw_listener_start(struct aw_listener *listener, struct aw_loop *loop)
{
    *listener = (struct aw_listener){
        .probe.event = hears, .before = loop->probe, .loop = loop};
    aw_loop_set_probe(loop, &listener->probe);
}

void aw_listener_stop(struct aw_listener *listener)
{
    AW_ASSERT(listener->loop->probe == &listener->probe,
              "a listener was stopped while another probe is set: stop that "
              "first");
    aw_loop_set_probe(listener->loop, listener->before);
}
