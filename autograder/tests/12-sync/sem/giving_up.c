/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* F8: gh-90155 */
GRADED(sem, a_permit_given_to_one_who_ends_is_not_lost,
       "a task that was woken and then asked to end hands on what it was "
       "woken for")
{
    open_sem(0, 1);
    stand_in_line(2);
    aw_sem_release(&sem);
    aw_task_cancel(task[0], NULL);
    turn();
    EXPECT_SAID("a=ECANCELED", "gave one back to one who is asked to end");
    turn();
    EXPECT_SAID("a=ECANCELED b+0", "and a turn later");
    EXPECT_INT(sem.value, 0, "and counted free permits");
    let_go(2);
}

/* F8, F20 */
GRADED(sem, a_permit_that_nobody_wants_is_free_again,
       "Nothing is lost when somebody gives up")
{
    open_sem(0, 1);
    stand_in_line(1);
    aw_sem_release(&sem);
    aw_task_cancel(task[0], NULL);
    aw_task_cancel(task[0], NULL);
    turn();
    EXPECT_SAID("a=ECANCELED", "gave one back to one who is asked to end");
    EXPECT_INT(sem.value, 1, "and counted free permits");
    let_go(1);
}

GRADED(sem, who_gives_up_takes_none,
       "Returns 0, or -ECANCELED, when this task was asked to end.")
{
    open_sem(0, 1);
    stand_in_line(2);
    aw_task_cancel(task[0], NULL);
    aw_task_cancel(task[1], NULL);
    aw_sem_release(&sem);
    EXPECT_INT(sem.value, 1, "gave one back when all have given up");
    turn();
    EXPECT_SAID("a=ECANCELED b=ECANCELED", "gave one back when all gave up");
    EXPECT_INT(sem.value, 1, "and a turn later");
    let_go(2);
}

/* F8 */
GRADED(sem, those_behind_him_do_not_wait_for_ever,
       "Take a permit, as soon as it is this task's turn")
{
    open_sem(0, 2);
    stand_in_line(1);
    come(1);
    aw_sem_release(&sem);
    aw_sem_release(&sem);
    turn(); /* b has queued, although one was free: a went on behind it */
    turn();
    EXPECT_SAID("a+0 b+0", "two permits for two");
    aw_sem_release(&sem);
    stand_in_line(0);
    let_go(2);
}

static int takes_within(void *arg)
{
    struct aw_timeout limit;

    aw_timeout_begin(&limit, aw_from_now((intptr_t)arg * AW_MS));
    say_when(aw_timeout_end(&limit, aw_sem_wait(&sem)));
    return 0;
}

GRADED(sem, a_limit_in_the_turn_of_the_permit_loses_nothing,
       "a task that was woken and then asked to end hands on what it was "
       "woken for")
{
    struct aw_timer timer;

    open_sem(0, 1);
    aw_timer_init(&timer, gives_back);
    aw_call_later(&loop, &timer, 5 * AW_MS);
    launch("a", takes_within, num(5));
    launch("b", takes_within, num(9));
    run_all();
    EXPECT_SAID("a=ETIMEDOUT@5 b+0@5", "a permit in the turn of the limit");
    close_sem();
}

static int waits_for_a_taker(void *arg)
{
    (void)arg;
    say_when(aw_wait_for(&come(0)->future, 5 * AW_MS, NULL));
    return 0;
}

GRADED(sem, waiting_for_so_long_for_one_who_waits,
       "Whoever waits and is asked to end has nothing when the call returns "
       "-ECANCELED")
{
    open_sem(0, 1);
    launch("w", waits_for_a_taker, NULL);
    run_all();
    EXPECT_SAID("a=ECANCELED w+0@5", "5 ms for one who waits");
    aw_sem_release(&sem);
    EXPECT_INT(sem.value, 1, "and gave one back");
    let_go(1);
}
