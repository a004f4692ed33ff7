/* SPDX-License-Identifier: MIT */
/* Asking a task to end: when it hears of it, and who else does. */
#include "fixture.h"

static struct aw_task *task;

static void cancel(struct aw_task *t)
{
    EXPECT(aw_task_cancel(t, "why not"), "asked %s to end", t->name);
}

/* ---- When it waits ------------------------------------------------------*/

/* C4 */
GRADED(cancel, who_waits_goes_on_with_an_error,
       "The call in which it waits returns -ECANCELED when that is over")
{
    open_loop();
    task = spawn("a", awaits, &f);
    turn();
    cancel(task);
    EXPECT_SAID("", "asked it to end while it waits");
    EXPECT_INT(f.state, AW_CANCELLED, "looked at what it waits for");
    turn();
    EXPECT_SAID("a=ECANCELED", "and a turn later");
    EXPECT_INT(task->future.state, AW_CANCELLED, "it has handed that on");
    EXPECT_INT(task->ncancel, 1, "it was asked once");
    EXPECT_STR(task->reason, "why not", "asked for the reason");
}

/* C3, C16 */
GRADED(cancel, what_has_ended_stays_as_it_is,
       "Returns true, or false when it has ended already: then nothing "
       "changes.")
{
    open_loop();
    task = spawn("a", passes, num(5));
    launch("b", awaits, task);
    turn();
    EXPECT(!aw_task_cancel(task, "late"), "asked a task that has ended");
    EXPECT_INT(task->ncancel, 0, "asked a task that has ended");
    EXPECT_PTR((void *)task->reason, NULL, "asked a task that has ended");
    turn();
    EXPECT_SAID("a b+5", "and b, which awaits it, has its result");
}

static int catches(void *arg)
{
    say_result(aw_await(arg, NULL));
    say_result(aw_await(&g, NULL));
    return 4;
}

/* C8, C9 */
GRADED(
    cancel, who_catches_it_goes_on,
    "One request or several that have not been delivered are delivered once.")
{
    open_loop();
    task = spawn("a", catches, &f);
    turn();
    cancel(task);
    turn();
    turn();
    EXPECT_SAID("a=ECANCELED", "it caught that, and waits again");
    aw_future_settle(&g, 2, NULL);
    turn();
    EXPECT_SAID("a=ECANCELED a+2", "what it waits for is settled");
    EXPECT_INT(aw_future_result(&task->future, NULL), 4, "it has a result");
}

/* C10 */
GRADED(
    cancel, asking_twice_is_delivered_once,
    "One request or several that have not been delivered are delivered once.")
{
    open_loop();
    task = spawn("a", catches, &f);
    turn();
    cancel(task);
    cancel(task);
    cancel(task);
    EXPECT_INT(task->ncancel, 3, "asked three times");
    turn();
    turn();
    EXPECT_SAID("a=ECANCELED", "asked three times before it could go on");
    EXPECT_INT(g.state, AW_PENDING, "looked at what it waits for now");
}

/* C11 */
GRADED(cancel, asking_again_interrupts_again,
       "If it waits, what it waits for is cancelled as far as this task is "
       "concerned")
{
    open_loop();
    task = spawn("a", catches, &f);
    turn();
    cancel(task);
    turn();
    cancel(task);
    turn();
    EXPECT_SAID("a=ECANCELED a=ECANCELED", "asked again while it cleans up");
    EXPECT_INT(g.state, AW_CANCELLED, "looked at what it waited for");
}

/* C12 */
GRADED(
    cancel, a_future_cancelled_in_the_same_turn_counts_once,
    "One request or several that have not been delivered are delivered once.")
{
    open_loop();
    task = spawn("a", catches, &f);
    turn();
    aw_future_cancel(&f);
    cancel(task);
    turn();
    EXPECT_SAID("a=ECANCELED", "cancelled the future, and then the task");
    turn();
    EXPECT_SAID("a=ECANCELED", "and another turn");
    EXPECT_INT(g.state, AW_PENDING, "looked at what it waits for now");
}

/* ---- When it is woken already -------------------------------------------*/

