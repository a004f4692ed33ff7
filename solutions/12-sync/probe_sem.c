/* SPDX-License-Identifier: MIT */
/* Tests of a semaphore.
 *
 * What goes wrong goes wrong in the turn between: a permit was given, and the
 * one who has it has not gone on yet.  So each test does something there, and
 * counts at the end: those that are free, and those that somebody has.
 * [in-between] */
#include "probe_sem.h"

static struct probe_scene s;

/* So many tasks stand in line for a semaphore of which nothing is free. */
static void stand_in_line(int n)
{
    probe_open(&s, 0, 9);
    for (int i = 0; i < n; i++)
        probe_come(&s);
    probe_turn(&s);
}

Test(probe_sem, a_permit_is_his_at_once)
{
    stand_in_line(1);
    aw_sem_release(&s.sem);
    cr_assert_not(aw_sem_try(&s.sem));
    probe_turn(&s);
    cr_assert_str_eq(s.got, "a");
}

Test(probe_sem, who_comes_in_between_is_last)
{
    stand_in_line(1);
    probe_come(&s);
    aw_sem_release(&s.sem);
    aw_sem_release(&s.sem);
    probe_turn(&s);
    cr_assert_str_eq(s.got, "a");
    probe_settle(&s);
    cr_assert_str_eq(s.got, "ab");
}

Test(probe_sem, several_who_come_in_between_go_on)
{
    stand_in_line(1);
    for (int i = 0; i < 3; i++)
        probe_come(&s);
    for (int i = 0; i < 4; i++)
        aw_sem_release(&s.sem);
    probe_turn(&s);
    probe_turn(&s);
    cr_assert_str_eq(s.got, "abcd");
    cr_assert_eq(s.sem.value, 0);
}

Test(probe_sem, who_gives_up_hands_on)
{
    stand_in_line(2);
    aw_sem_release(&s.sem);
    probe_ask(&s, 'a');
    probe_settle(&s);
    cr_assert_str_eq(s.got, "b");
    cr_assert_str_eq(s.gone, "a");
    cr_assert_eq(s.sem.value, 0);
}

Test(probe_sem, who_gives_up_first_has_nothing_to_hand_on)
{
    stand_in_line(2);
    probe_ask(&s, 'a');
    probe_settle(&s);
    cr_assert_str_eq(s.got, "");
    cr_assert_eq(s.sem.value, 0);
}

Test(probe_sem, more)
{
    stand_in_line(2);
    aw_sem_set_limit(&s.sem, 10);
    probe_settle(&s);
    cr_assert_str_eq(s.got, "a");
}

Test(probe_sem, fewer)
{
    probe_open(&s, 0, 2);
    probe_come(&s);
    probe_turn(&s);
    aw_sem_set_limit(&s.sem, 1);
    aw_sem_release(&s.sem);
    probe_settle(&s);
    cr_assert_str_eq(s.got, "");
    aw_sem_release(&s.sem);
    probe_settle(&s);
    cr_assert_str_eq(s.got, "a");
}
