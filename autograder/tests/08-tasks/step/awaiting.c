/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <pthread.h>

/* ---- Awaiting -----------------------------------------------------------*/

GRADED(step, it_waits_until_it_is_settled,
       "Wait until `future` is settled, and retrieve the outcome.")
{
    struct aw_task *task;

    open_loop();
    task = spawn("a", awaits_and_says, &f);
    turn();
    turn();
    EXPECT_SAID("", "it awaits what is pending");
    EXPECT_INT(task->state, AW_TASK_WAITING, "it awaits what is pending");
    EXPECT_PTR((void *)task->wake.future, &f, "looked what it waits for");
    aw_future_settle(&f, 3, num(7));
    EXPECT_SAID("", "settled it");
    EXPECT_PTR((void *)task->wake.future, NULL, "settled it");
    turn();
    EXPECT_SAID("a+3 7", "settled it, and took a turn");
    EXPECT_INT(aw_future_result(&task->future, NULL), 3, "it has ended");
}

GRADED(step, a_wake_up_costs_one_turn, "A wake-up costs one turn.")
{
    struct aw_handle h;

    open_loop();
    launch("a", awaits, &f);
    turn();
    push(&h);
    aw_future_resolve(&f, NULL);
    launch("b", passes, NULL);
    turn();
    EXPECT_SAID("h a+0 b", "a was woken behind h, and in front of b");
}

/* B10 */
GRADED(step, all_who_await_go_on_in_order,
       "Those who await the same go on in the order in which they began to.")
{
    struct ear ear;

    open_loop();
    launch("b", awaits, &f);
    launch("a", awaits, &f);
    turn();
    listen_to(&ear, "ear", &f);
    launch("c", awaits, &f);
    turn();
    aw_future_settle(&f, 2, NULL);
    turn();
    EXPECT_SAID("b+2 a+2 ear+2 c+2", "three await, and one listens");
}

GRADED(step, an_error_passes_through_an_await,
       "Wait until `future` is settled, and retrieve the outcome.")
{
    struct aw_task *task;
    void *value;

    open_loop();
    loop.on_error = note_report;
    task = spawn("a", awaits_and_says, &f);
    turn();
    aw_future_fail(&f, -EIO);
    aw_future_deinit(&f);
    turn();
    EXPECT_SAID("a=EIO 0", "it awaited what has failed");
    EXPECT_INT(aw_future_result(&task->future, &value), -EIO,
               "and failed with that");
}

GRADED(step, the_future_may_be_gone,
       "Once it is settled the future need not be there any more.")
{
    struct aw_future *brief = malloc(sizeof(*brief));

    open_loop();
    aw_future_init(brief, &loop, NULL);
    launch("a", awaits_and_says, brief);
    turn();
    aw_future_settle(brief, 1, num(5));
    aw_future_deinit(brief);
    free(brief);
    turn();
    EXPECT_SAID("a+1 5", "the future has gone before a runs");
}

static void *settles_from_outside(void *arg)
{
    aw_promise_settle(arg, 6, NULL);
    return NULL;
}

GRADED(step, another_thread_may_settle_it,
       "when what it waits for is there the loop goes on with it")
{
    struct aw_promise promise;
    pthread_t thread;

    open_loop();
    aw_promise_init(&promise, &f, NULL);
    launch("a", awaits, &f);
    turn();
    EXPECT_INT(pthread_create(&thread, NULL, settles_from_outside, &promise), 0,
               "started a thread");
    run_all();
    pthread_join(thread, NULL);
    EXPECT_SAID("a+6", "a thread has kept its promise");
}

GRADED(
    step, waiting_needs_no_memory,
    "Waiting asks for no memory, and sleeping for no more than its timer does.")
{
    struct graded_alloc alloc;
    size_t calls;

    graded_alloc_init(&alloc);
    open_loop_with(&alloc.alloc);
    launch("a", awaits, &f);
    launch("b", yields, num(50));
    calls = alloc.calls;
    turn();
    aw_future_resolve(&f, NULL);
    run_all();
    EXPECT_INT(alloc.calls, calls, "one has awaited, the other has yielded");
}

/* ---- Tasks that await tasks ---------------------------------------------*/

GRADED(step, a_task_is_awaited_like_a_future,
       "So everything that waits for futures waits for tasks.")
{
    struct aw_task *inner;

    open_loop();
    inner = spawn("inner", yields, num(2));
    launch("a", awaits, inner);
    run_all();
    EXPECT_SAID("inner1 inner2 a+0", "a awaits a task that yields");
    launch("b", awaits, inner);
    turn();
    EXPECT_SAID("inner1 inner2 a+0 b+0", "b awaits it when it has ended");
}

static int nests(void *arg)
{
    struct aw_task *inner;
    intptr_t depth = (intptr_t)arg;

    if (depth == 0)
        return 0;
    inner = spawn(NULL, nests, num(depth - 1));
    return aw_join(inner, NULL) + 1;
}

/* C23 */
GRADED(step, a_chain_of_tasks_passes_results_up,
       "Wait for `task` as aw_await does, and let go of it in any case.")
{
    struct aw_task *task;

    open_loop();
    task = spawn("a", nests, num(200));
    run_all();
    EXPECT_INT(aw_future_result(&task->future, NULL), 200, "200 tasks deep");
    aw_task_drop(task);
    EXPECT_INT(loop.live[AW_STACKS], 0, "each was let go");
}

static int joins_three(void *arg)
{
    void *value;

    (void)arg;
    say_result(aw_join(spawn("b", passes, num(3)), &value));
    say_result(aw_join(spawn("c", passes, num(-EIO)), NULL));
    say_result(aw_join(spawn("d", passes, num(-ECANCELED)), &value));
    return 0;
}

/* C15 */
GRADED(step, joining_lets_go,
       "Wait for `task` as aw_await does, and let go of it in any case.")
{
    struct aw_task *task;

    open_loop();
    loop.on_error = note_report;
    task = spawn("a", joins_three, NULL);
    run_all();
    EXPECT_SAID("b a+3 c a=EIO d a=ECANCELED", "a joins three");
    EXPECT_INT(loop.live[AW_STACKS], 1, "only a is held");
    EXPECT_INT(task->ncancel, 0, "a child was cancelled, and a was not");
    EXPECT_INT(task->future.state, AW_DONE, "a went on");
}

static int awaits_lazily(void *arg)
{
    struct aw_task *lazy = arg;

    say("%s", me());
    say_result(aw_join(lazy, NULL));
    return 0;
}

GRADED(step, awaiting_a_lazy_task_starts_it, "A lazy task is started.")
{
    struct aw_task *lazy;

    open_loop();
    loop.on_error = note_report;
    lazy = aw_spawn(&loop, passes, num(8), AW_NAMED("lazy", .lazy = true));
    launch("a", awaits_lazily, lazy);
    run_all();
    EXPECT_SAID("a lazy a+8", "a joins a lazy task");
    EXPECT_INT(loop.live[AW_STACKS], 0, "all have gone");
}
