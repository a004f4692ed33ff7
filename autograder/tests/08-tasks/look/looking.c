/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* ---- The list -----------------------------------------------------------*/

static void say_name(struct aw_task *task, void *ctx)
{
    say("%s%s", (const char *)ctx, task->name);
}

static const char *listed(void)
{
    forget();
    aw_tasks_each(&loop, say_name, "");
    return said();
}

GRADED(look, each_live_task_is_visited,
       "Call `fn` for each live task of the loop, the oldest first.")
{
    struct aw_task *b;

    open_loop();
    EXPECT_STR(listed(), "", "looked before there was any task");
    spawn("a", yields, num(1));
    b = spawn("b", yields, num(9));
    spawn("c", yields, num(1));
    aw_spawn(&loop, passes, NULL, AW_NAMED("lazy", .lazy = true));
    EXPECT_STR(listed(), "a b c lazy", "spawned four");
    turn();
    EXPECT_STR(listed(), "a b c lazy", "took a turn");
    turn();
    EXPECT_STR(listed(), "b lazy", "a and c have ended, and are held");
    aw_task_drop(b);
    EXPECT_STR(listed(), "b lazy", "let go of b, which goes on");
}

static void spawns_and_cancels(struct aw_task *task, void *ctx)
{
    static int visits;

    EXPECT_AT_MOST(++visits, 2,
                   "visited those that were spawned meanwhile, too");
    launch("new", passes, ctx);
    aw_task_cancel(task, NULL);
    aw_task_start(task);
    say("%s", task->name);
}

GRADED(look, whoever_looks_may_spawn_and_cancel,
       "`fn` may start and cancel tasks and spawn others, which are not "
       "visited.")
{
    open_loop();
    launch("a", passes, NULL);
    launch("b", passes, NULL);
    aw_tasks_each(&loop, spawns_and_cancels, NULL);
    EXPECT_SAID("a b", "spawned one more for each");
    EXPECT_STR(listed(), "a b new new", "looked again");
    forget();
    run_all();
    EXPECT_SAID("new new", "and let them run");
}

static int looks_from_inside(void *arg)
{
    aw_tasks_each(&loop, say_name, arg);
    return 0;
}

GRADED(look, a_task_may_look,
       "Call `fn` for each live task of the loop, the oldest first.")
{
    open_loop();
    launch("a", passes, NULL);
    launch("b", looks_from_inside, "-");
    launch("c", passes, NULL);
    turn();
    EXPECT_SAID("a -b -c c", "b looks in its turn");
}

/* ---- One line -----------------------------------------------------------*/

static const char *described(const struct aw_task *task)
{
    return aw_task_describe(task, text, sizeof(text));
}

static int describes_itself(void *arg)
{
    EXPECT_STR(described(aw_task_self()), "a (#1) running", "a runs");
    aw_yield();
    return (int)(intptr_t)arg;
}

GRADED(look, what_a_task_does_is_said_in_a_line,
       "Say in one line what `task` does")
{
    struct aw_task *a, *lazy;

    open_loop();
    a = spawn("a", describes_itself, num(3));
    lazy = aw_spawn(&loop, passes, NULL, AW_NAMED("b", .lazy = true));
    EXPECT_STR(described(a), "a (#1) ready", "spawned a task");
    EXPECT_STR(described(lazy), "b (#2) not started", "and a lazy one");
    turn();
    EXPECT_STR(described(a), "a (#1) ready", "it has yielded");
    turn();
    EXPECT_STR(described(a), "a (#1) ended: 3", "it has ended");
}

GRADED(look, the_outcome_is_said,
       "Say in one line what `task` does, in up to `size` bytes with the final "
       "NUL")
{
    struct aw_task *failed, *cancelled;

    open_loop();
    failed = spawn("a", passes, num(-EIO));
    cancelled = spawn("b", passes, num(-ECANCELED));
    turn();
    EXPECT_STR(described(failed), "a (#1) failed: EIO", "a task has failed");
    EXPECT_STR(described(cancelled), "b (#2) cancelled", "one was cancelled");
    loop.on_error = note_report;
    aw_task_drop(failed);
    EXPECT_SAID("a b reported-EIO", "to look is not to retrieve");
}