/* C5 */
GRADED(
    cancel, who_is_woken_hears_of_it_nevertheless,
    "If it is woken already, or yields, that call returns -ECANCELED all the "
    "same.")
{
    open_loop();
    task = spawn("a", catches, &f);
    turn();
    aw_future_settle(&f, 3, num(7));
    cancel(task);
    turn();
    EXPECT_SAID("a=ECANCELED", "asked it to end in the turn of the outcome");
    turn();
    EXPECT_SAID("a=ECANCELED", "and that was all");
    EXPECT_INT(g.state, AW_PENDING, "looked at what it waits for now");
}

static void release(void *value)
{
    say("released-%d", (int)(intptr_t)value);
}

static int awaits_a_resource(void *arg)
{
    void *value = num(99);
    int rc = aw_await_owned(arg, &value, release);

    say_result(rc);
    say("%d", (int)(intptr_t)value);
    return rc;
}

/* C5 */
GRADED(cancel, a_value_that_is_lost_is_released,
       "Here `undelivered` is given it, right before -ECANCELED is returned.")
{
    open_loop();
    task = spawn("a", awaits_a_resource, &f);
    turn();
    aw_future_settle(&f, 3, num(7));
    cancel(task);
    turn();
    EXPECT_SAID("released-7 a=ECANCELED 0",
                "the value came, and then the request");
}

GRADED(cancel, a_value_that_arrives_is_not_released,
       "aw_await loses the value.  Here `undelivered` is given it")
{
    struct aw_future gone;

    open_loop();
    aw_future_init(&gone, &loop, NULL);
    launch("a", awaits_a_resource, &f);
    task = spawn("b", awaits_a_resource, &g);
    launch("c", awaits_a_resource, &gone);
    turn();
    cancel(task);
    aw_future_settle(&f, 3, num(7));
    aw_future_fail(&gone, -EIO);
    turn();
    EXPECT_SAID("b=ECANCELED 0 a+3 7 c=EIO 0",
                "a value arrives, a request comes first, an error arrives");
}

GRADED(cancel, there_is_no_value_to_release_in_an_error,
       "If the future is settled with a value, and this task is asked to end "
       "before it goes on")
{
    open_loop();
    task = spawn("a", awaits_a_resource, &f);
    turn();
    aw_future_fail(&f, -EIO);
    cancel(task);
    turn();
    EXPECT_SAID("a=ECANCELED 0", "an error came, and then the request");
}

/* ---- When it has not begun ----------------------------------------------*/

/* C2 */
GRADED(cancel, who_has_not_begun_never_runs,
       "A task that has not begun never runs its body.")
{
    struct ear ear;

    open_loop();
    task = aw_spawn(&loop, passes, num(4), AW_NAMED("a", .drop = say_dropped));
    listen_to(&ear, "ear", &task->future);
    cancel(task);
    EXPECT_SAID("", "asked it to end before it has begun");
    turn();
    EXPECT_SAID("dropped-4", "its turn has come");
    EXPECT_INT(task->future.state, AW_CANCELLED, "its turn has come");
    EXPECT_INT(loop.live[AW_TASKS], 0, "its turn has come");
    turn();
    EXPECT_SAID("dropped-4 ear=ECANCELED", "and whoever watches is told");
}

GRADED(cancel, what_has_run_is_not_dropped,
       "A task that has not begun never runs its body.")
{
    open_loop();
    task = aw_spawn(&loop, yields, num(3), AW_NAMED("a", .drop = say_dropped));
    turn();
    cancel(task);
    run_all();
    EXPECT_SAID("a1 a=ECANCELED", "asked it to end when it has begun");
}

GRADED(cancel, a_lazy_task_that_is_asked_has_to_end,
       "A task that has not begun never runs its body.")
{
    open_loop();
    loop.on_error = note_report;
    task = aw_spawn(&loop, passes, num(4),
                    AW_NAMED("a", .lazy = true, .drop = say_dropped));
    cancel(task);
    turn();
    EXPECT_SAID("dropped-4", "asked a lazy task to end");
    EXPECT_INT(task->future.state, AW_CANCELLED, "and took a turn");
    aw_task_drop(task);
    EXPECT_INT(loop.live[AW_STACKS], 0, "let go of it");
}

