/* SPDX-License-Identifier: MIT */
#include "fixture.h"

GRADED(lock, who_gives_up_has_nothing,
       "Whoever waits and is asked to end has nothing when the call returns "
       "-ECANCELED")
{
    open_lock();
    stand_in_line(2);
    aw_task_cancel(task[0], NULL);
    turn();
    EXPECT_SAID("a=ECANCELED", "asked the first in line");
    EXPECT(lock.owner, "and looked whether somebody has the lock");
    EXPECT_STR(lock.owner->name, "k", "and looked who has the lock");
    aw_future_resolve(&f, NULL);
    run_all();
    EXPECT_SAID("a=ECANCELED b+0", "and then it was released");
    let_go(2);
}

/* F3: bpo-27585 */
GRADED(lock, who_was_woken_and_gives_up_hands_on,
       "a task that was woken and then asked to end hands on what it was "
       "woken for")
{
    open_lock();
    stand_in_line(3);
    aw_future_resolve(&f, NULL);
    turn();
    aw_task_cancel(task[0], NULL);
    run_all();
    EXPECT_SAID("a=ECANCELED b+0 c+0", "woke the first, and asked him to end");
    let_go(3);
}

/* F4 */
GRADED(lock, a_release_to_one_who_has_given_up_is_not_lost,
       "Nothing is lost when somebody gives up")
{
    open_lock();
    stand_in_line(2);
    aw_future_resolve(&f, NULL);
    /* Still in line when k goes on, and has given up by then. */
    launch("x", passes, NULL);
    aw_task_cancel(task[0], NULL);
    run_all();
    EXPECT_SAID("x a=ECANCELED b+0", "the first has given up at the release");
    let_go(2);
}

/* F5: bpo-32734 */
GRADED(lock, asked_and_released_in_one_turn_one_has_it,
       "Nothing is lost when somebody gives up")
{
    open_lock();
    stand_in_line(3);
    aw_future_resolve(&f, NULL);
    aw_task_cancel(task[1], NULL); /* goes on before a, who is woken then */
    turns(2);
    EXPECT_PTR(lock.owner, task[0], "woke the first, and asked the second");
    EXPECT_INT(lock.waiters.n, 1, "and counted those in line");
    run_all();
    EXPECT_SAID("b=ECANCELED a+0 c+0", "and let all end");
    let_go(3);
}

GRADED(lock, when_all_who_stand_there_have_given_up_it_is_free,
       "nobody stands in line who has not given up")
{
    open_lock();
    stand_in_line(2);
    aw_future_resolve(&f, NULL);
    turn();
    aw_task_cancel(task[1], NULL);
    aw_task_cancel(task[0], NULL);
    turn();
    EXPECT_SAID("a=ECANCELED b=ECANCELED", "a woken one and another give up");
    forget();
    launch("c", takes_it_often, NULL);
    turn();
    let_go(2);
}

static int gives_it_to_nobody(void *arg)
{
    aw_lock_wait(&lock);
    aw_yield();
    aw_task_cancel(arg, NULL);
    aw_lock_release(&lock);
    say(aw_lock_try(&lock) ? "yes" : "no");
    aw_lock_release(&lock);
    return 0;
}

GRADED(lock, who_has_given_up_keeps_nobody_waiting,
       "It is taken at once when nobody has it, and nobody stands in line who "
       "has not given up.")
{
    open_lock();
    task[0] = aw_spawn(&loop, uses, NULL, AW_NAMED("a", .lazy = true));
    launch("k", gives_it_to_nobody, task[0]);
    aw_task_start(task[0]);
    run_all();
    EXPECT_SAID("yes a=ECANCELED", "took the lock again, when the only one in "
                                   "line has given up");
    let_go(1);
}

GRADED(lock, two_requests_are_one_answer,
       "-ECANCELED, when this task was asked to end")
{
    open_lock();
    stand_in_line(2);
    aw_task_cancel(task[0], NULL);
    aw_task_cancel(task[0], NULL);
    aw_future_resolve(&f, NULL);
    run_all();
    EXPECT_SAID("a=ECANCELED b+0", "asked one who waits, twice");
    EXPECT_INT(aw_cancelling(task[0]), 2, "and counted the requests");
    let_go(2);
}

static int asks_itself_and_waits(void *arg)
{
    aw_task_cancel(aw_task_self(), NULL);
    return uses(arg);
}

GRADED(lock, a_request_from_before_is_heard_in_line,
       "-ECANCELED, when this task was asked to end")
{
    open_lock();
    stand_in_line(0);
    task[0] = spawn("a", asks_itself_and_waits, NULL);
    task[1] = spawn("b", uses, NULL);
    turn();
    aw_future_resolve(&f, NULL);
    run_all();
    EXPECT_SAID("a=ECANCELED b+0", "a request is pending when the wait begins");
    let_go(2);
}