static const char *lock_name(const struct aw_future *future)
{
    (void)future;
    return "db";
}

GRADED(look, what_it_waits_for_is_said,
       "What it waits for is called by its kind, and by its name where the "
       "kind has names.")
{
    static const struct aw_future_ops locks = {"lock", .name = lock_name};
    struct aw_task *a, *b, *c, *d;
    struct aw_future lock;

    open_loop();
    aw_future_init(&lock, &loop, &locks);
    a = spawn("a", sleeps, num(5));
    b = spawn("b", awaits, a);
    c = spawn("c", awaits, &lock);
    d = spawn("d", awaits, &f);
    turn();
    EXPECT_STR(described(a), "a (#1) waiting for a sleep", "a sleeps");
    EXPECT_STR(described(b), "b (#2) waiting for task \"a\" (#1)", "b joins");
    EXPECT_STR(described(c), "c (#3) waiting for lock \"db\"", "c locks");
    EXPECT_STR(described(d), "d (#4) waiting for a future", "d awaits");
}

GRADED(look, one_that_is_woken_is_ready, "One that is woken counts as ready.")
{
    struct aw_future *brief = malloc(sizeof(*brief));
    struct aw_task *task;

    open_loop();
    aw_future_init(brief, &loop, NULL);
    task = spawn("a", awaits, brief);
    turn();
    aw_future_resolve(brief, NULL);
    aw_future_deinit(brief);
    free(brief);
    EXPECT_STR(described(task), "a (#1) ready", "what it awaited has gone");
    turn();
}

GRADED(look, a_line_may_be_too_long, "in up to `size` bytes with the final NUL")
{
    struct aw_task *task;
    char little[12] = "***********";

    open_loop();
    task = spawn("abc", sleeps, num(5));
    turn();
    EXPECT_PTR((void *)aw_task_describe(task, little, 11), little,
               "described it in 11 bytes: what it returns");
    EXPECT_STR(little, "abc (#1) w", "described it in 11 bytes");
    aw_task_describe(task, little, 1);
    EXPECT_STR(little, "", "described it in 1 byte");
}

GRADED(
    look, each_state_has_a_word,
    "The word for a state: \"created\", \"ready\", \"running\", \"waiting\", "
    "\"ended\".")
{
    for (int state = AW_TASK_CREATED; state <= AW_TASK_ENDED; state++)
        say("%s", aw_task_state_name((enum aw_task_state)state));
    EXPECT_SAID("created ready running waiting ended", "named all states");
}

/* ---- History ------------------------------------------------------------*/

static int yields_and_sleeps(void *arg)
{
    aw_yield();
    virtual_clock.time += 2 * AW_MS;
    aw_sleep((intptr_t)arg * AW_MS);
    return 0;
}

GRADED(look, a_history_has_all_states_and_times,
       "The last states of one task.  Zeroes to begin with.")
{
    open_loop();
    virtual_clock.time = AW_MS;
    aw_task_drop(aw_spawn(&loop, yields_and_sleeps, num(5),
                          AW_NAMED("a", .history = &history)));
    virtual_clock.time += AW_MS;
    run_all();
    say_history(0);
    EXPECT_SAID("created@1 ready@1 running@2 ready@2 running@2 waiting@4 "
                "running@9 ended@9",
                "a task has yielded, worked, slept and ended");
}

GRADED(look, a_history_has_the_newest_states,
       "changes so far; the newest: entry[(n - 1) % 16]")
{
    open_loop();
    aw_task_drop(
        aw_spawn(&loop, yields, num(30), AW_NAMED("a", .history = &history)));
    run_all();
    EXPECT_INT(history.n, 64, "created, 31 times ready and running, ended");
    forget();
    say_history(history.n - 3);
    EXPECT_SAID("ready@0 running@0 ended@0",
                "64 changes, and room for 16: the last three");
    say_history(history.n - AW_TASK_HISTORY);
    EXPECT_PTR(strstr(said(), "created"), NULL, "the first has gone");
}