/* ---- When it runs, or yields --------------------------------------------*/

GRADED(
    cancel, who_yields_hears_of_it_in_the_next_turn,
    "If it is woken already, or yields, that call returns -ECANCELED all the "
    "same.")
{
    open_loop();
    task = spawn("a", yields, num(5));
    launch("b", yields, num(2));
    turn();
    cancel(task);
    turn();
    EXPECT_SAID("a1 b1 a=ECANCELED b2", "asked it to end while it yields");
}

static int cancels_itself(void *arg)
{
    aw_task_cancel(aw_task_self(), NULL);
    say("on");
    return (int)(intptr_t)arg;
}

/* C6 */
GRADED(cancel, a_result_with_a_request_undelivered_is_cancelled,
       "One whose body returns 0 or more with a request undelivered has been "
       "cancelled")
{
    struct aw_task *failed, *zero;

    open_loop();
    task = spawn("a", cancels_itself, num(5));
    failed = spawn("b", cancels_itself, num(-EIO));
    zero = spawn("c", cancels_itself, num(0));
    turn();
    EXPECT_SAID("on on on", "three have asked themselves to end, and end");
    EXPECT_INT(task->future.state, AW_CANCELLED, "a returned 5");
    EXPECT_INT(zero->future.state, AW_CANCELLED, "c returned 0");
    EXPECT(!task->must_cancel, "nothing is left to be delivered");
    EXPECT_INT(aw_future_result(&failed->future, NULL), -EIO,
               "b returned an error");
}

static int cancels_itself_and_joins(void *arg)
{
    struct aw_task *child = spawn("child", awaits, arg);

    aw_yield();
    aw_task_cancel(aw_task_self(), NULL);
    say_result(aw_await(&child->future, NULL));
    return say_result(aw_join(child, NULL));
}

/* C7 */
GRADED(cancel, a_pending_request_reaches_what_is_awaited,
       "it begins to wait, and what it waits for is cancelled")
{
    open_loop();
    task = spawn("a", cancels_itself_and_joins, &f);
    turn();
    turn();
    EXPECT_INT(f.state, AW_CANCELLED, "a has begun to wait for its child");
    EXPECT_SAID("", "which has not heard of it yet");
    run_all();
    EXPECT_SAID("child=ECANCELED a=ECANCELED a=ECANCELED",
                "first the child ends, then a goes on");
}

static int survives(void *arg)
{
    say_result(aw_await(arg, NULL));
    return 6;
}

static int cancels_itself_and_awaits(void *arg)
{
    aw_task_cancel(aw_task_self(), NULL);
    say_result(aw_await(arg, NULL));
    return say_result(aw_yield());
}

GRADED(cancel, a_pending_request_is_handed_over,
       "returns -ECANCELED when that is over, or whatever came of it")
{
    struct aw_task *inner;

    open_loop();
    inner = spawn("inner", survives, &f);
    turn();
    launch("a", cancels_itself_and_awaits, inner);
    run_all();
    EXPECT_SAID("inner=ECANCELED a+6 a+0",
                "a awaits one that catches the request");
}

GRADED(cancel, a_pending_request_leaves_others_alone,
       "what it waits for is cancelled as far as this task is concerned")
{
    open_loop();
    launch("b", awaits, &f);
    launch("a", cancels_itself_and_awaits, &f);
    turn();
    EXPECT_INT(f.state, AW_PENDING, "a began to wait for what b awaits");
    aw_future_settle(&f, 3, NULL);
    run_all();
    EXPECT_SAID("a=ECANCELED b+3 a+0", "and then it was settled");
}

static int awaits_the_settled(void *arg)
{
    aw_task_cancel(aw_task_self(), NULL);
    say_result(aw_await(arg, NULL));
    say_result(aw_yield());
    say_result(aw_yield());
    return 0;
}

