/* SPDX-License-Identifier: MIT */
/* A task's life: spawning, names, ends, and who holds it. */
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

static int spawns(void *arg)
{
    say("%s", me());
    launch("b", passes, arg);
    launch("c", passes, arg);
    say("%s-ends", me());
    return 0;
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

    EXPECT(here > base && here < base + stack->size, "a body looks around");
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
    EXPECT(small->coro.stack.size >= AW_STACK_DEFAULT, "asked for nothing");
    EXPECT(large->coro.stack.size >= 300000, "asked for 300,000 bytes");
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

/* ---- The end ------------------------------------------------------------*/

static int returns_a_value(void *arg)
{
    aw_task_return(num(1));
    aw_task_return(arg);
    return 4;
}

GRADED(task, its_future_is_settled_with_what_the_body_returns,
       "it is settled with what the body returns")
{
    struct aw_task *task;
    void *value;

    open_loop();
    task = spawn("a", returns_a_value, num(9));
    turn();
    EXPECT_INT(aw_future_result(&task->future, &value), 4, "it returned 4");
    EXPECT_PTR(value, num(9), "and set a value, twice");
}

static int fails_with_a_value(void *arg)
{
    aw_task_return(num(1));
    return (int)(intptr_t)arg;
}

GRADED(task, a_negative_result_is_an_error,
       "Returns 0 or more, which is its result, or a negative error code, with "
       "which it has failed.")
{
    struct aw_task *failed, *cancelled;
    void *value;

    open_loop();
    failed = spawn("a", fails_with_a_value, num(-EIO));
    cancelled = spawn("b", fails_with_a_value, num(-ECANCELED));
    turn();
    EXPECT_INT(failed->future.state, AW_FAILED, "its body returned -EIO");
    EXPECT_INT(aw_future_result(&failed->future, &value), -EIO, "and so on");
    EXPECT_PTR(value, NULL, "it had set a value before it failed");
    EXPECT_INT(cancelled->future.state, AW_CANCELLED,
               "its body returned -ECANCELED");
}

GRADED(
    task, it_is_live_until_it_has_ended,
    "It is its loop's youngest live task, and counts in live[AW_TASKS] until "
    "it has ended.")
{
    struct aw_task *a, *b;

    open_loop();
    a = spawn("a", passes, NULL);
    b = spawn("b", yields, num(1));
    EXPECT_INT(loop.live[AW_TASKS], 2, "spawned two tasks");
    turn();
    EXPECT_INT(loop.live[AW_TASKS], 1, "one of them has ended, and is held");
    turn();
    EXPECT_INT(loop.live[AW_TASKS], 0, "both have ended");
    aw_task_drop(a);
    aw_task_drop(b);
    EXPECT_INT(loop.live[AW_TASKS], 0, "and nobody holds them");
}

/* A60, 2.11: a callback that logs how a task ended. */
GRADED(task, whoever_watches_is_told_how_it_ended,
       "So everything that waits for futures waits for tasks.")
{
    struct ear a, b, c;

    open_loop();
    listen_to(&a, "a", &spawn("a", passes, num(3))->future);
    listen_to(&b, "b", &spawn("b", passes, num(-EIO))->future);
    listen_to(&c, "c", &spawn("c", passes, num(-ECANCELED))->future);
    turn();
    EXPECT_SAID("a b c", "three tasks have ended");
    turn();
    EXPECT_SAID("a b c a+3 b=EIO c=ECANCELED", "and a turn later");
}

/* ---- Who holds it -------------------------------------------------------*/

/* C18 */
GRADED(task, a_task_that_nobody_holds_goes_on,
       "If it has not ended it goes on all the same.")
{
    open_loop();
    launch("a", yields, num(2));
    run_all();
    EXPECT_SAID("a1 a2", "let go of a task that had not begun");
    EXPECT_INT(loop.live[AW_STACKS], 0, "and it has gone");
}

GRADED(task, an_ended_task_stays_while_it_is_held,
       "A task that has ended and that nobody holds is freed")
{
    struct aw_task *task;

    open_loop();
    task = spawn("a", passes, num(5));
    aw_task_hold(task);
    run_all();
    EXPECT_INT(loop.live[AW_STACKS], 1, "it has ended, and is held twice");
    aw_task_drop(task);
    EXPECT_INT(loop.live[AW_STACKS], 1, "let go once");
    EXPECT_INT(aw_future_result(&task->future, NULL), 5, "let go once");
    EXPECT_STR(task->name, "a", "let go once");
    aw_task_drop(task);
    EXPECT_INT(loop.live[AW_STACKS], 0, "let go twice");
    EXPECT_INT(loop.live[AW_FUTURES], 2, "two futures of the test are left");
}

GRADED(task, letting_go_too_often_is_misuse,
       "Letting go more often than holding is misuse.")
{
    struct aw_task *task, nobodys = {.refs = 0};

    open_loop();
    task = spawn("a", yields, num(2));
    turn();
    aw_task_drop(task);
    EXPECT_MISUSE(aw_task_drop(task), "", "let go twice of a task that waits");
    EXPECT_MISUSE(aw_task_drop(&nobodys), "",
                  "let go of a task that nobody holds");
}

static int lets_go_of_itself(void *arg)
{
    aw_task_drop(aw_task_self());
    say("still-there");
    aw_yield();
    say("%s", me());
    return (int)(intptr_t)arg;
}

/* K2 */
/* Says the name, and what has become of the task. */
static void say_farewell(struct aw_task *task)
{
    say("farewell-%s+%d", task->name, task->future.result);
}

GRADED(task, a_farewell_comes_right_before_it_is_freed,
       "Right before that its `farewell` is called, if there is one; it may "
       "still look at everything.")
{
    struct aw_task *a;

    open_loop();
    a = spawn("a", passes, num(3));
    a->farewell = say_farewell;
    run_all();
    EXPECT_SAID("a", "a task that has ended and is held");
    aw_task_drop(a);
    EXPECT_SAID("a farewell-a+3", "and let go of");
}

GRADED(task, a_task_may_let_go_of_itself,
       "If it has not ended it goes on all the same.")
{
    open_loop();
    spawn("a", lets_go_of_itself, NULL);
    run_all();
    EXPECT_SAID("still-there a", "a task lets go of itself");
    EXPECT_INT(loop.live[AW_STACKS], 0, "it has ended");
}

/* B13 */
GRADED(task, whoever_watches_outlives_it,
       "A task that has ended and that nobody holds is freed")
{
    struct aw_task *task;
    struct ear ear;

    open_loop();
    task = spawn("a", passes, num(3));
    listen_to(&ear, "ear", &task->future);
    aw_task_drop(task);
    turn();
    EXPECT_INT(loop.live[AW_STACKS], 0, "it has ended, and nobody holds it");
    turn();
    EXPECT_SAID("a ear+3", "the watch was queued when the task went");
}

/* ---- Errors -------------------------------------------------------------*/

/* B8 */
GRADED(task, an_error_that_nobody_retrieved_is_reported,
       "an error that nobody has retrieved is reported then")
{
    struct aw_task *task;

    open_loop();
    loop.on_error = note_report;
    task = spawn("a", passes, num(-EIO));
    turn();
    EXPECT_SAID("a", "it has failed, and is held");
    aw_task_drop(task);
    EXPECT_SAID("a reported-EIO", "nobody holds it");
    EXPECT(strstr(told.where, "tests/08-tasks/"), "looked where it was made");
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

static const char *name_of(const void *subject, const char *name)
{
    return subject ? name : "(nobody)";
}

static void note_name(struct aw_loop *l, const struct aw_report *r)
{
    (void)l;
    say("reported-%s-%s", name_of(r->subject, r->name),
        aw_error_name(r->error));
}

GRADED(
    task, a_report_has_its_name,
    "A task that has ended and that nobody holds is freed, and an error that "
    "nobody has retrieved is reported then.")
{
    open_loop();
    loop.on_error = note_name;
    launch("fetch", passes, num(-EIO));
    turn();
    EXPECT_SAID("fetch reported-fetch-EIO", "a task has failed unheard");
}

/* ---- Lazy ---------------------------------------------------------------*/

GRADED(task, a_lazy_task_waits_for_its_start,
       "Let a lazy task begin in the next turn.")
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

/* A block is used again as it was left. */
static void says_nothing(struct aw_task *task)
{
    (void)task;
}

GRADED(task, its_memory_was_another_tasks,
       "Make a task that runs fn(arg), from the next turn on.")
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
    EXPECT_INT(task->steps, 0, "it has run");
    EXPECT_INT(task->ncancel, 0, "it was asked to end");
    EXPECT(!task->must_cancel, "it is asked to end");
    EXPECT_PTR((void *)task->reason, NULL, "the reason");
    EXPECT(task->drop == NULL, "its options");
    EXPECT_PTR((void *)task->locals, NULL, "its locals");
    EXPECT(task->scope == NULL, "its scopes");
    EXPECT(task->farewell == NULL, "its farewell");
    EXPECT_INT(task->parent_id, 0, "its parent");
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
    EXPECT_SAID("reported-a-ECANCELED dropped-4", "let go of a lazy task");
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
    EXPECT(task && tries > 1, "tried until there was memory enough");
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
