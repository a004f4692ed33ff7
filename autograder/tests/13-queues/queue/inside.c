/* SPDX-License-Identifier: MIT */
#include "fixture.h"

static struct graded_alloc memory;

/* ---- What may be done from inside ---------------------------------------*/

static void drop_is_done(void *item)
{
    say_dropped(item);
    EXPECT_MISUSE(aw_queue_done(&q), "", "said of a dropped one: it is done");
}

GRADED(queue, what_is_dropped_is_done_already,
       "what is in it is dropped, and counts as done")
{
    open_queue_with(&(struct aw_queue_options){.drop = drop_is_done});
    fill(2);
    aw_queue_shutdown_now(&q);
    EXPECT_SAID("dropped-1 dropped-2", "shut it");
    EXPECT_INT(q.unfinished, 0, "counted what is not done");
    close_queue();
}

GRADED(queue, what_is_dropped_at_the_end_is_done_already,
       "items that are left are dropped, and count as done")
{
    open_queue_with(&(struct aw_queue_options){.drop = drop_is_done});
    fill(2);
    aw_queue_deinit(&q);
    EXPECT_SAID("dropped-1 dropped-2", "was done with it");
    close_quiet();
}

static void drop_uses_the_queue(void *item)
{
    say_dropped(item);
    say("put=%s", aw_error_name(aw_queue_try_put(&q, item)));
    say("got%d", next_one());
    aw_queue_shutdown_now(&q);
}

GRADED(queue, drop_may_use_the_queue, "The queue is shut when it is called.")
{
    open_queue_with(&(struct aw_queue_options){.drop = drop_uses_the_queue});
    fill(3);
    aw_queue_shutdown_now(&q);
    EXPECT_SAID("dropped-1 put=ESHUTDOWN got2 dropped-3 put=ESHUTDOWN got-1",
                "put, got and shut from inside");
    EXPECT_INT(q.unfinished, 1, "counted what is not done: 2 was got");
    close_queue();
}

GRADED(queue, what_is_left_at_the_end_is_dropped,
       "Be done with it: items that are left are dropped, and count as done.")
{
    graded_alloc_init(&memory);
    open_loop_with(&memory.alloc);
    memory.blocks = 0;
    aw_queue_init(&q, &loop,
                  &(struct aw_queue_options){.drop = drop_uses_the_queue});
    fill(1);
    aw_queue_deinit(&q);
    EXPECT_SAID("dropped-1 put=ESHUTDOWN got-1", "one was left");
    EXPECT_INT(memory.blocks, 0, "counted its blocks");
    close_quiet();
}

/* ---- Misuse -------------------------------------------------------------*/

static void must_not_end(aw_body fn, int items)
{
    open_queue(1);
    fill(items);
    launch("a", fn, num(2));
    turn();
    EXPECT_MISUSE(aw_queue_deinit(&q), "", "was done with it: somebody waits");
    EXPECT_SAID("", "looked for what was dropped");
}

GRADED(queue, its_end_while_somebody_gets_is_misuse,
       "Misuse while somebody waits.")
{
    must_not_end(gets_it, 0);
}

GRADED(queue, its_end_while_somebody_puts_is_misuse,
       "Misuse while somebody waits.")
{
    must_not_end(puts_it, 1);
}

GRADED(queue, its_end_while_somebody_joins_is_misuse,
       "Misuse while somebody waits.")
{
    must_not_end(joins, 1);
}

/* ---- In any order -------------------------------------------------------*/

static int put_so_far, got_sum, got_so_far, putters_left;

static int puts_five(void *arg)
{
    for (int i = 0; i < 5; i++) {
        int item = (int)(intptr_t)arg * 5 + i;

        put_so_far += aw_queue_put(&q, num(item)) == 0;
        if (i % 2)
            aw_sleep(AW_MS);
    }
    if (--putters_left == 0)
        aw_queue_shutdown(&q);
    return 0;
}

static int gets_all(void *arg)
{
    void *item;

    (void)arg;
    while (aw_queue_get(&q, &item) == 0) {
        got_so_far++;
        got_sum += of(item);
        aw_yield();
        aw_queue_done(&q);
    }
    return 0;
}

GRADED_ORDER_FREE(queue, each_item_is_got_once_in_any_order,
                  "Get the next item, as soon as there is one.")
{
    put_so_far = got_sum = got_so_far = 0;
    putters_left = 3;
    open_queue(2);
    for (int i = 0; i < 3; i++) {
        launch("putter", puts_five, num(i));
        launch("getter", gets_all, NULL);
    }
    run_all();
    EXPECT_INT(put_so_far, 15, "three tasks put five items each");
    EXPECT_INT(got_so_far, 15, "and three others got so many");
    EXPECT_INT(got_sum, 105, "numbered from 0 to 14: their sum");
    close_queue();
}
