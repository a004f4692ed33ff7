/* SPDX-License-Identifier: MIT */
/* Tests of a queue.
 *
 * Nearly all of its mistakes live in one turn: the one between a wake-up and
 * its going on.  So most of these tests do three things in one turn, and look
 * only then. [one-turn] */
#include "probe_queue.h"

static struct probe_scene s;

static void put(int n)
{
    aw_queue_try_put(&s.queue, probe_item(n));
}

Test(probe_queue, woken_and_asked)
{
    probe_open(&s, NULL, 0);
    probe_get(&s, 'a');
    probe_get(&s, 'b');
    probe_turn(&s);
    put(1);
    probe_ask(&s, 'a');
    probe_run(&s);
    cr_assert_str_eq(s.log, "a- b1");
}

Test(probe_queue, woken_to_put_and_asked)
{
    probe_open(&s, NULL, 1);
    put(1);
    probe_put(&s, 'a', 2);
    probe_put(&s, 'b', 3);
    probe_turn(&s);
    cr_assert_eq(probe_take(&s), 1);
    probe_ask(&s, 'a');
    probe_run(&s);
    cr_assert_str_eq(s.log, "a- b+");
    cr_assert_eq(probe_take(&s), 3);
}

Test(probe_queue, woken_and_too_late)
{
    probe_open(&s, NULL, 0);
    probe_get(&s, 'a');
    probe_turn(&s);
    put(1);
    cr_assert_eq(probe_take(&s), 1);
    probe_run(&s);
    cr_assert_str_eq(s.log, "");
    put(2);
    probe_run(&s);
    cr_assert_str_eq(s.log, "a2");
}

Test(probe_queue, shut_while_others_put)
{
    probe_open(&s, NULL, 1);
    put(1);
    probe_put(&s, 'a', 2);
    probe_turn(&s);
    aw_queue_shutdown(&s.queue);
    probe_run(&s);
    cr_assert_str_eq(s.log, "a!");
    cr_assert_eq(probe_take(&s), 1);
}

Test(probe_queue, shut_now_with_one_in_hand)
{
    probe_open(&s, NULL, 0);
    put(1);
    put(2);
    probe_join(&s, 'j');
    cr_assert_eq(probe_take(&s), 1);
    probe_turn(&s);
    aw_queue_shutdown_now(&s.queue);
    probe_run(&s);
    cr_assert_str_eq(s.log, "");
    aw_queue_done(&s.queue);
    probe_run(&s);
    cr_assert_str_eq(s.log, "j+");
}

Test(probe_queue, got_and_not_done)
{
    probe_open(&s, NULL, 0);
    put(1);
    cr_assert_eq(probe_take(&s), 1);
    probe_join(&s, 'j');
    probe_run(&s);
    cr_assert_str_eq(s.log, "");
    aw_queue_done(&s.queue);
    probe_run(&s);
    cr_assert_str_eq(s.log, "j+");
}

Test(probe_queue, grown_where_it_goes_round)
{
    probe_open(&s, NULL, 0);
    for (int i = 0; i < 3; i++) {
        put(i);
        cr_assert_eq(probe_take(&s), i);
    }
    for (int i = 0; i < 100; i++)
        put(i);
    for (int i = 0; i < 100; i++)
        cr_assert_eq(probe_take(&s), i);
}

Test(probe_queue, equal_ones)
{
    probe_open(&s, &aw_queue_priority, 0);
    for (int i = 0; i < 9; i++)
        put(30 + i);
    put(25);
    cr_assert_eq(probe_take(&s), 25);
    for (int i = 0; i < 9; i++)
        cr_assert_eq(probe_take(&s), 30 + i);
}