static int uses_within(void *arg)
{
    struct aw_timeout limit;
    int rc;

    aw_timeout_begin(&limit, aw_from_now((intptr_t)arg * AW_MS));
    rc = aw_lock_wait(&lock);
    if (rc == 0)
        aw_lock_release(&lock);
    say_when(aw_timeout_end(&limit, rc));
    return 0;
}

GRADED(lock, a_limit_may_end_the_wait,
       "Whoever waits and is asked to end has nothing when the call returns "
       "-ECANCELED")
{
    open_lock();
    stand_in_line(0);
    launch("a", uses_within, num(5));
    launch("b", uses_within, num(20));
    turn();
    while (now_ms() < 5)
        turn();
    turn();
    EXPECT_SAID("a=ETIMEDOUT@5", "5 ms for a lock");
    aw_future_resolve(&f, NULL);
    run_all();
    EXPECT_SAID("a=ETIMEDOUT@5 b+0@5", "and 20 for the next");
    close_lock();
}

static int sleeps_with_it(void *arg)
{
    aw_lock_wait(&lock);
    aw_sleep((intptr_t)arg * AW_MS);
    aw_lock_release(&lock);
    return 0;
}

GRADED(lock, a_limit_in_the_turn_of_the_hand_over_loses_nothing,
       "a task that was woken and then asked to end hands on what it was "
       "woken for")
{
    open_lock();
    launch("k", sleeps_with_it, num(5));
    launch("a", uses_within, num(5));
    launch("b", uses_within, num(20));
    run_all();
    EXPECT_SAID("a=ETIMEDOUT@5 b+0@5", "released when the limit strikes");
    close_lock();
}

static int waits_for_a_user(void *arg)
{
    struct aw_task *user = spawn("a", uses, arg);

    say_when(aw_wait_for(&user->future, 5 * AW_MS, NULL));
    aw_task_drop(user);
    return 0;
}

GRADED(lock, waiting_for_so_long_for_one_who_waits,
       "Whoever waits and is asked to end has nothing when the call returns "
       "-ECANCELED")
{
    open_lock();
    launch("k", sleeps_with_it, num(10));
    launch("w", waits_for_a_user, num(0));
    turn();
    launch("b", uses, num(1));
    run_all();
    EXPECT_SAID("a=ECANCELED w=ETIMEDOUT@5 b+0", "5 ms for one who waits");
    close_lock();
}

/* ---- Rings --------------------------------------------------------------*/

static int asks_itself_and_takes_it_twice(void *arg)
{
    (void)arg;
    aw_lock_wait(&lock);
    aw_task_cancel(aw_task_self(), NULL);
    say_result(aw_lock_wait(&lock));
    say_result(aw_yield());
    aw_lock_release(&lock);
    return 0;
}

GRADED(lock, a_request_hides_no_ring,
       "That one in the ring might be asked to end, or waits within a limit, "
       "does not: the locks are taken in a wrong order.")
{
    open_lock();
    launch("a", asks_itself_and_takes_it_twice, NULL);
    run_all();
    EXPECT_SAID("reported-EDEADLK a=EDEADLK a=ECANCELED",
                "a request is pending when a ring is closed");
    close_lock();
}

static struct aw_lock other;

static int has_to_wait(void *arg)
{
    struct aw_lock *first = arg, *second = first == &lock ? &other : &lock;

    aw_lock_wait(first);
    aw_yield();
    if (say_result(aw__lock_take(second)) == 0)
        aw_lock_release(second);
    aw_lock_release(first);
    return 0;
}

GRADED(lock, who_has_to_wait_looks_for_no_ring,
       "aw_lock_wait, without looking for rings: for those who have to wait, "
       "because they must not return without the lock.")
{
    open_lock();
    aw_lock_init(&other, "other");
    task[0] = spawn("a", has_to_wait, &lock);
    task[1] = spawn("b", has_to_wait, &other);
    turns(3);
    EXPECT_SAID("", "each of two has to wait for what the other one has");
    aw_task_cancel(task[1], NULL);
    run_all();
    EXPECT_SAID("b=ECANCELED a+0", "and one of them was asked to end");
    aw_lock_deinit(&other);
    let_go(2);
}

static int asks_the_first_and_releases(void *arg)
{
    (void)arg;
    aw_lock_wait(&lock);
    aw_await(&f, NULL);
    aw_task_cancel(task[0], NULL);
    aw_lock_release(&lock);
    return 0;
}

GRADED(lock, a_first_who_has_given_up_wakes_the_next,
       "If he has given up, he wakes the next when he goes on.")
{
    open_lock();
    launch("k", asks_the_first_and_releases, NULL);
    task[0] = spawn("a", uses, NULL);
    task[1] = spawn("b", uses, NULL);
    turn();
    aw_future_resolve(&f, NULL);
    turns(2);
    EXPECT_SAID("a=ECANCELED", "released it when the first has given up");
    turn();
    EXPECT_SAID("a=ECANCELED b+0", "and a turn later");
    let_go(2);
}