GRADED(look, a_task_that_never_ran_has_a_history_too,
       "The last states of one task.  Zeroes to begin with.")
{
    struct aw_task *task;

    open_loop();
    task = aw_spawn(&loop, passes, NULL,
                    AW_NAMED("a", .history = &history, .lazy = true));
    aw_task_cancel(task, NULL);
    aw_task_drop(task);
    run_all();
    say_history(0);
    EXPECT_SAID("created@0 ready@0 ended@0", "asked a lazy task to end");
}

/* ---- When the loop is closed --------------------------------------------*/

static void say_report(struct aw_loop *l, const struct aw_report *r)
{
    (void)l;
    say("%s-%s", r->name ? r->name : "?", aw_error_name(r->error));
    told = *r;
}

static void close_loop(void)
{
    loop.on_error = say_report;
    aw_future_deinit(&f);
    aw_future_deinit(&g);
    aw_loop_close(&loop);
}

GRADED(look, a_task_that_has_not_begun_ends_with_its_loop,
       "A task that has not begun ends as cancelled")
{
    struct graded_alloc alloc;
    struct aw_task *held;

    graded_alloc_init(&alloc);
    open_loop_with(&alloc.alloc);
    aw_task_drop(
        aw_spawn(&loop, passes, num(4), AW_NAMED("a", .drop = say_dropped)));
    held = spawn("b", passes, NULL);
    aw_task_cancel(held, NULL);
    aw_task_drop(held);
    close_loop();
    EXPECT_SAID("dropped-4", "closed the loop of a task that has not begun: "
                             "its `drop` is due");
    EXPECT_INT(loop.live[AW_TASKS], 0, "closed the loop");
    EXPECT_INT(loop.live[AW_STACKS], 0, "closed the loop");
    EXPECT_INT(alloc.blocks, 0, "all memory was given back");
    EXPECT_INT(alloc.bytes, 0, "all of it, to the byte");
}

GRADED(look, a_lazy_task_is_reported_when_its_loop_is_closed,
       "one that nobody has started is reported as never awaited")
{
    struct aw_task *lazy;

    open_loop();
    lazy = aw_spawn(&loop, passes, num(4),
                    AW_NAMED("a", .lazy = true, .drop = say_dropped));
    close_loop();
    EXPECT_SAID("a-ECANCELED dropped-4 ?-EBUSY",
                "closed the loop, and the lazy task is still held");
    EXPECT_INT(lazy->future.state, AW_CANCELLED, "closed the loop");
    aw_task_drop(lazy);
    EXPECT_SAID("a-ECANCELED dropped-4 ?-EBUSY", "and let go of it");
}

/* A62 */
GRADED(look, a_task_that_waits_is_lost_with_its_loop,
       "it is reported as lost, with -ECANCELED, its name and where it was "
       "spawned, and its stack is left alone")
{
    struct ear ear;

    open_loop();
    listen_to(&ear, "ear", &spawn("a", sleeps, num(5))->future);
    launch("b", yields, num(5));
    turn();
    forget();
    aw_watch_stop(&ear.watch);
    close_loop();
    EXPECT_SAID("a-ECANCELED b-ECANCELED ?-EBUSY",
                "closed the loop while two tasks wait");
    EXPECT_INT(loop.live[AW_STACKS], 2, "their stacks are there");
}

GRADED(look, a_closed_loop_has_no_tasks,
       "Call `fn` for each live task of the loop, the oldest first.")
{
    open_loop();
    spawn("a", sleeps, num(5));
    turn();
    close_loop();
    EXPECT_STR(listed(), "", "closed a loop, and looked for its tasks");
}
