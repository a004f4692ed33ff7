/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* ---- What cannot be -----------------------------------------------------*/

GRADED(task, without_memory_there_is_no_task,
       "NULL when there is no memory or the loop is closed.")
{
    struct graded_alloc alloc;
    struct aw_task *task = NULL;
    int tries = 0;

    graded_alloc_init(&alloc);
    open_loop_with(&alloc.alloc);
    loop.on_error = note_report;
    UNCOUNTED
    for (; !task && tries < 20; tries++) {
        forget();
        alloc.fail_from = alloc.calls + 1 + (size_t)tries;
        task =
            aw_spawn(&loop, passes, num(3), AW_NAMED("a", .drop = say_dropped));
        EXPECT_SAID(task ? "" : "dropped-3", "request %d failed", tries + 1);
        EXPECT_INT(loop.live[AW_TASKS], task != NULL, "looked who lives");
        EXPECT_INT(loop.live[AW_STACKS], task != NULL, "looked at stacks");
    }
    EXPECT(task, "tried until there was memory enough");
    EXPECT_AT_LEAST(tries, 2, "tried until there was memory enough");
    EXPECT_INT(task->id, 1, "it is the first");
    turn();
}

GRADED(task, in_a_closed_loop_there_is_no_task,
       "If the body never runs, because the task has to end before or because "
       "there is no task, `drop` is given `arg`, once.")
{
    open_loop();
    aw_future_deinit(&f);
    aw_future_deinit(&g);
    aw_loop_close(&loop);
    EXPECT_PTR(
        aw_spawn(&loop, passes, num(3), AW_NAMED("a", .drop = say_dropped)),
        NULL, "spawned in a closed loop");
    EXPECT_SAID("dropped-3", "spawned in a closed loop");
}

GRADED(task, spawning_asks_for_one_block,
       "a task stands at the top of its own stack: one block for both")
{
    struct graded_alloc alloc;
    size_t calls;

    graded_alloc_init(&alloc);
    open_loop_with(&alloc.alloc);
    launch("a", passes, NULL);
    turn();
    calls = alloc.calls;
    for (int i = 0; i < 100; i++) {
        launch("a", passes, NULL);
        turn();
    }
    EXPECT_INT(alloc.calls, calls, "a hundred tasks, one after another");
}

/* ---- Probes and chance --------------------------------------------------*/

static void note_event(struct aw_probe *probe, enum aw_probe_event event,
                       const void *subject, uint64_t arg)
{
    const struct aw_task *task = subject;

    (void)probe;
    if (event == AW_PROBE_SPAWN)
        say("spawn-%s-%d", task->name, (int)arg);
    if (event == AW_PROBE_END)
        say("end-%s-%d", task->name, (int)arg);
}

GRADED(task, a_probe_hears_of_beginning_and_end,
       "A probe hears AW_PROBE_SPAWN: the subject is the task, the argument "
       "its parent's id.")
{
    struct aw_probe probe = {note_event};

    open_loop();
    aw_loop_set_probe(&loop, &probe);
    launch("a", spawns, NULL);
    turn();
    EXPECT_SAID("spawn-a-0 a spawn-b-1 spawn-c-1 a-ends end-a-1",
                "a task has spawned two others");
    aw_loop_set_probe(&loop, NULL);
    turn();
}

GRADED(
    task, tasks_come_and_go,
    "It is its loop's youngest live task, and counts in live[AW_TASKS] until "
    "it has ended.")
{
    struct aw_task *held[8] = {NULL};

    open_loop();
    for (int i = 0; i < 2000; i++) {
        struct aw_task **one = &held[graded_random(8)];

        if (*one)
            aw_task_drop(*one);
        *one = spawn("a", sleeps, num((intptr_t)graded_random(3)));
        if (graded_random(2))
            turn();
    }
    for (int i = 0; i < 8; i++)
        if (held[i])
            aw_task_drop(held[i]);
    forget();
    run_all();
    EXPECT_INT(loop.live[AW_TASKS], 0, "two thousand tasks have ended");
    EXPECT_INT(loop.live[AW_STACKS], 0, "and nobody holds them");
}
