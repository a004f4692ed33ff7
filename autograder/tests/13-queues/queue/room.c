/* SPDX-License-Identifier: MIT */
#include "fixture.h"

static struct aw_queue_slot room[16];
static struct graded_alloc memory;

/* ---- Without waiting ----------------------------------------------------*/

GRADED(queue, a_new_queue_is_empty,
       "Make `queue` an empty queue for the tasks "
       "of `loop`.")
{
    void *item = num(7);

    open_queue_with(NULL);
    EXPECT_INT(aw_queue_len(&q), 0, "counted the items of a new queue");
    EXPECT_INT(aw_queue_try_get(&q, &item), -EAGAIN, "tried to get one");
    EXPECT_PTR(item, NULL, "looked at the item");
    close_queue();
}

GRADED(queue, without_options_it_has_no_bound, "0: AW_QUEUE_UNLIMITED")
{
    int wrong = 0;

    open_queue_with(NULL);
    for (int i = 0; i < 1000; i++)
        wrong += aw_queue_try_put(&q, num(i)) != 0;
    EXPECT_INT(wrong, 0, "put 1000: how many were refused");
    for (int i = 0; i < 1000; i++)
        wrong += next_one() != i;
    EXPECT_INT(wrong, 0, "took 1000, first in first out: how many were wrong");
    close_queue();
}

GRADED(queue, what_is_full_takes_no_more,
       "Returns 0, -EAGAIN when there is no room, -ESHUTDOWN, or -ENOMEM.")
{
    open_queue(2);
    fill(2);
    EXPECT_INT(aw_queue_try_put(&q, num(3)), -EAGAIN, "put a third one");
    EXPECT_INT(aw_queue_len(&q), 2, "counted the items");
    EXPECT_INT(next_one(), 1, "took one");
    EXPECT_INT(aw_queue_try_put(&q, num(3)), 0, "put the third one again");
    EXPECT_INT(next_one(), 2, "took the next");
    EXPECT_INT(next_one(), 3, "took the next");
    EXPECT_INT(next_one(), -1, "took one more");
    close_queue();
}

/* G9 */
GRADED(queue, null_is_an_item, "NULL is an item like others.")
{
    void *item = num(7);

    open_queue(2);
    launch("a", gets_it, NULL);
    turn();
    EXPECT_INT(aw_queue_try_put(&q, NULL), 0, "put NULL");
    run_all();
    EXPECT_SAID("a:0", "and somebody waited");
    aw_queue_try_put(&q, NULL);
    EXPECT_INT(aw_queue_len(&q), 1, "put NULL once more");
    EXPECT_INT(aw_queue_try_get(&q, &item), 0, "took it");
    EXPECT_PTR(item, NULL, "looked at it");
    close_queue();
}

static void puts_from_outside(void)
{
    say("put%d", aw_queue_try_put(&q, num(5)));
}

static void gets_from_outside(void)
{
    say("got%d", next_one());
}

GRADED(queue, a_callback_may_put_and_get,
       "The same without waiting; a callback may do it.")
{
    struct call put, get;

    open_queue(1);
    call_soon(&put, puts_from_outside);
    call_soon(&get, gets_from_outside);
    run_all();
    EXPECT_SAID("put0 got5", "a callback put, and another one got");
    close_queue();
}

static int gets_by_number(void *arg)
{
    say("got%d", of(arg));
    return 0;
}

GRADED(queue, each_order_is_obeyed,
       "In which order items leave.  One of these three; or one of your own.")
{
    static const struct aw_queue_order *const order[] = {
        NULL, &aw_queue_fifo, &aw_queue_lifo, &aw_queue_priority};
    static const int in[] = {2, 3, 1};

    for (size_t i = 0; i < 4; i++) {
        open_queue_with(&(struct aw_queue_options){.order = order[i],
                                                   .before = of_lower_number});
        for (int k = 0; k < 3; k++)
            aw_queue_try_put(&q, num(in[k]));
        while (aw_queue_len(&q) > 0)
            gets_by_number(num(next_one()));
        close_queue();
    }
    EXPECT_SAID("got2 got3 got1 got2 got3 got1 got1 got3 got2 got1 got2 got3",
                "put 2, 3, 1 into four queues");
}

/* An order of the test's own: the greatest item first, a slow one. */
static void greatest_push(struct aw_queue *queue, struct aw_queue_slot slot)
{
    queue->slot[queue->len] = slot;
}

