/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* ---- How many there are -------------------------------------------------*/

/* F11 */
GRADED(sem, one_too_many_is_misuse,
       "Misuse when that would be more than `limit`.")
{
    open_sem(1, 2);
    aw_sem_release(&sem);
    EXPECT_MISUSE(aw_sem_release(&sem), "", "gave back what nobody had taken");
    EXPECT_INT(sem.value, 2, "and counted free permits");
    close_sem();
}

/* F11 */
GRADED(sem, more_free_than_there_are_is_misuse,
       "Misuse when `value` is above `limit`.")
{
    open_sem(0, 0);
    EXPECT_MISUSE(aw_sem_init(&sem, 3, 2, NULL), "", "made one, 3 of 2 free");
    aw_sem_init(&sem, 2, 2, NULL);
    close_sem();
}

GRADED(sem, without_a_limit_it_is_a_signal,
       "whoever releases without having taken one makes one more, which is for "
       "signals")
{
    open_sem(0, AW_SEM_UNLIMITED);
    for (int i = 0; i < 3; i++)
        aw_sem_release(&sem);
    EXPECT_INT(sem.value, 3, "gave three, and nobody had taken one");
    stand_in_line(4);
    EXPECT_SAID("a+0 b+0 c+0", "and four want one");
    aw_sem_release(&sem);
    let_go(4);
}

GRADED(sem, more_go_to_those_who_wait,
       "More of them go to those who wait, in their order.")
{
    open_sem(0, 0);
    stand_in_line(3);
    aw_sem_set_limit(&sem, 2);
    EXPECT_INT(sem.value, 0, "two more, and three wait");
    turn();
    EXPECT_SAID("a+0 b+0", "two more, and three wait");
    aw_sem_set_limit(&sem, 5);
    turn();
    EXPECT_SAID("a+0 b+0 c+0", "and three more");
    EXPECT_INT(sem.value, 2, "and counted free permits");
    let_go(3);
}

GRADED(sem, fewer_take_free_ones_first, "free ones are taken out of use first")
{
    open_sem(4, 5);
    aw_sem_set_limit(&sem, 3);
    EXPECT_INT(sem.value, 2, "4 of 5 permits are free: set the limit to 3");
    aw_sem_release(&sem);
    EXPECT_INT(sem.value, 3, "and the one that was taken was given back");
    EXPECT_MISUSE(aw_sem_release(&sem), "", "and one too many");
    close_sem();
}

GRADED(sem, fewer_than_are_taken_wait_for_those,
       "and then those that are given back, until enough have been")
{
    open_sem(1, 4);
    stand_in_line(0);
    aw_sem_set_limit(&sem, 1); /* three are taken: two of them are too many */
    EXPECT_INT(sem.value, 0, "1 of 4 permits is free: set the limit to 1");
    aw_sem_release(&sem);
    aw_sem_release(&sem);
    EXPECT_INT(sem.value, 0, "and two were given back");
    EXPECT(!aw_sem_try(&sem), "and tried");
    aw_sem_release(&sem);
    EXPECT_INT(sem.value, 1, "and the last one");
    EXPECT_MISUSE(aw_sem_release(&sem), "", "and one too many");
    close_sem();
}

GRADED(sem, what_goes_out_of_use_is_nobodys,
       "and then those that are given back, until enough have been")
{
    open_sem(0, 2);
    stand_in_line(1);
    aw_sem_set_limit(&sem, 1);
    aw_sem_release(&sem);
    turns(2);
    EXPECT_SAID("", "one waits, and one that was too many is given back");
    aw_sem_release(&sem);
    turn();
    EXPECT_SAID("a+0", "and the other one");
    let_go(1);
}

GRADED(sem, more_again_take_back_what_is_owed,
       "Change how many permits there are, while it is in use.")
{
    open_sem(0, 4);
    aw_sem_set_limit(&sem, 1); /* three are owed */
    aw_sem_set_limit(&sem, 3); /* one is */
    EXPECT_INT(sem.value, 0, "4 are taken, and there are to be 1, and 3");
    aw_sem_set_limit(&sem, 6); /* none is, and there are two more */
    EXPECT_INT(sem.value, 2, "and then 6");
    for (int i = 0; i < 4; i++)
        aw_sem_release(&sem);
    EXPECT_INT(sem.value, 6, "and all four were given back");
    EXPECT_MISUSE(aw_sem_release(&sem), "", "and one too many");
    close_sem();
}

