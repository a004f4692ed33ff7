/* SPDX-License-Identifier: MIT */
/* Running, yielding and awaiting: who goes on, and when. */
#include "aw/promise.h"

#include <pthread.h>

#include "fixture.h"

/* ---- Who runs -----------------------------------------------------------*/

static int looks_who_runs(void *arg)
{
    EXPECT_PTR((void *)aw_task_self(), *(void **)arg, "asked in its body");
    EXPECT_STR(aw_here()->name, "a", "looked at the name of who runs");
    EXPECT_INT(aw_task_self()->state, AW_TASK_RUNNING, "asked in its body");
    aw_yield();
    EXPECT_PTR((void *)aw_task_self(), *(void **)arg, "and behind a yield");
    return 0;
}

GRADED(step, who_runs_is_known,
       "The task that runs now, or NULL outside of any.")
{
    struct aw_task *task;

    open_loop();
    EXPECT_PTR((void *)aw_task_self(), NULL, "asked outside of any");
    task = spawn("a", looks_who_runs, &task);
    for (int i = 0; i < 2; i++) {
        turn();
        EXPECT_PTR((void *)aw_task_self(), NULL, "asked behind a turn");
        EXPECT_PTR((void *)aw_here()->name, NULL, "asked behind a turn");
    }
}

GRADED(step, returning_outside_of_a_task_is_misuse, "Misuse outside of a task.")
{
    open_loop();
    EXPECT_MISUSE(aw_task_return(NULL), "", "set a value outside of any task");
}

/* ---- Yielding -----------------------------------------------------------*/

/* C19 */
GRADED(step, a_yield_takes_one_turn,
       "Let all others that are ready have their turn, and go on in the next "
       "one.")
{
    struct aw_task *task;
    struct aw_handle h;

    open_loop();
    task = spawn("a", yields, num(2));
    turn();
    EXPECT_INT(task->state, AW_TASK_READY, "it has yielded");
    push(&h);
    turn();
    EXPECT_SAID("a1 a2 h", "it yields, and a handle is pushed");
    EXPECT_INT(task->steps, 2, "it was let run twice");
    turn();
    EXPECT(aw_future_done(&task->future), "a third turn");
}

GRADED(step, all_have_their_turn,
       "Let all others that are ready have their turn, and go on in the next "
       "one.")
{
    open_loop();
    launch("a", yields, num(3));
    launch("b", yields, num(1));
    launch("c", yields, num(2));
    run_all();
    EXPECT_SAID("a1 b1 c1 a2 c2 a3", "three tasks that yield");
}

static int deep(int depth)
{
    volatile int mine = depth;

    if (depth == 0)
        return aw_yield();
    return deep(depth - 1) + mine - depth;
}

static int yields_deep_down(void *arg)
{
    int rc = deep((int)(intptr_t)arg);

    say("%s", me());
    return rc;
}

/* C23 */
GRADED(step, it_may_wait_however_deep_it_is, "the two would suspend each other")
{
    open_loop();
    launch("a", yields_deep_down, num(50));
    launch("b", yields, num(1));
    run_all();
    EXPECT_SAID("b1 a", "a yields, 50 calls deep");
}

/* ---- What is settled already --------------------------------------------*/

static int awaits_and_says(void *arg)
{
    void *value = num(99);
    int rc = aw_await(arg, &value);

    say_result(rc);
    say("%d", (int)(intptr_t)value);
    return rc;
}

/* B9 */
GRADED(step, what_is_settled_does_not_suspend,
       "Awaiting what is settled already costs none.")
{
    open_loop();
    aw_future_settle(&f, 3, num(7));
    aw_future_fail(&g, -EIO);
    launch("a", awaits_and_says, &f);
    launch("b", awaits_and_says, &g);
    turn();
    EXPECT_SAID("a+3 7 b=EIO 0", "two await what is settled already");
    aw_future_deinit(&g);
    EXPECT_SAID("a+3 7 b=EIO 0", "and the error was retrieved");
}