static struct aw_queue_slot greatest_pop(struct aw_queue *queue)
{
    struct aw_queue_slot *best = queue->slot, slot;

    for (size_t i = 1; i < queue->len; i++)
        if ((intptr_t)queue->slot[i].item > (intptr_t)best->item)
            best = &queue->slot[i];
    slot = *best;
    *best = queue->slot[queue->len - 1];
    return slot;
}

static const struct aw_queue_order greatest = {"greatest", greatest_push,
                                               greatest_pop};

GRADED(queue, an_order_of_ones_own,
       "When it gets more room, what lies in slot[0] to slot[len - 1] lies "
       "there still.")
{
    int wrong = 0;

    open_queue_with(&(struct aw_queue_options){.order = &greatest});
    for (int i = 0; i < 50; i++)
        aw_queue_try_put(&q, num(i * 37 % 50));
    for (int i = 49; i >= 0; i--)
        wrong += next_one() != i;
    EXPECT_INT(wrong, 0, "put 50, the greatest leaves first: how many wrong");
    close_queue();
}

GRADED(queue, options_that_make_no_sense_are_misuse,
       "Misuse with room for an unlimited number, and with aw_queue_priority "
       "without `before`.")
{
    open_loop();
    EXPECT_MISUSE(
        aw_queue_init(&q, &loop, &(struct aw_queue_options){.room = room}), "",
        "gave it room, and no bound");
    EXPECT_MISUSE(aw_queue_init(&q, &loop,
                                &(struct aw_queue_options){
                                    .max = AW_QUEUE_UNLIMITED, .room = room}),
                  "", "gave it room, and said that there is no bound");
    EXPECT_MISUSE(
        aw_queue_init(&q, &loop,
                      &(struct aw_queue_options){.order = &aw_queue_priority}),
        "", "made a priority queue without `before`");
    close_quiet();
}

/* ---- Room ---------------------------------------------------------------*/

GRADED(queue, with_room_nothing_allocates,
       "With `room` nothing here ever allocates.")
{
    graded_alloc_init(&memory);
    open_loop_with(&memory.alloc);
    memory.calls = 0;
    aw_queue_init(&q, &loop,
                  &(struct aw_queue_options){.max = 16, .room = room});
    for (int i = 0; i < 5; i++) {
        fill(16);
        while (next_one() >= 0)
            continue;
    }
    EXPECT_INT(memory.calls, 0, "80 items through a room for 16: requests");
    aw_queue_deinit(&q);
    EXPECT_INT(memory.calls, 0, "deinitialised it: requests");
    close_quiet();
}

/* `turned` items have gone through it when it begins to grow. */
static int wrong_when_grown(int turned, int n)
{
    int wrong = 0;

    open_queue(0);
    for (int i = 0; i < turned; i++) {
        aw_queue_try_put(&q, num(i));
        wrong += next_one() != i;
    }
    for (int i = 0; i < n; i++)
        wrong += aw_queue_try_put(&q, num(i)) != 0;
    for (int i = 0; i < n; i++)
        wrong += next_one() != i;
    close_queue();
    return wrong;
}

GRADED(queue, it_grows_wherever_the_ring_begins,
       "NULL: it is taken of loop->alloc as it is needed.")
{
    for (int turned = 0; turned <= 40; turned++)
        EXPECT_INT(wrong_when_grown(turned, 100), 0,
                   "%d went through it, then 100 were put: wrong ones", turned);
}

/* Grows up to a bound that is no power of two, with the ring turned. */
static int wrong_when_bounded(int turned, int max)
{
    int wrong = 0;

    open_queue((size_t)max);
    for (int i = 0; i < turned; i++) {
        aw_queue_try_put(&q, num(i));
        wrong += next_one() != i;
    }
    for (int i = 0; i < max; i++)
        wrong += aw_queue_try_put(&q, num(i)) != 0;
    wrong += aw_queue_try_put(&q, num(99)) != -EAGAIN;
    for (int i = 0; i < max; i++)
        wrong += next_one() != i;
    close_queue();
    return wrong;
}

GRADED(queue, it_grows_up_to_its_bound, "most items in it")
{
    for (int max = 1; max <= 35; max++)
        EXPECT_INT(wrong_when_bounded(max - 1, max), 0,
                   "filled a queue of at most %d: wrong ones", max);
    EXPECT_INT(wrong_when_bounded(5, 9), 0, "filled one of at most 9");
}

