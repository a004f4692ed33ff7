/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* G6 */
GRADED(queue, what_is_in_it_can_still_be_got,
       "Shut it: nothing more can be put, and what is in it can still be got.")
{
    void *item = num(7);

    open_queue(5);
    fill(2);
    aw_queue_shutdown(&q);
    EXPECT_INT(aw_queue_try_put(&q, num(3)), -ESHUTDOWN, "put one more");
    launch("a", puts_it, num(3));
    launch("b", serves, num(1));
    run_all();
    EXPECT_SAID("a=ESHUTDOWN b:1 b:2 b=ESHUTDOWN", "shut with two in it");
    EXPECT_INT(aw_queue_try_get(&q, &item), -ESHUTDOWN, "got one more");
    EXPECT_PTR(item, NULL, "looked at it");
    close_queue();
}

GRADED(queue, a_full_one_that_is_shut_says_so,
       "-ESHUTDOWN, when the queue is shut")
{
    open_queue(1);
    fill(1);
    aw_queue_shutdown(&q);
    EXPECT_INT(aw_queue_try_put(&q, num(2)), -ESHUTDOWN, "put without waiting");
    launch("a", puts_it, num(2));
    turn();
    EXPECT_SAID("a=ESHUTDOWN", "put into what is full and shut");
    close_queue();
}

/* G6 */
GRADED(queue, all_who_get_are_woken, "All who wait are woken, to see it.")
{
    struct call call;

    open_queue(1);
    launch("a", gets_it, NULL);
    launch("b", gets_it, NULL);
    turn();
    call_soon(&call, shuts);
    run_all();
    EXPECT_SAID("a=ESHUTDOWN b=ESHUTDOWN", "two wait, and a callback shuts");
    close_queue();
}

/* G6 */
GRADED(queue, all_who_put_are_woken, "All who wait are woken, to see it.")
{
    struct call call;

    open_queue(1);
    fill(1);
    launch("a", puts_it, num(2));
    launch("b", puts_it, num(3));
    turn();
    call_soon(&call, shuts);
    run_all();
    EXPECT_SAID("a=ESHUTDOWN b=ESHUTDOWN", "two wait, and a callback shuts");
    EXPECT_INT(next_one(), 1, "got what was in it");
    close_queue();
}

GRADED(queue, shutting_twice_and_then_for_good, "Doing so twice is harmless.")
{
    open_queue(2);
    fill(2);
    launch("a", puts_it, num(3));
    launch("b", joins, NULL);
    turn();
    aw_queue_shutdown(&q);
    aw_queue_shutdown(&q);
    run_all();
    EXPECT_SAID("a=ESHUTDOWN", "shut twice, with two in it");
    aw_queue_shutdown_now(&q);
    aw_queue_shutdown_now(&q);
    run_all();
    EXPECT_SAID("a=ESHUTDOWN dropped-1 dropped-2 b+0", "and then now, twice");
    close_queue();
}

/* G7 */
GRADED(queue, what_is_in_it_is_dropped,
       "The same, and what is in it is dropped, and counts as done.")
{
    open_queue(3);
    fill(3);
    launch("j", joins, NULL);
    launch("p", puts_it, num(4));
    turn();
    aw_queue_shutdown_now(&q);
    EXPECT_SAID("dropped-1 dropped-2 dropped-3", "shut it with three in it");
    EXPECT_INT(aw_queue_len(&q), 0, "counted the items");
    run_all();
    EXPECT_SAID("dropped-1 dropped-2 dropped-3 j+0 p=ESHUTDOWN",
                "and let all go on");
    close_queue();
}

/* G7 */
GRADED(queue, what_is_in_hands_is_waited_for,
       "aw_queue_join waits for those that are being dealt with still.")
{
    struct aw_handle handle;

    open_queue(0);
    fill(3);
    launch("w", serves, num(10));
    launch("j", joins, NULL);
    turn();
    aw_queue_shutdown_now(&q);
    push(&handle);
    turn();
    EXPECT_SAID("w:1 dropped-2 dropped-3 h", "shut it while one is dealt with");
    run_all();
    EXPECT_SAID("w:1 dropped-2 dropped-3 h w=ESHUTDOWN j+0", "that is done");
    close_queue();
}

GRADED(queue, dropping_is_in_the_order_of_leaving,
       "Items are dropped in the order of leaving")
{
    open_queue_with(&(struct aw_queue_options){.order = &aw_queue_priority,
                                               .before = of_lower_number,
                                               .drop = say_dropped});
    aw_queue_try_put(&q, num(2));
    aw_queue_try_put(&q, num(3));
    aw_queue_try_put(&q, num(1));
    aw_queue_shutdown_now(&q);
    EXPECT_SAID("dropped-1 dropped-2 dropped-3", "shut a priority queue");
    close_queue();
}

GRADED(queue, without_drop_they_just_go,
       "Given each item that leaves without "
       "having been got; or NULL.")
{
    open_queue_with(NULL);
    fill(3);
    aw_queue_shutdown_now(&q);
    EXPECT_INT(aw_queue_len(&q), 0, "shut it with three in it");
    EXPECT_INT(q.unfinished, 0, "counted what is not done");
    close_queue();
}

/* G1 G6 */
GRADED(queue, what_one_was_woken_for_is_dropped,
       "-ESHUTDOWN, when the queue is shut and empty")
{
    open_queue(0);
    launch("a", gets_it, NULL);
    turn();
    fill(1);
    aw_queue_shutdown_now(&q);
    run_all();
    EXPECT_SAID("dropped-1 a=ESHUTDOWN", "put one, and shut it in that turn");
    close_queue();
}

/* G2 G6 */
GRADED(queue, a_place_in_what_is_shut_is_none,
       "-ESHUTDOWN, when the queue is shut, be it while this task waits")
{
    open_queue(1);
    fill(1);
    launch("a", puts_it, num(2));
    turn();
    EXPECT_INT(next_one(), 1, "took one, so that it has room");
    aw_queue_shutdown(&q);
    run_all();
    EXPECT_SAID("a=ESHUTDOWN", "and shut it in the same turn");
    EXPECT_INT(aw_queue_len(&q), 0, "counted the items");
    close_queue();
}

static void shuts_under_way(void)
{
    say("put%d", aw_queue_try_put(&q, num(9)));
    aw_queue_shutdown(&q);
    aw_queue_shutdown_now(&q);
}

/* G6 */
GRADED(queue, shutting_with_both_ends_waited_for,
       "All who wait are woken, to see it.")
{
    struct call call;

    open_queue(1);
    fill(1);
    launch("p", puts_it, num(2));
    launch("j", joins, NULL);
    turn();
    launch("g", gets_two, NULL);
    call_soon(&call, shuts_under_way);
    run_all();
    EXPECT_SAID("g:1 put0 dropped-9 p=ESHUTDOWN g=ESHUTDOWN",
                "somebody got, a callback put and shut");
    aw_queue_done(&q);
    run_all();
    EXPECT_SAID("g:1 put0 dropped-9 p=ESHUTDOWN g=ESHUTDOWN j+0",
                "and what was got is done");
    close_queue();
}