GRADED(step, what_was_cancelled_does_not_suspend_either,
       "Awaiting what is settled already costs none.")
{
    struct aw_task *task;

    open_loop();
    aw_future_cancel(&f);
    task = spawn("a", awaits_and_says, &f);
    turn();
    EXPECT_SAID("a=ECANCELED 0", "awaited what was cancelled already");
    EXPECT_INT(task->ncancel, 0, "nobody has asked the task to end");
}

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
       "it is settled with what the body returns")
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
       "Returns the result of the future")
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

GRADED(step, waiting_needs_no_memory,
       "A task stops on a future or for one turn")
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

/* ---- What is refused ----------------------------------------------------*/

static int awaits_itself(void *arg)
{
    say("%s", me());
    return say_result(aw_await(&aw_task_self()->future, arg));
}

/* C13 */
GRADED(step, awaiting_oneself_is_refused, "-EDEADLK    it is this very task")
{
    void *value = num(9);

    open_loop();
    launch("a", awaits_itself, &value);
    launch("b", passes, NULL);
    turn();
    EXPECT_SAID("a b", "a awaits itself");
    turn();
    EXPECT_SAID("a b a=EDEADLK", "and a turn later");
    EXPECT_PTR(value, NULL, "there is no value");
}

/* B12 */
GRADED(step, what_belongs_to_another_loop_is_refused,
       "-EINVAL     it belongs to another loop")
{
    struct aw_future foreign;
    struct aw_loop other;

    open_loop();
    EXPECT_INT(graded_loop_init(&other, NULL), 0, "made a second loop");
    aw_future_init(&foreign, &other, NULL);
    launch("a", awaits, &foreign);
    turn();
    EXPECT_SAID("", "a awaits a future of another loop");
    turn();
    EXPECT_SAID("a=EINVAL", "and a turn later");
    EXPECT_INT(foreign.awaits, 0, "looked who awaits it");
}

static int joins_what_is_foreign(void *arg)
{
    return say_result(aw_join(arg, NULL));
}

GRADED(step, what_is_refused_is_let_go_and_not_started,
       "Wait for `task` as aw_await does, and let go of it in any case.")
{
    struct aw_task *foreign;
    struct aw_loop other;

    open_loop();
    EXPECT_INT(graded_loop_init(&other, NULL), 0, "made a second loop");
    foreign = aw_spawn(&other, passes, NULL, AW_NAMED("b", .lazy = true));
    aw_task_hold(foreign);
    launch("a", joins_what_is_foreign, foreign);
    run_all();
    EXPECT_SAID("a=EINVAL", "a joins a lazy task of another loop");
    EXPECT_INT(foreign->state, AW_TASK_CREATED, "which is not started");
    EXPECT_INT(foreign->refs, 1, "and held once less");
}

GRADED(step, waiting_outside_of_a_task_is_misuse,
       "Calling one outside of a task is misuse")
{
    open_loop();
    EXPECT_MISUSE(aw_yield(), "", "yielded");
    EXPECT_MISUSE(aw_await(&f, NULL), "", "awaited");
    aw_future_resolve(&f, NULL);
    EXPECT_MISUSE(aw_await(&f, NULL), "", "awaited what is settled");
}

static void yields_in_between(void *arg)
{
    (void)arg;
    EXPECT_MISUSE(aw_yield(), "", "yielded in a coroutine");
    EXPECT_MISUSE(aw_await(&f, NULL), "", "awaited in a coroutine");
    say("in");
}

static int runs_a_coroutine(void *arg)
{
    struct aw_stack stack;
    struct aw_coro inner;

    EXPECT(aw_stack_new(&loop, 0, 0, &stack), "made a stack");
    aw_coro_init(&inner, &stack, yields_in_between, arg);
    aw_coro_resume(&inner);
    aw_stack_free(&loop, stack);
    aw_yield();
    say("out");
    return 0;
}

GRADED(step, waiting_in_a_coroutine_of_its_own_is_misuse,
       "so is calling it in a coroutine that the task runs")
{
    open_loop();
    launch("a", runs_a_coroutine, NULL);
    run_all();
    EXPECT_SAID("in out", "a task runs a coroutine, and waits behind it");
}

/* ---- Probes -------------------------------------------------------------*/

