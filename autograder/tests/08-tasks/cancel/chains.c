/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* ---- Chains -------------------------------------------------------------*/

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
    EXPECT_INT(a->ncancel, 1, "looked how often a was asked");
    EXPECT_INT(b->ncancel, 1, "looked how often b was asked");
    EXPECT_INT(c->ncancel, 1, "looked how often c was asked");
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