/* Puts items until request `fail` for memory has been refused, and a few more.
 * Each put that fails is tried again. */
static int put_until_refused(size_t fail)
{
    int n = 0, more = 10, refused = 0;

    memory.fail_once = memory.calls + fail;
    for (; more > 0 && n < 200000; n++) {
        int rc = aw_queue_try_put(&q, num(n));

        refused += rc == -ENOMEM;
        if (rc == -ENOMEM)
            rc = aw_queue_try_put(&q, num(n));
        if (rc != 0)
            break;
        more -= refused > 0;
    }
    EXPECT_INT(refused, 1, "request %zu is refused: how often a put was", fail);
    EXPECT_INT(more, 0, "and tried each put that was refused again: to go");
    return n;
}

static void lose_nothing(const struct aw_queue_order *order, size_t fail)
{
    int n, wrong = 0;

    graded_alloc_init(&memory);
    open_loop_with(&memory.alloc);
    aw_queue_init(
        &q, &loop,
        &(struct aw_queue_options){.order = order, .before = of_lower_number});
    aw_queue_try_put(&q, num(0));
    next_one();
    aw_queue_done(&q);
    n = put_until_refused(fail);
    EXPECT_INT(aw_queue_len(&q), n, "put %d: items in it", n);
    EXPECT_INT(q.unfinished, n, "put %d: items that are not done", n);
    for (int i = 0; i < n; i++)
        wrong += next_one() != (order == &aw_queue_lifo ? n - 1 - i : i);
    EXPECT_INT(wrong, 0, "took %d, %s: wrong ones", n, order->name);
    close_queue();
    EXPECT_INT(memory.blocks, 0, "closed the queue: blocks");
}

GRADED(queue, without_memory_nothing_is_lost,
       "It is handed over with 0; otherwise it is the caller's still.")
{
    static const struct aw_queue_order *const order[] = {
        &aw_queue_fifo, &aw_queue_lifo, &aw_queue_priority};

    for (size_t i = 0; i < 3; i++)
        for (size_t fail = 1; fail <= 3; fail++)
            lose_nothing(order[i], fail);
}

GRADED(queue, who_waits_is_told_that_there_is_no_memory,
       "Returns 0; -ESHUTDOWN, when the queue is shut, be it while this task "
       "waits; -ENOMEM;")
{
    graded_alloc_init(&memory);
    open_loop_with(&memory.alloc);
    aw_queue_init(&q, &loop, NULL);
    launch("g", gets_it, NULL);
    launch("a", puts_it, num(3));
    memory.fail_from = memory.calls + 1;
    run_all();
    EXPECT_SAID("a=ENOMEM", "put without memory");
    memory.fail_from = 0;
    fill(1);
    run_all();
    EXPECT_SAID("a=ENOMEM g:1", "put with memory");
    close_queue();
}

/* Random puts and gets, with growth, against an array that never wraps. */
static int wrong_by_chance(void)
{
    int wrong = 0, in = 0, out = 0;

    open_queue(0);
    for (int i = 0; i < 4000; i++) {
        /* Now it grows for a while, and now it shrinks. */
        if (graded_random(10) < (i / 500 % 2 ? 3u : 7u))
            wrong += aw_queue_try_put(&q, num(in++)) != 0;
        else
            wrong += next_one() != (out < in ? out++ : -1);
        wrong += aw_queue_len(&q) != (size_t)(in - out);
    }
    close_queue();
    return wrong;
}

/* G4 */
GRADED(queue, four_thousand_steps_by_chance, "first in, first out")
{
    for (int i = 0; i < 20; i++)
        EXPECT_INT(wrong_by_chance(), 0, "4000 steps: how many went wrong");
}

GRADED(queue, growing_costs_little_for_each,
       "For n items that costs O(n) in all.")
{
    size_t moved = 0, cap = 0;

    open_queue(0);
    for (int i = 0; i < 100000; i++) {
        aw_queue_try_put(&q, num(i));
        moved += q.cap != cap ? q.len : 0;
        cap = q.cap;
    }
    EXPECT_AT_MOST(moved / 100000, 20, "put 100,000: moves for each of them");
    while (next_one() >= 0)
        continue;
    forget();
    close_queue();
}
