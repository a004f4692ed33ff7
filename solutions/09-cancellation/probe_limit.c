/* SPDX-License-Identifier: MIT */
/* Tests of a limit in time.
 *
 * Each sentence of aw_timeout_end with an "and" or a "but" in it is two tests:
 * one in which its condition holds, and one in which it just does not.
 * [just-not] */
#include "probe_limit.h"

static struct probe_scene s;

Test(probe_limit, in_time)
{
    probe_open(&s);
    probe_run(&s);
    cr_assert_eq(s.rc, 0);
    cr_assert(!s.expired);
    cr_assert_eq(s.timers, 0);
    cr_assert_eq(s.next_rc, 0);
}

Test(probe_limit, late)
{
    probe_open(&s);
    s.takes = 50;
    probe_run(&s);
    cr_assert_eq(s.rc, -ETIMEDOUT);
    cr_assert_eq(s.ended_at, 10);
    cr_assert(s.expired);
    cr_assert_eq(s.requests, 0);
    cr_assert_eq(s.next_rc, 0);
}

Test(probe_limit, late_with_an_answer)
{
    probe_open(&s);
    s.takes = 50;
    s.answers = 3;
    probe_run(&s);
    cr_assert_eq(s.rc, 3);
    probe_open(&s);
    s.takes = 50;
    s.answers = -EIO;
    probe_run(&s);
    cr_assert_eq(s.rc, -EIO);
    cr_assert_eq(s.requests, 0);
}

Test(probe_limit, asked_and_late_in_one_turn)
{
    for (int first = 0; first < 2; first++) {
        probe_open(&s);
        s.takes = 50;
        s.asked_at = 10;
        s.asked_first = first;
        probe_run(&s);
        cr_assert_eq(s.rc, -ECANCELED);
        cr_assert(s.expired);
        cr_assert_eq(s.requests, 1);
    }
}

Test(probe_limit, asked_before)
{
    probe_open(&s);
    s.takes = 50;
    s.asked_before = 2;
    probe_run(&s);
    cr_assert_eq(s.rc, -ETIMEDOUT);
    cr_assert_eq(s.requests, 2);
}

Test(probe_limit, asked_before_and_not_heard)
{
    probe_open(&s);
    s.takes = 50;
    s.limit = 0;
    s.pending = 1;
    probe_run(&s);
    cr_assert_eq(s.rc, -ECANCELED);
    cr_assert_eq(s.requests, 1);
}

Test(probe_limit, two_at_once)
{
    probe_open(&s);
    s.takes = 50;
    s.outer = 10;
    probe_run(&s);
    cr_assert_eq(s.rc, -ECANCELED);
    cr_assert_eq(s.outer_rc, -ETIMEDOUT);
    cr_assert_eq(s.requests, 0);
}

Test(probe_limit, moved)
{
    probe_open(&s);
    s.takes = 50;
    s.moved_at = 5;
    s.moved_to = 20;
    probe_run(&s);
    cr_assert_eq(s.move_rc, 0);
    cr_assert_eq(s.rc, -ETIMEDOUT);
    cr_assert_eq(s.ended_at, 20);
}

Test(probe_limit, moved_too_late)
{
    probe_open(&s);
    s.takes = 50;
    s.moved_at = 10; /* its timer comes behind the limit's */
    s.moved_to = 20;
    probe_run(&s);
    cr_assert_eq(s.move_rc, -ETIMEDOUT);
    cr_assert_eq(s.ended_at, 10);
}
