/* SPDX-License-Identifier: MIT */
/* Tests of a group.
 *
 * The contract has a table of what comes of a group; each of its rows is a
 * test.  Then each of them again, with a request from outside added: before,
 * meanwhile, and a second one.  That is where groups are wrong. [add-a-request]
 */
#include "probe_group.h"

static struct probe_scene s;

Test(probe_group, all_is_well)
{
    probe_open(&s);
    probe_run(&s);
    cr_assert_eq(s.rc, 0);
    cr_assert_eq(s.closed_at, 20);
    cr_assert_eq(s.left, 0);
    cr_assert_eq(s.requests, 0);
}

Test(probe_group, a_child_fails_while_the_body_runs)
{
    probe_open(&s);
    s.takes = 50;
    s.child[0].rc = -EIO;
    probe_run(&s);
    cr_assert_eq(s.rc, AW_EGROUP);
    cr_assert_eq(s.body_rc, -ECANCELED);
    cr_assert_eq(s.closed_at, 10);
    cr_assert_eq(s.child[1].result, -ECANCELED);
    cr_assert_eq(s.requests, 0);
    cr_assert_eq(s.next_rc, 0);
}

Test(probe_group, the_body_fails)
{
    probe_open(&s);
    s.answers = -EINVAL;
    probe_run(&s);
    cr_assert_eq(s.rc, AW_EGROUP);
    cr_assert_eq(s.closed_at, 5);
    cr_assert_eq(s.errors, 1);
    cr_assert_eq(s.first_error, -EINVAL);
}

Test(probe_group, one_that_fails_in_its_clean_up_tears_no_other_one)
{
    probe_open(&s);
    s.children = 3;
    s.child[0].rc = -EIO;
    s.child[1].clean = 5;
    s.child[2].clean = 1;
    s.child[2].late = -EPIPE;
    probe_run(&s);
    cr_assert_eq(s.errors, 2);
    cr_assert_eq(s.first_error, -EIO);
    cr_assert_eq(s.closed_at, 15);
}

Test(probe_group, one_that_was_cancelled_alone_is_no_failure)
{
    probe_open(&s);
    s.one_cancelled_at = 3;
    probe_run(&s);
    cr_assert_eq(s.rc, 0);
    cr_assert_eq(s.child[1].result, 0);
}

Test(probe_group, asked_twice_it_waits)
{
    probe_open(&s);
    s.child[0].clean = 9;
    s.asked_at = 6;
    s.asked_again_at = 8;
    probe_run(&s);
    cr_assert_eq(s.rc, -ECANCELED);
    cr_assert_eq(s.left, 0);
    cr_assert_eq(s.closed_at, 15);
    cr_assert_eq(s.requests, 2);
}

Test(probe_group, a_request_is_not_lost_over_an_error)
{
    probe_open(&s);
    s.child[0].late = -EIO;
    s.asked_at = 6;
    probe_run(&s);
    cr_assert_eq(s.rc, AW_EGROUP);
    cr_assert_eq(s.requests, 1);
    cr_assert_eq(s.next_rc, -ECANCELED);
}

Test(probe_group, one_from_before_does_not_come_again)
{
    probe_open(&s);
    s.asked_before = 1;
    s.child[0].rc = -EIO;
    probe_run(&s);
    cr_assert_eq(s.rc, AW_EGROUP);
    cr_assert_eq(s.requests, 1);
    cr_assert_eq(s.next_rc, 0);
}

Test(probe_group, cancelled_as_a_whole)
{
    probe_open(&s);
    s.cancelled_at = 3;
    probe_run(&s);
    cr_assert_eq(s.rc, 0);
    cr_assert_eq(s.body_rc, -ECANCELED);
    cr_assert_eq(s.requests, 0);
}

Test(probe_group, cancelled_while_it_closes_and_asked_behind_that)
{
    probe_open(&s);
    s.cancelled_at = 6;
    s.child[0].clean = 5;
    s.asked_at = 8;
    probe_run(&s);
    cr_assert_eq(s.rc, -ECANCELED);
    cr_assert_eq(s.closed_at, 11);
}
