/* SPDX-License-Identifier: MIT */
#include "fixture.h"

GRADED(cancel, a_kind_may_refuse,
       "If what it waits for refuses, it waits on, and the call returns "
       "-ECANCELED when that is settled.")
{
    struct aw_future future;

    open_loop();
    aw_future_init(&future, &loop, &firm);
    task = spawn("a", awaits_a_resource, &future);
    turn();
    cancel(task);
    turn();
    EXPECT_SAID("refused", "it waits for a kind that refuses");
    aw_future_settle(&future, 3, num(7));
    turn();
    EXPECT_SAID("refused released-7 a=ECANCELED 0", "which is settled later");
}

static bool takes_note(struct aw_future *future)
{
    (void)future;
    say("noted");
    return true;
}

GRADED(cancel, a_kind_that_refuses_keeps_the_request,
       "If what it waits for refuses, it waits on, and the call returns "
       "-ECANCELED when that is settled.")
{
    open_loop();
    aw_future_deinit(&f);
    aw_future_init(&f, &loop, &firm);
    launch("a", cancels_itself_and_awaits, &f);
    run_all();
    EXPECT_INT(f.state, AW_PENDING, "a has begun to wait for what refuses");
    aw_future_settle(&f, 3, NULL);
    run_all();
    EXPECT_SAID("refused a=ECANCELED a+0", "and then that was settled");
}

GRADED(cancel, a_kind_may_have_something_to_say,
       "returns -ECANCELED when that is over, or whatever came of it")
{
    static const struct aw_future_ops slow = {"slow", .cancel = takes_note};
    struct aw_future future;

    open_loop();
    aw_future_init(&future, &loop, &slow);
    task = spawn("a", awaits_a_resource, &future);
    turn();
    cancel(task);
    turn();
    EXPECT_SAID("noted", "what it waits for takes its time");
    aw_future_settle(&future, 3, num(7));
    turn();
    EXPECT_SAID("noted a+3 7", "and has a value in the end");
}

GRADED(cancel, cancelling_its_future_is_cancelling_it,
       "To cancel a task's future is to ask the task, without a reason.")
{
    open_loop();
    task = spawn("a", awaits, &f);
    turn();
    EXPECT(aw_future_cancel(&task->future), "cancelled the task's future");
    EXPECT(!aw_future_done(&task->future), "it has yet to end");
    EXPECT_INT(task->ncancel, 1, "it was asked");
    EXPECT_PTR((void *)task->reason, NULL, "it was given no reason");
    run_all();
    EXPECT_SAID("a=ECANCELED", "cancelled the task's future");
}

static int cancels_task(struct aw_handle *handle)
{
    (void)handle;
    cancel(task);
    return 0;
}

GRADED(cancel, a_callback_may_ask,
       "The call in which it waits returns -ECANCELED when that is over")
{
    struct aw_handle handle;

    open_loop();
    task = spawn("a", awaits, &f);
    turn();
    aw_handle_init(&handle, cancels_task);
    aw_ready_push(&loop.ready, &handle);
    launch("b", passes, NULL);
    turn();
    EXPECT_SAID("b", "a callback has asked it, in this turn");
    turn();
    EXPECT_SAID("b a=ECANCELED", "and a turn later");
}

static void note_event(struct aw_probe *probe, enum aw_probe_event event,
                       const void *subject, uint64_t arg)
{
    (void)probe;
    if (event == AW_PROBE_CANCEL)
        say("%s-%d", ((const struct aw_task *)subject)->name, (int)arg);
}

/* C17 */
GRADED(cancel, each_one_asked_counts_it,
       "Each task that is asked counts it in `ncancel` and notes the reason; a "
       "probe hears AW_PROBE_CANCEL for each, with the task as subject and the "
       "count as argument.")
{
    struct aw_probe probe = {note_event};
    struct aw_task *inner;

    open_loop();
    inner = spawn("inner", catches, &f);
    task = spawn("a", joins, inner);
    turn();
    aw_loop_set_probe(&loop, &probe);
    cancel(task);
    aw_task_cancel(inner, "another");
    EXPECT_SAID("a-1 inner-1 inner-2", "asked one, and then its inner one");
    EXPECT_STR(inner->reason, "another", "the latest reason counts");
    EXPECT_STR(task->reason, "why not", "looked at the outer one's");
    aw_loop_set_probe(&loop, NULL);
    aw_task_cancel(inner, NULL);
    EXPECT_PTR((void *)inner->reason, NULL, "asked again, without a reason");
}
