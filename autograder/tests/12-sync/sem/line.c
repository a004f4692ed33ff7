/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* ---- Free ---------------------------------------------------------------*/

static int takes_it_often(void *arg)
{
    size_t calls = memory.calls;

    (void)arg;
    for (int i = 0; i < 1000; i++) {
        EXPECT_INT(aw_sem_wait(&sem), 0, "took what is free");
        aw_sem_release(&sem);
    }
    EXPECT_INT(memory.calls, calls, "took a free permit 1000 times");
    EXPECT_INT(aw_task_self()->steps, 1, "and counted steps of the task");
    return 0;
}

GRADED(sem, a_free_one_costs_nothing,
       "What is free is taken without a suspension, without memory, and "
       "without looking at the loop.")
{
    open_sem(2, 2);
    launch("a", takes_it_often, NULL);
    turn();
    EXPECT_INT(loop.live[AW_TASKS], 0, "took a free permit, in one turn");
    EXPECT_INT(sem.value, 2, "and counted free permits");
    close_sem();
}

static int inside, widest;

static int works(void *arg)
{
    int rc = aw_sem_wait(&sem);

    if (rc < 0)
        return rc;
    inside++;
    widest = inside > widest ? inside : widest;
    say("%s", me());
    for (intptr_t i = (intptr_t)arg; i > 0; i--)
        aw_yield();
    inside--;
    aw_sem_release(&sem);
    return 0;
}

GRADED(sem, so_many_at_a_time,
       "Take a permit, as soon as it is this task's turn")
{
    open_sem(3, 3);
    inside = widest = 0;
    for (int i = 0; i < 7; i++)
        launch((const char[]){(char)('a' + i), '\0'}, works, num(2));
    run_all();
    EXPECT_SAID("a b c d e f g", "seven want to work");
    EXPECT_INT(widest, 3, "and counted those who work at a time");
    EXPECT_INT(sem.value, 3, "and counted free permits at the end");
    close_sem();
}

GRADED(sem, fewer_may_be_free_to_begin_with,
       "permits that are free to begin with")
{
    open_sem(1, 3);
    stand_in_line(3);
    EXPECT_SAID("a+0", "one of three is free");
    aw_sem_release(&sem);
    aw_sem_release(&sem);
    turn();
    EXPECT_SAID("a+0 b+0 c+0", "and two are given back");
    let_go(3);
}

GRADED(sem, a_try_takes_what_is_free, "Returns whether one was taken.")
{
    open_sem(1, 2);
    EXPECT(aw_sem_try(&sem), "tried when one is free");
    EXPECT(!aw_sem_try(&sem), "tried when none is free");
    aw_sem_release(&sem);
    EXPECT_INT(sem.value, 1, "and gave it back");
    close_sem();
}

static int asks_itself_and_takes(void *arg)
{
    aw_task_cancel(aw_task_self(), NULL);
    return takes(arg);
}

GRADED(sem, who_is_asked_to_end_takes_what_is_free,
       "at once when one is free and nobody stands in line who has not given "
       "up")
{
    open_sem(1, 1);
    launch("a", asks_itself_and_takes, NULL);
    turn();
    EXPECT_SAID("a+0", "a request is pending, and a permit free");
    launch("b", asks_itself_and_takes, NULL);
    turns(2);
    EXPECT_SAID("a+0 b=ECANCELED", "a request is pending, and none is free");
    EXPECT_INT(sem.value, 0, "and counted free permits");
    close_sem();
}

/* ---- In line ------------------------------------------------------------*/

/* F7 */
GRADED(sem, two_releases_wake_two,
       "Give a permit back, and to the first who waits still")
{
    open_sem(0, 5);
    stand_in_line(3);
    aw_sem_release(&sem);
    aw_sem_release(&sem);
    turn();
    EXPECT_SAID("a+0 b+0", "gave two back, and three wait");
    EXPECT_INT(sem.value, 0, "and counted free permits");
    aw_sem_release(&sem);
    let_go(3);
}

GRADED(sem, it_is_his_from_this_moment, "it is his from this moment")
{
    open_sem(0, 1);
    stand_in_line(1);
    aw_sem_release(&sem);
    EXPECT_INT(sem.value, 0, "gave one back, and one waits: counted free ones");
    EXPECT(!aw_sem_try(&sem), "and tried to take it");
    turn();
    EXPECT_SAID("a+0", "and let him go on");
    let_go(1);
}

/* F7 */
GRADED(sem, who_has_given_up_is_passed_over,
       "Give a permit back, and to the first who waits still")
{
    open_sem(0, 5);
    stand_in_line(3);
    aw_task_cancel(task[0], NULL);
    aw_sem_release(&sem);
    aw_task_cancel(task[2], NULL);
    aw_sem_release(&sem);
    run_all();
    EXPECT_SAID("a=ECANCELED b+0 c=ECANCELED", "one of three waits still");
    EXPECT_INT(sem.value, 1, "gave two back");
    let_go(3);
}

/* F9: bpo-45997 */
GRADED(sem, who_comes_while_others_wait_is_last,
       "who comes while others wait stands behind them, even if it is free "
       "just then")
{
    open_sem(0, 5);
    stand_in_line(1);
    come(1); /* in front of a, who is woken now */
    aw_sem_release(&sem);
    aw_sem_release(&sem);
    EXPECT_INT(sem.value, 1, "one is promised, one is free");
    EXPECT(!aw_sem_try(&sem), "tried the free one, while one stands in line");
    turn();
    EXPECT_SAID("a+0", "a is woken, one is free, and b comes behind a");
    turn();
    EXPECT_SAID("a+0 b+0",
                "a is woken, one is free, and b comes behind a; two turns");
    let_go(2);
}

/* F9 */
GRADED(sem, who_goes_on_wakes_as_many_as_are_free,
       "Who goes on wakes as many of those behind him as there are free ones.")
{
    open_sem(0, 9);
    stand_in_line(1);
    for (int i = 1; i < 5; i++)
        come(i);
    for (int i = 0; i < 4; i++)
        aw_sem_release(&sem);
    turn(); /* b to e queue behind a, who is woken */
    turn();
    EXPECT_SAID("a+0 b+0 c+0 d+0", "four permits, and five tasks");
    aw_sem_release(&sem);
    let_go(5);
}

static int takes_again(void *arg)
{
    aw_sem_wait(&sem);
    aw_yield();
    aw_sem_release(&sem);
    return takes(arg);
}

GRADED(sem, who_comes_back_stands_behind,
       "who has waited longest is first, and who comes while others wait "
       "stands behind them")
{
    open_sem(1, 1);
    launch("k", takes_again, NULL);
    stand_in_line(2);
    turn();
    EXPECT_SAID("", "one gives it back and wants it again");
    turn();
    EXPECT_SAID("a+0", "and a turn later");
    aw_sem_release(&sem);
    turn();
    aw_sem_release(&sem);
    turn();
    EXPECT_SAID("a+0 b+0 k+0", "and given back twice");
    let_go(2);
}

GRADED(sem, a_callback_may_give_back,
       "Any task may do so, and so may a callback.")
{
    struct aw_timer timer;

    open_sem(0, 1);
    stand_in_line(1);
    aw_timer_init(&timer, gives_back);
    aw_call_later(&loop, &timer, AW_MS);
    run_all();
    EXPECT_SAID("a+0", "a timer gives a permit back");
    let_go(1);
}