static void note_event(struct aw_probe *probe, enum aw_probe_event event,
                       const void *subject, uint64_t arg)
{
    const struct aw_task *task = subject;

    (void)probe;
    if (event == AW_PROBE_RESUME)
        say("resume-%s-%d", task->name, (int)arg);
    if (event == AW_PROBE_SUSPEND)
        say("suspend-%s-%d", task->name, (int)arg);
}

static int timer_fired(struct aw_handle *handle)
{
    (void)handle;
    say("fired");
    return 0;
}

/* Starts a timer, waits for so many turns, and forgets the timer. */
static int leaves_a_timer(void *arg)
{
    struct aw_timer timer;

    aw_timer_init(&timer, timer_fired);
    EXPECT_INT(aw_call_later(&loop, &timer, AW_SEC), 0, "started a timer");
    for (intptr_t n = (intptr_t)arg; n > 0; n--)
        aw_yield();
    return 5;
}

GRADED(step, a_timer_left_behind_is_reported_and_stopped,
       "One on its stack that is still started is stopped and reported, with "
       "the task's name and -EBUSY.")
{
    struct aw_task *task;

    for (int turns = 0; turns < 3; turns++) {
        open_loop();
        forget();
        loop.on_error = note_report;
        task = spawn("a", leaves_a_timer, num(turns));
        run_all();
        EXPECT_SAID("reported-EBUSY", "a body returned after %d turns", turns);
        EXPECT_STR(told.name, "a", "and looked who is reported");
        EXPECT_PTR(told.subject, task, "and what");
        EXPECT_INT(aw_future_result(&task->future, NULL), 5,
                   "and what has become of the task");
        EXPECT_INT(loop.timers.live, 0, "and whether the timer is live");
        aw_task_drop(task);
        aw_future_deinit(&f);
        aw_future_deinit(&g);
        aw_loop_close(&loop);
    }
}

static int leaves_a_scope(void *arg)
{
    struct aw_scope scope;

    (void)arg;
    aw__scope_begin(&scope, "trap", "here:1");
    aw_yield();
    return 0;
}

GRADED(step, a_scope_left_open_is_misuse,
       "It has to end its scopes (aw/scope.h) before it returns, or that is "
       "misuse")
{
    open_loop();
    launch("a", leaves_a_scope, NULL);
    turn();
    EXPECT_MISUSE(turn(), "trap that was begun at here:1",
                  "a body returned inside of a scope");
}

static int lends_a_timer(void *arg)
{
    struct aw_timer own;

    aw_timer_init(&own, timer_fired);
    aw_call_later(&loop, &own, AW_MS);
    aw_call_later(&loop, arg, AW_SEC);
    aw_timer_stop(&loop.timers, &own);
    return 0;
}

GRADED(step, a_timer_elsewhere_is_left_alone,
       "One on its stack that is still started")
{
    struct aw_timer timer;

    open_loop();
    loop.on_error = note_report;
    aw_timer_init(&timer, timer_fired);
    launch("a", lends_a_timer, &timer);
    launch("b", sleeps, num(500));
    turn();
    EXPECT_SAID("", "a has ended, and b sleeps");
    run_all();
    EXPECT_SAID("b@500 fired", "and the rest of it");
}

GRADED(step, a_probe_hears_of_each_step,
       "A probe hears AW_PROBE_RESUME before and AW_PROBE_SUSPEND behind that, "
       "with its steps so far as argument.")
{
    struct aw_probe probe = {note_event};

    open_loop();
    aw_loop_set_probe(&loop, &probe);
    launch("a", yields, num(1));
    run_all();
    EXPECT_SAID("resume-a-1 a1 suspend-a-1 resume-a-2 suspend-a-2",
                "a task has yielded once");
}

GRADED(step, an_error_is_for_whoever_awaits,
       "it is settled with what the body returns")
{
    struct aw_task *task;

    open_loop();
    loop.on_error = note_report;
    task = spawn("a", passes, num(-EIO));
    turn();
    EXPECT_SAID("a", "a body has failed, and its task is held");
    EXPECT_INT(aw_future_result(&task->future, NULL), -EIO, "asked for it");
}
