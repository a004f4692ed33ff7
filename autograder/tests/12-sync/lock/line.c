/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* ---- Free ---------------------------------------------------------------*/

GRADED(lock, a_free_one_costs_nothing,
       "What is free is taken without a suspension, without memory, and "
       "without looking at the loop.")
{
    struct aw_task *t;

    open_lock();
    t = spawn("a", takes_it_often, NULL);
    turn();
    EXPECT_INT(t->future.result, 0, "took a free lock 1000 times");
    EXPECT(aw_future_done(&t->future), "took a free lock, in one turn");
    aw_task_drop(t);
    close_lock();
}

static int asks_itself_and_takes(void *arg)
{
    (void)arg;
    aw_task_cancel(aw_task_self(), NULL);
    say_result(aw_lock_wait(&lock));
    say_result(aw_yield());
    aw_lock_release(&lock);
    return 0;
}

GRADED(lock, a_free_one_is_taken_by_who_is_asked_to_end,
       "It is taken at once when nobody has it")
{
    open_lock();
    launch("a", asks_itself_and_takes, NULL);
    run_all();
    EXPECT_SAID("a+0 a=ECANCELED", "a request is pending, and the lock free");
    close_lock();
}

/* ---- In line ------------------------------------------------------------*/

/* F1 */
GRADED(lock, first_come_first_served,
       "They are fair: who has waited longest is first")
{
    open_lock();
    for (int i = 0; i < 4; i++)
        launch((const char *[]){"a", "b", "c", "d"}[i], uses, num(3 - i));
    run_all();
    EXPECT_SAID("a+0 b+0 c+0 d+0", "four want the lock");
    close_lock();
}

static int releases_and_takes(void *arg)
{
    (void)arg;
    aw_lock_wait(&lock);
    aw_yield();
    aw_lock_release(&lock);
    return uses(NULL);
}

/* F1 */
GRADED(lock, who_comes_back_stands_behind,
       "who comes while others wait stands behind them, even if it is free "
       "just then")
{
    open_lock();
    launch("k", releases_and_takes, NULL);
    launch("a", uses, num(1));
    launch("b", uses, num(1));
    run_all();
    EXPECT_SAID("a+0 b+0 k+0", "one releases the lock and wants it again");
    close_lock();
}

GRADED(lock, who_is_woken_has_it_when_he_goes_on,
       "the first in line is woken, and has it when he goes on")
{
    open_lock();
    stand_in_line(2);
    aw_future_resolve(&f, NULL);
    turn();
    EXPECT_PTR(lock.owner, NULL, "released, and looked who has the lock");
    EXPECT_SAID("", "released, and looked at once");
    turn();
    EXPECT_PTR(lock.owner, task[0], "and a turn later");
    EXPECT_SAID("a+0", "and a turn later");
    let_go(2);
}

static int tries(void *arg)
{
    (void)arg;
    say(aw_lock_try(&lock) ? "%s-yes" : "%s-no", me());
    return 0;
}

static int releases_and_tries(void *arg)
{
    keeps(arg);
    return tries(arg);
}

/* F2 */
GRADED(lock, until_he_goes_on_nobody_else_can_take_it,
       "Until then nobody has it, and nobody else can take it.")
{
    open_lock();
    launch("k", releases_and_tries, NULL);
    launch("a", uses, num(2));
    turn();
    launch("t", tries, NULL); /* in front of a, who is woken then */
    aw_future_resolve(&f, NULL);
    launch("b", uses, NULL); /* comes behind the release */
    run_all();
    EXPECT_SAID("t-no k-no a+0 b+0", "one is woken, others try and come");
    close_lock();
}

static int tries_and_releases(void *arg)
{
    EXPECT(aw_lock_try(&lock), "tried a lock that is free");
    EXPECT_PTR(lock.owner, aw_task_self(), "and looked who has it");
    aw_lock_release(&lock);
    return (int)(intptr_t)arg;
}

GRADED(lock, a_try_takes_what_is_free, "Returns whether it was taken.")
{
    open_lock();
    stand_in_line(0);
    launch("a", tries, NULL);
    turn();
    EXPECT_SAID("a-no", "tried a lock that somebody has");
    aw_future_resolve(&f, NULL);
    turn();
    launch("b", tries_and_releases, NULL);
    turn();
    EXPECT_SAID("a-no", "and one that is free");
    close_lock();
}

static int tries_twice(void *arg)
{
    tries(arg);
    tries(arg);
    aw_yield();
    aw_lock_release(&lock);
    return 0;
}

GRADED(lock, a_try_takes_it_once,
       "Take `lock` if that is possible at once; never suspends.")
{
    open_lock();
    launch("a", tries_twice, NULL);
    launch("b", tries, NULL);
    run_all();
    EXPECT_SAID("a-yes a-no b-no", "tried a lock that somebody has");
    close_lock();
}

static int hands_over(void *arg)
{
    uint32_t *steps = arg;

    for (int i = 0; i < 100; i++) {
        aw_lock_wait(&lock);
        aw_yield();
        aw_lock_release(&lock);
    }
    *steps = aw_task_self()->steps;
    return 0;
}

GRADED(lock, a_hand_over_costs_one_step,
       "They hand over in a turn, as asyncio does.")
{
    uint32_t steps[2];
    uint64_t before;

    open_lock();
    launch("a", hands_over, &steps[0]);
    launch("b", hands_over, &steps[1]);
    before = loop.iterations;
    run_all();
    /* Each of the 100: a step behind the wait, and one behind the yield; the
     * very first one did not have to wait. */
    EXPECT_INT(steps[0], 200, "two tasks had the lock 100 times each, in turn");
    EXPECT_INT(steps[1], 201, "two tasks had the lock 100 times each, in turn");
    EXPECT_AT_MOST(loop.iterations - before, 402, "and counted turns");
    close_lock();
}
