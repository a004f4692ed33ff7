/* SPDX-License-Identifier: MIT */
/* One test for each sentence that a loop could break and nobody notice.
 *
 * What counts is what does not happen: who is not called in this iteration,
 * which clock does not move, who is still there in the next run. */
#include "probe_run.h"

/* ---- One iteration ------------------------------------------------------*/

Test(probe_run, queued_then_input_then_posts_then_timers)
{
    struct probe_scene s;

    probe_open(&s);
    aw_call_later(&s.loop, &s.x, 0);
    aw_loop_post(&s.loop, &s.p);
    probe_send(&s);
    aw_call_soon(&s.loop, &s.a);
    cr_assert_eq(aw_loop_run_once(&s.loop), 1);
    cr_assert_str_eq(s.order, "arpx");
}

Test(probe_run, what_a_callback_pushes_waits)
{
    struct probe_scene s;

    probe_open(&s);
    s.then['a'] = probe_soon_b;
    aw_call_soon(&s.loop, &s.a);
    aw_loop_run_once(&s.loop);
    cr_assert_str_eq(s.order, "a");
    aw_loop_run_once(&s.loop);
    cr_assert_str_eq(s.order, "ab");
}

Test(probe_run, the_clock_moves_only_when_nothing_came)
{
    struct probe_scene s;

    probe_open(&s);
    probe_send(&s);
    aw_call_at(&s.loop, &s.x, 5000);
    aw_loop_run_once(&s.loop);
    cr_assert_str_eq(s.order, "r");
    cr_assert_eq(s.clock.time, 1000);
    aw_loop_run_once(&s.loop);
    cr_assert_str_eq(s.order, "rx");
    cr_assert_eq(s.clock.time, 5000);
}

/* ---- Idle ---------------------------------------------------------------*/

Test(probe_run, what_is_held_is_waited_for)
{
    struct probe_scene s;

    probe_open(&s);
    s.loop.holds = 1;
    aw_call_at(&s.loop, &s.x, 5000);
    cr_assert_eq(aw_loop_run_once(&s.loop), 1);
    cr_assert_eq(s.clock.time, 1000);
    aw_timer_stop(&s.loop.timers, &s.x);
    cr_assert_eq(aw_loop_run_once(&s.loop), 1);
    cr_assert_str_eq(s.order, "");

    s.then['p'] = probe_release;
    aw_loop_post(&s.loop, &s.p);
    cr_assert_eq(aw_loop_run(&s.loop), 0);
    cr_assert_str_eq(s.order, "pi");
}

Test(probe_run, a_post_alone_is_work)
{
    struct probe_scene s;

    probe_open(&s);
    aw_loop_post(&s.loop, &s.p);
    cr_assert_eq(aw_loop_run_once(&s.loop), 1);
    cr_assert_str_eq(s.order, "p");
}

static void once(struct probe_scene *s)
{
    s->then['i'] = NULL;
    aw_call_soon(&s->loop, &s->a);
}

Test(probe_run, what_on_idle_begins_goes_on)
{
    struct probe_scene s;

    probe_open(&s);
    s.then['i'] = once;
    cr_assert_eq(aw_loop_run(&s.loop), 0);
    cr_assert_str_eq(s.order, "iai");
}

/* ---- Stop ---------------------------------------------------------------*/

Test(probe_run, a_stop_lets_the_turn_end)
{
    struct probe_scene s;

    probe_open(&s);
    s.then['a'] = probe_stop;
    s.then['c'] = probe_soon_b;
    aw_call_soon(&s.loop, &s.a);
    aw_call_soon(&s.loop, &s.c);
    cr_assert_eq(aw_loop_run(&s.loop), 1);
    cr_assert_str_eq(s.order, "ac");
    cr_assert_eq(aw_loop_run(&s.loop), 0);
    cr_assert_str_eq(s.order, "acbi");
}

Test(probe_run, a_stop_before_the_run)
{
    struct probe_scene s;

    probe_open(&s);
    aw_loop_stop(&s.loop);
    aw_call_at(&s.loop, &s.x, 5000);
    cr_assert_eq(aw_loop_run(&s.loop), 1);
    cr_assert_str_eq(s.order, "");
    cr_assert_eq(s.clock.time, 1000);

    /* And it counts for that run alone. */
    cr_assert_eq(aw_loop_run(&s.loop), 0);
    cr_assert_str_eq(s.order, "xi");
}

Test(probe_run, a_stop_out_of_one_iteration_is_kept)
{
    struct probe_scene s;

    probe_open(&s);
    s.then['a'] = probe_stop;
    aw_call_soon(&s.loop, &s.a);
    aw_loop_run_once(&s.loop);
    aw_call_at(&s.loop, &s.x, 5000);
    cr_assert_eq(aw_loop_run(&s.loop), 1);
    cr_assert_str_eq(s.order, "a");
}
