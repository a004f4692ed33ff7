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

static int put_sum, got_so_far, got_sum, putters_left;
static bool putters_are_slow;
static struct aw_task *putter[6], *getter[6];

static int pauses(bool slow)
{
    return slow ? aw_sleep(AW_MS) : aw_yield();
}

/* Returns how many it has put.  Who is asked to end puts no more; and the last
 * one waits until all is done: the end of the queue wakes everybody, and so
 * those whom nobody else would have woken. */
static int puts_five(void *arg)
{
    int rc = 0, n = 0;

    while (n < 5 && rc == 0) {
        int item = (int)(intptr_t)arg * 5 + n;

        if (aw_queue_put(&q, num(item)) < 0)
            break;
        put_sum += item;
        n++;
        rc = pauses(putters_are_slow);
    }
    if (--putters_left == 0) {
        aw_queue_join(&q);
        aw_queue_shutdown(&q);
    }
    return n;
}

static int gets_all(void *arg)
{
    void *item;
    int rc = 0;

    (void)arg;
    while (rc == 0 && aw_queue_get(&q, &item) == 0) {
        got_so_far++;
        got_sum += of(item);
        rc = pauses(!putters_are_slow);
        aw_queue_done(&q);
    }
    return 0;
}

/* One who puts and one who gets, in millisecond 1, 2 and 3. */
static int asks_two(void *arg)
{
    intptr_t i = (intptr_t)arg;

    aw_sleep((1 + i) * AW_MS);
    aw_task_cancel(putter[i], "asked");
    aw_task_cancel(getter[i], "asked");
    return 0;
}

static int put_by_all(void)
{
    int sum = 0, n;

    for (int i = 0; i < 6; i++) {
        EXPECT(aw_future_done(&putter[i]->future), "putter %d has ended", i);
        EXPECT(aw_future_done(&getter[i]->future), "getter %d has ended", i);
        n = aw_future_result(&putter[i]->future, NULL);
        if (i >= 3)
            EXPECT_INT(n, 5, "nobody asks putter %d, which has put", i);
        sum += n;
        aw_task_drop(putter[i]);
        aw_task_drop(getter[i]);
    }
    return sum;
}

static void put_and_get(bool slowly)
{
    int put;

    put_sum = got_so_far = got_sum = 0;
    putters_left = 6;
    putters_are_slow = slowly;
    open_queue(1);
    for (int i = 0; i < 6; i++) {
        putter[i] = spawn("putter", puts_five, num(i));
        getter[i] = spawn("getter", gets_all, NULL);
        if (i < 3)
            launch("asker", asks_two, num(i));
    }
    run_all();
    put = put_by_all();
    EXPECT_INT(got_so_far, put, "six tasks put, three to the end; and six got");
    EXPECT_INT(got_sum, put_sum, "each item has a number: their sum");
    close_queue();
}

GRADED_ORDER_FREE(queue, each_item_is_got_once_in_any_order,
                  "Get the next item, as soon as there is one.")
{
    put_and_get(false);
    put_and_get(true);
}
