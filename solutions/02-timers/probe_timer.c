/* SPDX-License-Identifier: MIT */
/* A probe is worth what it would miss.  Each test here aims at one sentence of
 * the contract, and asks at the place where a wrong program would first give
 * another answer: one nanosecond before the deadline, the second of two equal
 * timers, a timer that is due but has not run.
 *
 * None of them looks into the heap: another solution may shape it otherwise,
 * and a probe that refuses a right program is worth nothing at all. */
#include <criterion/criterion.h>

#include "aw/timer.h"

static struct aw_timers timers;
static struct aw_ready ready;
static struct aw_timer a, b, c;
static char order[16];
static size_t length;

static int note(struct aw_handle *handle)
{
    order[length++] = handle == &a.handle   ? 'a'
                      : handle == &b.handle ? 'b'
                                            : 'c';
    order[length] = '\0';
    return 0;
}

static void fresh(void)
{
    aw_timers_init(&timers, NULL);
    aw_ready_init(&ready);
    aw_timer_init(&a, note);
    aw_timer_init(&b, note);
    aw_timer_init(&c, note);
    length = 0;
    order[0] = '\0';
}

static size_t turn(aw_time now)
{
    size_t pushed = aw_timers_expire(&timers, now, &ready);

    aw_ready_run(&ready);
    return pushed;
}

Test(probe_timer, exact_to_the_nanosecond, .init = fresh)
{
    aw_timer_start(&timers, &a, 1000);

    cr_assert(turn(999) == 0);
    cr_assert(turn(1000) == 1);
    cr_assert_str_eq(order, "a");
}

Test(probe_timer, in_the_order_of_deadlines_and_starts, .init = fresh)
{
    aw_timer_start(&timers, &c, 20);
    aw_timer_start(&timers, &b, 10);
    aw_timer_start(&timers, &a, 10);

    cr_assert(turn(20) == 3);
    cr_assert_str_eq(order, "bac");
}

/* Two or three equal timers may keep their order by luck, fifty do not. */
Test(probe_timer, fifty_equal_timers_keep_their_order, .init = fresh)
{
    struct aw_timer many[50];

    for (int i = 0; i < 50; i++) {
        aw_timer_init(&many[i], note);
        aw_timer_start(&timers, &many[i], 10);
    }
    aw_timers_expire(&timers, 10, &ready);
    aw_ready_turn(&ready);
    for (int i = 0; i < 50; i++)
        cr_assert(aw_ready_take(&ready) == &many[i].handle);
}

Test(probe_timer, started_again_it_goes_last, .init = fresh)
{
    aw_timer_start(&timers, &a, 10);
    aw_timer_start(&timers, &b, 10);
    aw_timers_next(&timers);
    aw_timer_start(&timers, &a, 10);

    cr_assert(timers.live == 2);
    cr_assert(turn(10) == 2);
    cr_assert_str_eq(order, "ba");
}

/* A timer is somewhere else in each round when it is stopped. */
Test(probe_timer, stop_works_wherever_the_timer_is, .init = fresh)
{
    for (int where = 0; where < 3; where++) {
        aw_timer_start(&timers, &a, 10);
        aw_timer_start(&timers, &b, 10);
        if (where >= 1)
            aw_timers_next(&timers);
        if (where == 2)
            aw_timers_expire(&timers, 10, &ready);

        cr_assert(aw_timer_stop(&timers, &a));
        cr_assert(!aw_timer_stop(&timers, &a));
        cr_assert(timers.live == (where == 2 ? 0 : 1));
        cr_assert(turn(10) == (where == 2 ? 0 : 1));
        cr_assert(timers.live == 0);
    }
    cr_assert_str_eq(order, "bbb");
}

static int stop_b_and_c(struct aw_handle *handle)
{
    aw_timer_stop(&timers, &b);
    aw_timer_stop(&timers, &c);
    return note(handle);
}

Test(probe_timer, a_callback_stops_others, .init = fresh)
{
    aw_timer_init(&a, stop_b_and_c);
    aw_timer_start(&timers, &a, 10);
    aw_timer_start(&timers, &b, 10);
    aw_timer_start(&timers, &c, 11);

    turn(10);
    turn(11);
    cr_assert_str_eq(order, "a");
    cr_assert(aw_timers_next(&timers) == AW_NEVER);
}

static int again(struct aw_handle *handle)
{
    aw_timer_start(&timers, &a, 0);
    return note(handle);
}

Test(probe_timer, no_delay_means_the_next_turn, .init = fresh)
{
    aw_timer_init(&a, again);
    aw_timer_start(&timers, &a, 0);

    cr_assert(turn(5) == 1);
    cr_assert(turn(5) == 1);
    cr_assert_str_eq(order, "aa");
}

Test(probe_timer, never_is_never, .init = fresh)
{
    aw_timer_start(&timers, &a, AW_NEVER);
    aw_timer_start(&timers, &b, AW_NEVER - 1);

    cr_assert(aw_timers_next(&timers) == AW_NEVER - 1);
    cr_assert(turn(AW_NEVER) == 1);
    cr_assert(timers.live == 1);
}

static void *no_memory(struct aw_alloc *alloc, void *p, size_t old, size_t size)
{
    (void)alloc, (void)p, (void)old, (void)size;
    return NULL;
}

Test(probe_timer, nothing_is_lost_without_memory, .init = fresh)
{
    struct aw_alloc none = {no_memory};

    aw_timers_init(&timers, &none);
    aw_timer_start(&timers, &a, 20);
    aw_timer_start(&timers, &b, 10);
    aw_timer_start(&timers, &c, 10);

    cr_assert(aw_timers_next(&timers) == 10);
    cr_assert(turn(20) == 3);
    cr_assert_str_eq(order, "bca");
}