GRADED(cancel, what_is_settled_delivers_no_request,
       "What is settled already does not suspend, even if a request to cancel "
       "is pending: that is delivered by the next call that suspends.")
{
    open_loop();
    aw_future_settle(&f, 3, NULL);
    launch("a", awaits_the_settled, &f);
    run_all();
    EXPECT_SAID("a+3 a=ECANCELED a+0", "awaited with a request pending");
}

static int awaits_itself_cancelled(void *arg)
{
    (void)arg;
    aw_task_cancel(aw_task_self(), NULL);
    return say_result(aw_await(&aw_task_self()->future, NULL));
}

GRADED(cancel, a_refusal_delivers_a_request,
       "The last two cost a turn, as in asyncio.")
{
    open_loop();
    launch("a", awaits_itself_cancelled, NULL);
    run_all();
    EXPECT_SAID("a=ECANCELED", "awaited itself with a request pending");
}

/* ---- Chains -------------------------------------------------------------*/

static int joins(void *arg)
{
    return say_result(aw_await(arg, NULL));
}

GRADED(cancel, a_chain_ends_from_the_inside,
       "So a task that it alone awaits is asked to end in its turn, and so on "
       "down the chain")
{
    struct aw_task *a, *b, *c;

    open_loop();
    c = spawn("c", awaits, &f);
    b = spawn("b", joins, c);
    a = spawn("a", joins, b);
    turn();
    EXPECT(aw_task_cancel(a, "enough"), "asked the outermost to end");
    EXPECT_INT(f.state, AW_CANCELLED, "looked at the innermost future");
    EXPECT_INT(a->ncancel + b->ncancel + c->ncancel, 3, "all were asked");
    EXPECT_STR(c->reason, "enough", "asked the innermost for the reason");
    turn();
    EXPECT_SAID("c=ECANCELED", "the innermost goes first");
    turn();
    EXPECT_SAID("c=ECANCELED b=ECANCELED", "then the next");
    turn();
    EXPECT_SAID("c=ECANCELED b=ECANCELED a=ECANCELED", "and at last a");
}

GRADED(cancel, whatever_comes_of_it_is_handed_on,
       "returns -ECANCELED when that is over, or whatever came of it")
{
    struct aw_task *inner;

    open_loop();
    inner = spawn("inner", survives, &f);
    task = spawn("a", joins, inner);
    turn();
    cancel(task);
    run_all();
    EXPECT_SAID("inner=ECANCELED a+6", "the inner one has caught it");
    EXPECT_INT(aw_future_result(&task->future, NULL), 6, "and a returned that");
}

/* B11 */
GRADED(cancel, what_others_await_goes_on_for_them,
       "one that others await as well goes on for them")
{
    struct aw_task *shared;

    open_loop();
    shared = spawn("shared", awaits, &f);
    task = spawn("a", joins, shared);
    launch("b", joins, shared);
    turn();
    cancel(task);
    EXPECT_INT(shared->ncancel, 0, "b awaits it as well");
    turn();
    EXPECT_SAID("a=ECANCELED", "a alone has given up");
    aw_future_settle(&f, 2, NULL);
    run_all();
    EXPECT_SAID("a=ECANCELED shared+2 b+2", "and b has its result");
}

/* B11 */
GRADED(cancel, a_future_goes_on_for_others,
       "what it waits for is cancelled as far as this task is concerned: "
       "aw_watch_withdraw")
{
    open_loop();
    launch("b", awaits, &f);
    task = spawn("a", awaits, &f);
    turn();
    cancel(task);
    turn();
    EXPECT_INT(f.state, AW_PENDING, "b awaits it as well");
    aw_future_settle(&f, 2, NULL);
    turn();
    EXPECT_SAID("a=ECANCELED b+2", "a has given up, and b has waited");
}

GRADED(cancel, onlookers_keep_no_task_alive,
       "So a task that it alone awaits is asked to end in its turn")
{
    struct aw_task *inner;
    struct ear ear;

    open_loop();
    inner = spawn("inner", awaits, &f);
    listen_to(&ear, "ear", &inner->future);
    task = spawn("a", joins, inner);
    turn();
    cancel(task);
    EXPECT_INT(inner->ncancel, 1, "somebody else watches, and does not await");
    run_all();
    EXPECT_SAID("inner=ECANCELED ear=ECANCELED a=ECANCELED", "all have heard");
}

