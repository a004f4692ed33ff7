/* SPDX-License-Identifier: MIT */
/* Tests of a gathering.
 *
 * The outcome is the smaller half of it.  Each way in which it can end is also
 * a question about the others: do they go on, were they asked, is anybody left
 * watching them, and is something said of their errors? [the-others] */
#include "probe_gather.h"

static struct probe_scene s;

Test(probe_gather, all_go_well)
{
    probe_open(&s);
    s.job[0].takes = 40;
    probe_run(&s);
    cr_assert_eq(s.rc, 0);
    cr_assert_eq(s.ended_at, 40);
    for (int i = 0; i < PROBE_JOBS; i++)
        cr_assert_eq(s.job[i].outcome, i + 1);
}

Test(probe_gather, one_fails_and_the_others_go_on)
{
    probe_open(&s);
    s.job[1].result = -EIO;
    s.job[2].result = -EPIPE;
    probe_run(&s);
    cr_assert_eq(s.rc, -EIO);
    cr_assert_eq(s.ended_at, 20);
    cr_assert_eq(s.job[0].outcome, 1);
    cr_assert_eq(s.job[2].outcome, -EINPROGRESS);
    cr_assert_eq(s.job[2].awaits, 0);
    cr_assert_eq(s.job[2].returned, -EPIPE);
    cr_assert_eq(s.job[2].requests, 0);
    cr_assert_eq(s.reports, 0);
}

Test(probe_gather, errors_in_place)
{
    probe_open(&s);
    s.mode = AW_IN_PLACE;
    s.job[0].result = -EIO;
    probe_run(&s);
    cr_assert_eq(s.rc, 0);
    cr_assert_eq(s.ended_at, 30);
    cr_assert_eq(s.job[0].outcome, -EIO);
}

Test(probe_gather, one_is_cancelled)
{
    probe_open(&s);
    s.job[1].asked_at = 5;
    probe_run(&s);
    cr_assert_eq(s.rc, -ECANCELED);
    cr_assert_eq(s.ended_at, 5);
    cr_assert_eq(s.job[2].returned, 3);
}

Test(probe_gather, asked_to_end)
{
    probe_open(&s);
    s.asked_at = 15;
    probe_run(&s);
    cr_assert_eq(s.rc, -ECANCELED);
    cr_assert_eq(s.job[0].requests, 0);
    cr_assert_eq(s.job[1].requests, 1);
    cr_assert_eq(s.job[2].requests, 1);
}

Test(probe_gather, asked_to_end_in_place)
{
    probe_open(&s);
    s.mode = AW_IN_PLACE;
    s.asked_at = 5;
    for (int i = 0; i < PROBE_JOBS; i++) {
        s.job[i].cleans = 10 + i;
        s.job[i].ignores = true;
    }
    probe_run(&s);
    cr_assert_eq(s.rc, -ECANCELED);
    cr_assert_eq(s.ended_at, 17);
    cr_assert_eq(s.job[2].outcome, 3);
}

Test(probe_gather, another_one_awaits_it)
{
    probe_open(&s);
    s.asked_at = 5;
    s.job[0].awaited = true;
    probe_run(&s);
    cr_assert_eq(s.job[0].requests, 0);
    cr_assert_eq(s.job[0].returned, 1);
    cr_assert_eq(s.job[1].requests, 1);
}