GRADED(sem, none_at_all_may_be_allowed,
       "Change how many permits there are, while it is in use.")
{
    open_sem(2, 3);
    aw_sem_set_limit(&sem, 0);
    stand_in_line(2);
    aw_sem_release(&sem);
    turns(2);
    EXPECT_SAID("", "there are to be none, and two want one");
    aw_sem_set_limit(&sem, 1);
    turn();
    EXPECT_SAID("a+0", "and then one");
    aw_sem_release(&sem);
    let_go(2);
}

GRADED(sem, the_same_number_changes_nothing,
       "Change how many permits there are, while it is in use.")
{
    open_sem(1, 3);
    aw_sem_set_limit(&sem, 3);
    EXPECT_INT(sem.value, 1, "3, and 3 again: free permits");
    aw_sem_release(&sem);
    aw_sem_release(&sem);
    EXPECT_INT(sem.value, 3, "and the others were given back");
    close_sem();
}

GRADED(sem, one_who_ends_gives_it_out_of_use,
       "and then those that are given back, until enough have been")
{
    open_sem(0, 1);
    stand_in_line(2);
    aw_sem_release(&sem);      /* it is a's */
    aw_sem_set_limit(&sem, 0); /* and too many */
    aw_task_cancel(task[0], NULL);
    turns(2);
    EXPECT_SAID("a=ECANCELED", "whose was too many was asked to end");
    EXPECT_INT(sem.value, 0, "and counted free permits");
    aw_sem_set_limit(&sem, 1);
    let_go(2);
}

static void lowers_it(struct aw_probe *probe, enum aw_probe_event event,
                      const void *subject, uint64_t arg)
{
    (void)probe, (void)subject, (void)arg;
    if (event == AW_PROBE_SETTLE)
        aw_sem_set_limit(&sem, 1);
}

GRADED(sem, a_probe_may_lower_it_in_between,
       "It is counted as his before he is told, so a probe that hears it may "
       "change the limit.")
{
    struct aw_probe probe = {.event = lowers_it};

    open_sem(0, 2);
    stand_in_line(1);
    aw_loop_set_probe(&loop, &probe);
    aw_sem_release(&sem);
    aw_loop_set_probe(&loop, NULL);
    EXPECT_INT(sem.value, 0,
               "a probe lowered the limit inside of the wake-up: free ones");
    turn();
    aw_sem_release(&sem);
    EXPECT_INT(sem.value, 0, "and one was given back");
    aw_sem_release(&sem);
    EXPECT_INT(sem.value, 1, "and the other one");
    let_go(1);
}

GRADED(sem, a_limit_for_one_without_is_misuse,
       "Misuse with AW_SEM_UNLIMITED, and when that is what it was made with.")
{
    open_sem(0, AW_SEM_UNLIMITED);
    EXPECT_MISUSE(aw_sem_set_limit(&sem, 3), "", "made without a limit");
    aw_sem_init(&sem, 0, 1, NULL);
    EXPECT_MISUSE(aw_sem_set_limit(&sem, AW_SEM_UNLIMITED), "",
                  "made with a limit");
    close_sem();
}

/* ---- People, and misuse -------------------------------------------------*/

GRADED(sem, people_are_told_which_semaphore,
       "Who waits for it waits for a future of kind \"semaphore\".")
{
    open_sem(0, 1);
    stand_in_line(1);
    EXPECT_STR(described(task[0]), "waiting for semaphore \"slots\"",
               "described one who waits");
    aw_sem_release(&sem);
    let_go(1);
}

GRADED(sem, its_end_while_somebody_waits_is_misuse,
       "deinit is misuse while somebody waits")
{
    open_sem(0, 1);
    stand_in_line(1);
    EXPECT_MISUSE(aw_sem_deinit(&sem), "", "one waits");
    aw_sem_release(&sem);
    EXPECT_MISUSE(aw_sem_deinit(&sem), "", "he has not gone on yet");
    let_go(1);
}

GRADED(sem, outside_of_a_task_is_misuse,
       "What waits is misuse outside of a task.")
{
    open_sem(1, 1);
    EXPECT_MISUSE(aw_sem_wait(&sem), "", "waited outside of a task");
    EXPECT_INT(sem.value, 1, "and counted free permits");
    close_sem();
}
