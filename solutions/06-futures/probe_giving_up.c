/* SPDX-License-Identifier: MIT */
/* Tests of giving up.
 *
 * For both ways there are three places in which a watch can be, linked, queued
 * and idle, and for each there are two questions: what becomes of the watch,
 * and what becomes of everybody else?  Broken versions hide in the second.
 * [everybody-else] */
#include "probe_giving_up.h"

static struct probe_scene s;

/* ---- Stopping -----------------------------------------------------------*/

Test(probe_giving_up, stop_of_the_linked)
{
    probe_open(&s);
    aw_watch_start(&s.a.watch, &s.future);
    aw_watch_start(&s.b.watch, &s.future);
    cr_assert(aw_watch_stop(&s.a.watch));
    cr_assert(!aw_watch_stop(&s.a.watch));
    aw_future_resolve(&s.future, NULL);
    probe_turn(&s);
    cr_assert_eq(s.a.calls, 0);
    cr_assert_eq(s.b.calls, 1);
}

Test(probe_giving_up, stop_of_the_queued)
{
    probe_open(&s);
    aw_watch_start(&s.a.watch, &s.future);
    aw_future_resolve(&s.future, NULL);
    cr_assert(aw_watch_stop(&s.a.watch));
    probe_turn(&s);
    cr_assert_eq(s.a.calls, 0);
    cr_assert(!aw_watch_stop(&s.a.watch));
}

Test(probe_giving_up, who_has_stopped_awaits_no_more)
{
    probe_open(&s);
    aw_watch_start(&s.a.watch, &s.future);
    aw_watch_start(&s.b.watch, &s.future);
    aw_watch_stop(&s.a.watch);
    cr_assert(aw_watch_withdraw(&s.b.watch));
    cr_assert_eq(s.future.state, AW_CANCELLED);
}

Test(probe_giving_up, a_stopped_watch_starts_elsewhere)
{
    probe_open(&s);
    aw_watch_start(&s.a.watch, &s.future);
    aw_watch_stop(&s.a.watch);
    aw_watch_start(&s.a.watch, &s.other);
    aw_future_resolve(&s.future, NULL);
    probe_turn(&s);
    cr_assert_eq(s.a.calls, 0);
    aw_future_resolve(&s.other, NULL);
    probe_turn(&s);
    cr_assert_eq(s.a.calls, 1);
}

/* ---- Withdrawing --------------------------------------------------------*/

Test(probe_giving_up, the_others_go_on)
{
    probe_open(&s);
    aw_watch_start(&s.a.watch, &s.future);
    aw_watch_start(&s.b.watch, &s.future);
    cr_assert(aw_watch_withdraw(&s.a.watch));
    cr_assert(!aw_future_done(&s.future));
    probe_turn(&s);
    cr_assert_eq(s.a.calls, 1);
    cr_assert_eq(s.b.calls, 0);
    cr_assert_eq(s.a.watch.state, AW_CANCELLED);
    cr_assert_eq(s.a.watch.result, -ECANCELED);

    /* It has left: what the others hear does not reach it. */
    aw_future_resolve(&s.future, NULL);
    probe_turn(&s);
    cr_assert_eq(s.a.calls, 1);
    cr_assert_eq(s.b.calls, 1);
}

Test(probe_giving_up, the_last_one_cancels)
{
    probe_open(&s);
    aw_watch_start(&s.a.watch, &s.future);
    aw_watch_start(&s.b.watch, &s.future);
    aw_watch_withdraw(&s.a.watch);
    cr_assert(aw_watch_withdraw(&s.b.watch));
    cr_assert_eq(s.future.state, AW_CANCELLED);
    probe_turn(&s);
    cr_assert_eq(s.b.calls, 1);
}

Test(probe_giving_up, onlookers_do_not_count)
{
    probe_open(&s);
    aw_watch_start(&s.a.watch, &s.future);
    aw_watch_start(&s.x.watch, &s.future);
    aw_watch_withdraw(&s.a.watch);
    cr_assert_eq(s.future.state, AW_CANCELLED);
    probe_turn(&s);
    cr_assert_eq(s.x.calls, 1);
}

Test(probe_giving_up, an_outcome_on_its_way_stays)
{
    probe_open(&s);
    aw_watch_start(&s.a.watch, &s.future);
    aw_watch_start(&s.b.watch, &s.future);
    aw_future_resolve(&s.future, NULL);
    cr_assert(!aw_watch_withdraw(&s.a.watch));
    probe_turn(&s);
    cr_assert_eq(s.a.calls, 1);
    cr_assert_eq(s.a.watch.state, AW_DONE);
    cr_assert(!aw_watch_withdraw(&s.a.watch));
}
