/* SPDX-License-Identifier: MIT */
#include "fixture.h"

GRADED(task, a_lazy_task_waits_for_its_start,
       "nobody starts it but aw_await, aw_join, aw_task_start")
{
    struct aw_task *task;

    open_loop();
    task = aw_spawn(&loop, passes, NULL, AW_NAMED("a", .lazy = true));
    EXPECT_INT(task->state, AW_TASK_CREATED, "spawned a lazy task");
    run_all();
    EXPECT_SAID("", "and took some turns");
    aw_task_start(task);
    aw_task_start(task);
    EXPECT_SAID("", "started it, twice");
    turn();
    aw_task_start(task);
    run_all();
    EXPECT_SAID("a", "and took a turn, and started it once more");
    aw_task_drop(task);
    EXPECT_INT(loop.live[AW_STACKS], 0, "let go of it");
}

static int sets_a_local(void *arg)
{
    aw_local_set(&loop, arg);
    aw_yield();
    return 0;
}

static void says_nothing(struct aw_task *task)
{
    (void)task;
}

/* A block is used again as it was left. */
GRADED(
    task, its_memory_was_another_tasks,
    "Its memory may have been another task's, of which nothing is left in it.")
{
    struct aw_task *old, *task;
    struct aw_scope left;

    open_loop();
    old = aw_spawn(&loop, sets_a_local, num(1),
                   AW_NAMED("old", .drop = say_dropped));
    turn();
    aw_task_cancel(old, "once");
    run_all();
    old->scope = &left;
    old->farewell = says_nothing;
    aw_task_drop(old);
    task = aw_spawn(&loop, passes, num(3), NULL);
    EXPECT_PTR(task, old, "spawned one where another had been");
    EXPECT_INT(task->steps, 0, "looked at its steps");
    EXPECT_INT(task->ncancel, 0, "looked at its requests");
    EXPECT_INT(task->must_cancel, false, "looked for a request");
    EXPECT_PTR((void *)task->reason, NULL, "looked at the reason");
    EXPECT(!task->drop, "looked at what its options say");
    EXPECT_PTR((void *)task->locals, NULL, "looked at its locals");
    EXPECT_PTR(task->scope, NULL, "looked at its scopes");
    EXPECT(!task->farewell, "looked at its farewell");
    EXPECT_INT(task->parent_id, 0, "looked at its parent");
    run_all();
    EXPECT_SAID("task-2", "and let it run");
    EXPECT_INT(task->future.result, 3, "and let it run");
}

GRADED(
    task, a_lazy_task_that_is_never_awaited_is_reported,
    "A lazy task that nobody has started ends as cancelled when nobody holds "
    "it, and is reported as never awaited, with its name and where it was "
    "spawned, and -ECANCELED.")
{
    struct aw_task *task;
    struct ear ear;

    open_loop();
    loop.on_error = note_name;
    task = aw_spawn(&loop, passes, num(4),
                    AW_NAMED("a", .lazy = true, .drop = say_dropped));
    listen_to(&ear, "ear", &task->future);
    aw_task_drop(task);
    EXPECT_SAID("reported-a-ECANCELED dropped-4",
                "let go of a lazy task that never began: its `drop` is due");
    EXPECT_INT(loop.live[AW_TASKS], 0, "let go of it");
    EXPECT_INT(loop.live[AW_STACKS], 0, "let go of it");
    run_all();
    EXPECT_SAID("reported-a-ECANCELED dropped-4 ear=ECANCELED",
                "and somebody had watched");
}

GRADED(
    task, a_started_one_is_not_reported,
    "A lazy task that nobody has started ends as cancelled when nobody holds "
    "it, and is reported as never awaited")
{
    struct aw_task *task;

    open_loop();
    loop.on_error = note_report;
    task = aw_spawn(&loop, passes, num(4),
                    AW_NAMED("a", .lazy = true, .drop = say_dropped));
    aw_task_start(task);
    aw_task_drop(task);
    run_all();
    EXPECT_SAID("a", "started a lazy task, and let go of it");
}
