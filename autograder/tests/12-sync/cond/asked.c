/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* F13: bpo-22970 */
GRADED(cond, who_is_asked_has_the_lock,
       "When it returns this task has the lock, whatever happened: also when "
       "it was asked to end")
{
    open_cond();
    let_wait(1, waits);
    launch("k", keeps, NULL);
    turn();
    aw_task_cancel(task[0], NULL);
    turns(3);
    EXPECT_SAID("", "asked one who waits, while another one has the lock");
    aw_future_resolve(&f, NULL);
    turns(2);
    EXPECT_SAID("a=ECANCELED", "and the other one has released it");
    let_go(1);
}

/* F13: bpo-32841 */
GRADED(cond, who_is_asked_twice_has_the_lock_all_the_same,
       "and when it was asked again while it waited for the lock")
{
    open_cond();
    let_wait(1, waits);
    launch("k", keeps, NULL);
    turn();
    for (int i = 0; i < 5; i++) {
        aw_task_cancel(task[0], NULL);
        turn();
        EXPECT_SAID("", "asked %d times, while another has the lock", i + 1);
    }
    aw_future_resolve(&f, NULL);
    turns(2);
    EXPECT_SAID("a=ECANCELED", "and the other one has released it");
    let_go(1);
}

/* F14: bpo-32841 */
GRADED(cond, a_request_while_it_waits_for_the_lock_is_heard,
       "Returns 0, or -ECANCELED, when this task was asked to end.")
{
    open_cond();
    let_wait(1, waits);
    launch("k", keeps, num(1));
    turns(2); /* a was notified, and waits for the lock */
    EXPECT_STR(described(task[0]), "waiting for lock \"table\"",
               "notified one, while the lock is taken");
    aw_task_cancel(task[0], NULL);
    turns(2);
    aw_future_resolve(&f, NULL);
    run_all();
    EXPECT_SAID("a=ECANCELED", "asked one who was notified");
    let_go(1);
}

/* F15, F20: gh-112202 */
GRADED(cond, who_is_notified_and_asked_has_another_notified,
       "Who was notified and returns -ECANCELED has somebody else notified in "
       "his place")
{
    open_cond();
    let_wait(3, waits);
    launch("k", keeps, num(1));
    turn();
    aw_task_cancel(task[0], NULL); /* notified, and not gone on */
    turn();
    aw_future_resolve(&f, NULL);
    run_all();
    EXPECT_SAID("a=ECANCELED b+0", "notified one of three, and asked him");
    launch("n", notifies, NULL);
    let_go(3);
}

/* F15: gh-112202 */
GRADED(cond, so_it_is_while_he_waits_for_the_lock,
       "Who was notified and returns -ECANCELED has somebody else notified in "
       "his place")
{
    open_cond();
    let_wait(3, waits);
    launch("k", keeps, num(1));
    turns(2);
    EXPECT_STR(described(task[0]), "waiting for lock \"table\"",
               "notified one, while the lock is taken");
    aw_task_cancel(task[0], NULL);
    turn();
    aw_future_resolve(&f, NULL);
    run_all();
    EXPECT_SAID("a=ECANCELED b+0", "asked one who was notified");
    launch("n", notifies, NULL);
    let_go(3);
}

/* F15 */
GRADED(cond, so_it_is_when_the_lock_is_promised_to_him,
       "Who was notified and returns -ECANCELED has somebody else notified in "
       "his place")
{
    open_cond();
    let_wait(2, waits);
    launch("k", keeps, num(1));
    turns(2);
    aw_future_resolve(&f, NULL);
    turn(); /* released: the lock is a's, who has not gone on */
    EXPECT_STR(described(task[0]), "ready", "released the lock");
    aw_task_cancel(task[0], NULL);
    run_all();
    EXPECT_SAID("a=ECANCELED b+0", "asked one to whom the lock is promised");
    let_go(2);
}

GRADED(cond, so_it_is_when_he_was_not_notified,
       "so has, as in asyncio, who returns that and was not notified")
{
    open_cond();
    let_wait(3, waits);
    aw_task_cancel(task[1], NULL);
    turn();
    EXPECT_SAID("b=ECANCELED", "asked one who waits");
    turn();
    EXPECT_SAID("b=ECANCELED a+0", "and a turn later");
    launch("n", notifies, NULL);
    let_go(3);
}

static int waits_within(void *arg)
{
    struct aw_timeout limit;
    int rc;

    aw_lock_wait(&lock);
    aw_timeout_begin(&limit, aw_from_now((intptr_t)arg * AW_MS));
    rc = aw_cond_wait(&cond);
    say_when(aw_timeout_end(&limit, rc));
    EXPECT_PTR(lock.owner, aw_task_self(), "%s: who has the lock", me());
    aw_lock_release(&lock);
    return 0;
}

/* D26: bpo-33638 */
GRADED(cond, a_limit_leaves_the_lock_taken,
       "When it returns this task has the lock, whatever happened: also when "
       "it was asked to end")
{
    open_cond();
    launch("a", waits_within, num(5));
    run_all();
    launch("b", waits_within, num(9));
    run_all();
    EXPECT_SAID("a=ETIMEDOUT@5 b=ETIMEDOUT@14", "5 and 9 ms for a change");
    close_cond();
}

