/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* ---- Spawning -----------------------------------------------------------*/

/* C1 */
GRADED(task, a_new_task_has_not_run,
       "Make a task that runs fn(arg), from the next turn on.")
{
    struct aw_task *task;

    open_loop();
    task = spawn("a", passes, NULL);
    EXPECT_SAID("", "spawned a task");
    EXPECT_INT(task->state, AW_TASK_READY, "spawned a task");
    EXPECT(!aw_future_done(&task->future), "spawned a task");
    turn();
    EXPECT_SAID("a", "spawned a task, and took a turn");
    EXPECT_INT(task->state, AW_TASK_ENDED, "its body returned");
}

GRADED(task, it_begins_in_the_next_turn,
       "A task that is spawned begins in the next turn, and those spawned "
       "first begin first.")
{
    open_loop();
    launch("a", spawns, NULL);
    turn();
    EXPECT_SAID("a a-ends", "a has spawned b and c, and the turn is over");
    turn();
    EXPECT_SAID("a a-ends b c", "the next turn");
}

static int looks_around(void *arg)
{
    const struct aw_stack *stack = &aw_task_self()->coro.stack;
    const char *here = __builtin_frame_address(0), *base = stack->base;

    EXPECT_AT_LEAST(here - base, 1, "a body looks how high it is on its stack");
    EXPECT_AT_MOST(here - base, (long long)stack->size - 1,
                   "a body looks how high it is on its stack");
    EXPECT_PTR(
        (void *)aw_container_of(aw_task_self(), struct aw__task_block, task),
        base + stack->size, "looked where the task's block stands");
    return (int)(intptr_t)arg;
}

GRADED(task, it_runs_on_its_own_stack,
       "a task stands at the top of its own stack: one block for both")
{
    struct aw_task *task;

    open_loop();
    task = spawn("a", looks_around, num(7));
    turn();
    EXPECT_INT(aw_future_result(&task->future, NULL), 7, "it was given 7");
}

GRADED(task, the_stack_is_as_large_as_asked,
       "usable bytes; 0: AW_STACK_DEFAULT")
{
    struct aw_task *small, *large;

    open_loop();
    small = spawn("a", passes, NULL);
    large = aw_spawn(&loop, passes, NULL, AW_NAMED("b", .stack = 300000));
    EXPECT_AT_LEAST(small->coro.stack.size, AW_STACK_DEFAULT,
                    "asked for nothing");
    EXPECT_AT_LEAST(large->coro.stack.size, 300000, "asked for 300,000 bytes");
}

GRADED(task, options_may_be_left_out, "NULL stands for the defaults")
{
    struct aw_task *task;

    open_loop();
    task = aw_spawn(&loop, passes, num(3), NULL);
    EXPECT_STR(task->name, "task-1", "spawned a task with no options");
    turn();
    EXPECT_INT(aw_future_result(&task->future, NULL), 3, "and let it run");
}

GRADED(task, its_name_is_copied, "copied, cut at 31 bytes; NULL: \"task-ID\"")
{
    char name[] = "a name that is longer than thirty-one bytes";
    struct aw_task *a, *b;

    open_loop();
    a = spawn(name, passes, NULL);
    name[0] = '?';
    b = aw_spawn(&loop, passes, NULL, AW_NAMED(NULL));
    EXPECT_STR(a->name, "a name that is longer than thir", "named a task");
    EXPECT_STR(b->name, "task-2", "spawned a second task without a name");
    EXPECT_STR(a->coro.name, a->name, "looked at its coroutine");
}

GRADED(task, names_count_up, "NULL: \"task-ID\"")
{
    char expected[32];
    struct aw_task *task;

    open_loop();
    for (int id = 1; id <= 1200; id++) {
        /* Each tenth one has another name, and its number all the same. */
        task = spawn(id % 10 == 9 ? "other" : NULL, passes, NULL);
        snprintf(expected, sizeof(expected), "task-%d", id);
        if (id % 10 != 9)
            EXPECT_STR(task->name, expected, "spawned %d tasks", id);
        aw_task_drop(task);
        turn();
    }
}

static int spawns_one(void *arg)
{
    *(struct aw_task **)arg = spawn("child", passes, NULL);
    return 0;
}

GRADED(task, ids_count_up_and_parents_are_known,
       "Its id is the next one, and its parent the task that spawns it.")
{
    struct aw_task *a, *b, *child;

    open_loop();
    a = spawn("a", passes, NULL);
    b = spawn("b", spawns_one, &child);
    turn();
    EXPECT_INT(a->id, 1, "spawned the first task");
    EXPECT_INT(b->id, 2, "spawned the second task");
    EXPECT_INT(child->id, 3, "which has spawned a third");
    EXPECT_INT(b->parent_id, 0, "spawned a task from outside");
    EXPECT_INT(child->parent_id, 2, "spawned a task in a task");
}

/* ---- Errors -------------------------------------------------------------*/

/* B8 */
GRADED(task, an_error_that_nobody_retrieved_is_reported,
       "an error that nobody has retrieved is reported then, with the task's "
       "name and where it was spawned")
{
    struct aw_task *task;

    open_loop();
    loop.on_error = note_report;
    task = spawn("a", passes, num(-EIO));
    turn();
    EXPECT_SAID("a", "it has failed, and is held");
    aw_task_drop(task);
    EXPECT_SAID("a reported-EIO", "nobody holds it");
    EXPECT_HAS(told.where, "tests/08-tasks/", "it is reported with a place");
}

GRADED(task, what_is_retrieved_or_cancelled_is_not_reported,
       "an error that nobody has retrieved is reported then")
{
    struct aw_task *task;

    open_loop();
    loop.on_error = note_report;
    task = spawn("a", passes, num(-EIO));
    launch("b", passes, num(-ECANCELED));
    turn();
    aw_future_result(&task->future, NULL);
    aw_task_drop(task);
    EXPECT_SAID("a b", "a's error was retrieved, and b was cancelled");
}

GRADED(task, a_report_has_its_name,
       "an error that nobody has retrieved is reported then, with the task's "
       "name and where it was spawned")
{
    open_loop();
    loop.on_error = note_name;
    launch("fetch", passes, num(-EIO));
    turn();
    EXPECT_SAID("fetch reported-fetch-EIO", "a task has failed unheard");
}