GRADED(cancel, an_inner_one_that_has_not_begun_never_runs,
       "A task that has not begun never runs its body.")
{
    struct aw_task *inner;

    open_loop();
    inner = aw_spawn(&loop, passes, num(4),
                     AW_NAMED("inner", .lazy = true, .drop = say_dropped));
    task = spawn("a", joins, inner);
    turn();
    cancel(task);
    run_all();
    EXPECT_SAID("dropped-4 a=ECANCELED", "a has started it, and gave up");
}

static struct aw_task *first;

static int nests(void *arg)
{
    intptr_t depth = (intptr_t)arg;

    if (depth == 0)
        return aw_await(&f, NULL);
    return aw_join(spawn(NULL, nests, num(depth - 1)), NULL);
}

static int cancels_first(void *arg)
{
    (void)arg;
    cancel(first);
    return 0;
}

/* C23 */
GRADED(cancel, a_long_chain_needs_no_stack,
       "The length of a chain needs no stack.")
{
    open_loop();
    first = spawn("first", nests, num(1500));
    run_all();
    aw_spawn(&loop, cancels_first, NULL,
             AW_NAMED("small", .stack = AW_STACK_LEAST));
    run_all();
    EXPECT_INT(first->future.state, AW_CANCELLED, "asked 1500 tasks to end");
    EXPECT_INT(loop.live[AW_TASKS], 0, "and all have ended");
}

/* ---- Rings --------------------------------------------------------------*/

static struct aw_task *ring[3];

static int joins_the_next(void *arg)
{
    intptr_t i = (intptr_t)arg;

    return say_result(aw_await(&ring[(i + 1) % 3]->future, NULL));
}

GRADED(
    cancel, a_ring_is_no_endless_chain,
    "Tasks that await each other in a ring are no endless chain: the last of "
    "them before `task` alone stops waiting.")
{
    open_loop();
    ring[0] = spawn("a", joins_the_next, num(0));
    ring[1] = spawn("b", joins_the_next, num(1));
    ring[2] = spawn("c", joins_the_next, num(2));
    run_all();
    EXPECT_SAID("", "three await each other");
    cancel(ring[0]);
    run_all();
    EXPECT_SAID("c=ECANCELED b=ECANCELED a=ECANCELED", "asked a to end");
    EXPECT_INT(loop.live[AW_TASKS], 0, "asked a to end");
}

static int closes_the_ring(void *arg)
{
    void *value;

    EXPECT_INT(aw_await(&f, &value), 0, "awaited f");
    EXPECT_PTR(value, num(7), "awaited f");
    aw_task_cancel(aw_task_self(), NULL);
    EXPECT_INT(say_result(aw_await(arg, &value)), -ECANCELED, "in a ring");
    EXPECT_PTR(value, NULL, "awaited in a ring");
    return -ECANCELED;
}

GRADED(cancel, a_ring_that_closes_with_a_request_opens_again,
       "Tasks that await each other in a ring are no endless chain")
{
    struct aw_task *a;

    open_loop();
    a = spawn("a", closes_the_ring, NULL);
    a->arg = spawn("b", joins, a);
    turn();
    aw_future_resolve(&f, num(7));
    run_all();
    EXPECT_SAID("a=ECANCELED b=ECANCELED", "a awaits b, which awaits a");
    EXPECT_INT(loop.live[AW_TASKS], 0, "a awaits b, which awaits a");
}

/* ---- Kinds, probes, other ways ------------------------------------------*/

static bool refuses(struct aw_future *future)
{
    (void)future;
    say("refused");
    return false;
}

static const struct aw_future_ops firm = {"firm", .cancel = refuses};

GRADED(
    cancel, a_kind_may_refuse,
    "If it is woken already, or yields, that call returns -ECANCELED all the "
    "same.")
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
       "One request or several that have not been delivered are delivered "
       "once.")
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

GRADED(cancel, cancelling_its_future_is_cancelling_it, "Ask `task` to end.")
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