static int sleeps_with_it(void *arg)
{
    aw_lock_wait(&lock);
    aw_cond_notify(&cond, 1);
    aw_sleep((intptr_t)arg * AW_MS);
    aw_lock_release(&lock);
    return 0;
}

/* D26 */
GRADED(cond, a_limit_waits_for_the_lock_as_well,
       "When it returns this task has the lock, whatever happened")
{
    open_cond();
    launch("a", waits_within, num(5));
    launch("b", waits_within, num(90));
    turn();
    launch("k", sleeps_with_it, num(20));
    run_all();
    EXPECT_SAID("a=ETIMEDOUT@20 b+0@20", "a limit while the lock is taken");
    close_cond();
}

static int waits_for_a_waiter(void *arg)
{
    (void)arg;
    task[0] = spawn("a", waits, NULL);
    say_when(aw_wait_for(&task[0]->future, 5 * AW_MS, NULL));
    return 0;
}

/* D26 */
GRADED(cond, waiting_for_so_long_for_one_who_waits,
       "When it returns this task has the lock, whatever happened: also when "
       "it was asked to end")
{
    open_cond();
    launch("w", waits_for_a_waiter, NULL);
    run_all();
    EXPECT_SAID("a=ECANCELED w+0@5", "5 ms for one who waits for a change");
    let_go(1);
}

static int asks_itself_and_waits(void *arg)
{
    aw_task_cancel(aw_task_self(), NULL);
    return waits(arg);
}

GRADED(cond, a_request_from_before_is_heard,
       "When it returns this task has the lock, whatever happened")
{
    open_cond();
    launch("a", asks_itself_and_waits, NULL);
    run_all();
    EXPECT_SAID("a=ECANCELED", "a request is pending when the wait begins");
    close_cond();
}

static int does(void *arg)
{
    return say_result(aw_cond_wait(arg));
}

static int does_with_it(void *arg)
{
    return aw_lock_with(&lock, does, arg);
}

static int joins_one_who_does(void *arg)
{
    task[1] = spawn("inner", does_with_it, arg);
    return aw_await(&task[1]->future, NULL);
}

/* C17 */
GRADED(cond, a_reason_survives_all_layers,
       "Returns 0, or -ECANCELED, when this task was asked to end.")
{
    open_cond();
    task[0] = spawn("outer", joins_one_who_does, &cond);
    turns(2);
    launch("k", keeps, NULL);
    turn();
    aw_task_cancel(task[0], "shutdown");
    turns(3);
    aw_future_resolve(&f, NULL);
    run_all();
    EXPECT_SAID("inner=ECANCELED", "asked one who awaits one who waits");
    EXPECT_STR(task[1]->reason, "shutdown", "and looked at the inner reason");
    EXPECT_STR(task[0]->reason, "shutdown", "and at the outer one");
    EXPECT_INT(task[0]->future.state, AW_CANCELLED, "and at its end");
    let_go(2);
}

/* ---- A ring that only a request can open --------------------------------*/

static struct aw_lock outer;

static int waits_under_another(void *arg)
{
    aw_lock_wait(&outer);
    waits(arg);
    aw_lock_release(&outer);
    return 0;
}

static int wants_the_outer_one(void *arg)
{
    (void)arg;
    aw_lock_wait(&lock);
    say_result(aw_lock_wait(&outer));
    aw_lock_release(&lock);
    return 0;
}

static void hears_of_a_ring(struct aw_loop *l, const struct aw_report *r)
{
    (void)l;
    EXPECT_STR(r->what, "",
               "one who waits for a change was asked to end, and "
               "its lock is taken: reported");
}

GRADED(cond, who_has_to_have_the_lock_waits_in_a_ring_as_well,
       "for those who have to wait, because they must not return without the "
       "lock")
{
    open_cond();
    loop.on_error = hears_of_a_ring;
    aw_lock_init(&outer, "outer");
    let_wait(1, waits_under_another);
    task[1] = spawn("b", wants_the_outer_one, NULL); /* a waits for a change */
    turn();
    aw_task_cancel(task[0], NULL); /* and now for what b has */
    turns(3);
    EXPECT_SAID("", "each of two waits for what the other one has");
    aw_task_cancel(task[1], NULL);
    run_all();
    EXPECT_SAID("b=ECANCELED a=ECANCELED", "and the other one was asked");
    aw_lock_deinit(&outer);
    let_go(2);
}

/* ---- When others are notified -------------------------------------------*/

static int takes_the_lock(void *arg)
{
    (void)arg;
    say_result(aw_lock_wait(&lock));
    aw_lock_release(&lock);
    return 0;
}

GRADED(cond, another_is_notified_when_he_has_the_lock,
       "That is done when this task has the lock again.")
{
    open_cond();
    let_wait(2, waits);
    launch("k", keeps, NULL);
    turn();
    aw_task_cancel(task[0], NULL);
    turns(2); /* a waits for the lock, and b for a notification */
    EXPECT_STR(described(task[1]), "waiting for condition \"changed\"",
               "asked one of two, while another has the lock");
    launch("c", takes_the_lock, NULL);
    turn();
    aw_future_resolve(&f, NULL);
    run_all();
    EXPECT_SAID("a=ECANCELED c+0 b+0", "and somebody else wants the lock");
    let_go(2);
}
