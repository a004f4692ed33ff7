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
GRADED(queue, null_is_an_item, "Put `item`, as soon as there is room.")
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

static bool of_lower_number(const void *a, const void *b)
{
    return (intptr_t)a < (intptr_t)b;
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

/* Puts n items while request `fail` for memory fails.  Returns how many went
 * wrong: each put has to be tried again after a failure, and none is lost. */
static int wrong_without_memory(const struct aw_queue_order *order, size_t fail)
{
    int wrong = 0, failed = 0;

    graded_alloc_init(&memory);
    open_loop_with(&memory.alloc);
    aw_queue_init(
        &q, &loop,
        &(struct aw_queue_options){.order = order, .before = of_lower_number});
    aw_queue_try_put(&q, num(0));
    next_one();
    aw_queue_done(&q);
    memory.fail_once = memory.calls + fail;
    for (int i = 0; i < 50; i++) {
        int rc = aw_queue_try_put(&q, num(i));

        failed += rc == -ENOMEM;
        if (rc == -ENOMEM)
            rc = aw_queue_try_put(&q, num(i));
        wrong += rc != 0;
    }
    wrong += failed != 1 || aw_queue_len(&q) != 50 || q.unfinished != 50;
    for (int i = 0; i < 50; i++)
        wrong += next_one() != (order == &aw_queue_lifo ? 49 - i : i);
    close_queue();
    return wrong + (memory.blocks != 0);
}

GRADED(queue, without_memory_nothing_is_lost,
       "It is handed over with 0; otherwise it is the caller's still.")
{
    static const struct aw_queue_order *const order[] = {
        &aw_queue_fifo, &aw_queue_lifo, &aw_queue_priority};

    for (size_t i = 0; i < 3; i++)
        for (size_t fail = 1; fail <= 3; fail++)
            EXPECT_INT(wrong_without_memory(order[i], fail), 0,
                       "put 50, %s, and growth %zu fails: what went wrong",
                       order[i]->name, fail);
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

/* ---- Waiting ------------------------------------------------------------*/

static int puts_and_gets(void *arg)
{
    void *item;
    uint32_t steps = aw_task_self()->steps;

    (void)arg;
    for (int i = 0; i < 100; i++) {
        aw_queue_put(&q, num(i));
        aw_queue_get(&q, &item);
        EXPECT_INT(of(item), i, "put, and got");
    }
    EXPECT_INT(aw_task_self()->steps - steps, 0, "100 times: steps since");
    return 0;
}

GRADED(queue, what_need_not_wait_does_not,
       "So a get that does not have to wait never waits.")
{
    open_queue(1);
    launch("a", puts_and_gets, NULL);
    close_queue();
}

GRADED(queue, who_gets_waits_for_one,
       "Get the next item, as soon as there is "
       "one.")
{
    struct aw_handle handle;

    open_queue(2);
    launch("a", gets_it, NULL);
    turn();
    EXPECT_SAID("", "nothing was put");
    push(&handle);
    aw_queue_try_put(&q, num(3));
    turn();
    EXPECT_SAID("h a:3", "put one, behind another callback");
    close_queue();
}

GRADED(queue, who_puts_waits_for_room, "Put `item`, as soon as there is room.")
{
    open_queue(1);
    fill(1);
    launch("a", puts_it, num(2));
    turn();
    turn();
    EXPECT_SAID("", "it is full");
    EXPECT_INT(next_one(), 1, "took one");
    EXPECT_INT(aw_queue_len(&q), 0, "the one who waits has not put yet");
    turn();
    EXPECT_SAID("a+", "it has room");
    EXPECT_INT(next_one(), 2, "took one");
    close_queue();
}

GRADED(queue, they_are_served_in_their_order,
       "Get the next item, as soon as "
       "there is one.")
{
    open_queue(0);
    launch("a", gets_it, NULL);
    launch("b", gets_it, NULL);
    launch("c", gets_it, NULL);
    turn();
    fill(2);
    turn();
    EXPECT_SAID("a:1 b:2", "three wait, two were put");
    fill(1);
    turn();
    EXPECT_SAID("a:1 b:2 c:1", "and one more");
    close_queue();
}

static int puts_many(void *arg)
{
    for (int i = 1; i <= (int)(intptr_t)arg; i++) {
        aw_queue_put(&q, num(i));
        say("+%d", i);
    }
    return 0;
}

static int gets_many(void *arg)
{
    void *item;

    for (int i = 1; i <= (int)(intptr_t)arg; i++) {
        aw_queue_get(&q, &item);
        say("-%d", of(item));
    }
    return 0;
}

/* G8 */
GRADED(queue, a_room_of_one,
       "A queue that is full makes those who put wait, "
       "and so they cannot be faster than those who get")
{
    open_queue(1);
    launch("a", puts_many, num(4));
    launch("b", gets_many, num(4));
    run_all();
    EXPECT_SAID("+1 -1 +2 -2 +3 -3 +4 -4", "four went through a room of one");
    close_queue();
}

/* G8 */
GRADED(queue, a_room_of_two,
       "A queue that is full makes those who put wait, "
       "and so they cannot be faster than those who get")
{
    open_queue(2);
    launch("a", puts_many, num(6));
    launch("b", gets_many, num(6));
    run_all();
    EXPECT_SAID("+1 +2 -1 -2 +3 +4 -3 -4 +5 +6 -5 -6",
                "six went through a room of two");
    close_queue();
}

/* G8 */
GRADED(queue, who_waits_does_nothing,
       "A queue that is full makes those who "
       "put wait")
{
    struct aw_task *task;

    open_queue(1);
    fill(1);
    task = spawn("a", puts_it, num(2));
    for (int i = 0; i < 100; i++) {
        struct aw_handle handle;

        push(&handle);
        turn();
    }
    forget();
    EXPECT_INT(task->steps, 1,
               "100 turns with a full queue: steps of the one "
               "who puts");
    aw_task_drop(task);
    EXPECT_INT(next_one(), 1, "took one");
    close_queue();
}

GRADED(queue, outside_of_a_task_nobody_waits,
       "What waits is misuse outside of a task")
{
    void *item;

    open_queue(1);
    EXPECT_MISUSE(aw_queue_get(&q, &item), "", "got outside of a task");
    fill(1);
    EXPECT_MISUSE(aw_queue_put(&q, num(1)), "", "put outside of a task");
    EXPECT_MISUSE(aw_queue_get(&q, &item), "", "got what is there");
    close_queue();
}

static int describes(void *arg)
{
    char text[100];

    say("%s", aw_task_describe(arg, text, sizeof(text)));
    return 0;
}

GRADED(queue, one_can_see_what_is_waited_for, "for people; borrowed; or NULL")
{
    struct aw_task *a, *b;

    open_queue_with(
        &(struct aw_queue_options){.max = 1, .room = room, .name = "jobs"});
    a = spawn("a", gets_it, NULL);
    turn();
    describes(a);
    fill(1);
    b = spawn("b", puts_it, num(2));
    run_all();
    EXPECT_SAID("a (#1) waiting for queue to fill \"jobs\" a:1 b+",
                "described a task that waits for an item");
    aw_task_drop(a);
    aw_task_drop(b);
    close_queue();
}

/* ---- Being quicker ------------------------------------------------------*/

GRADED(queue, who_was_woken_looks_again,
       "who is woken looks again, and finds perhaps that somebody else was "
       "quicker, who did not wait")
{
    open_queue(1);
    launch("a", gets_it, NULL);
    launch("b", gets_it, NULL);
    turn();
    fill(1);
    EXPECT_INT(next_one(), 1, "took it before the one who was woken");
    turn();
    EXPECT_SAID("", "two wait for one that somebody else has got");
    /* It stands behind b now. */
    fill(1);
    turn();
    EXPECT_SAID("b:1", "put one more");
    fill(1);
    turn();
    EXPECT_SAID("b:1 a:1", "and another one");
    close_queue();
}

GRADED(queue, who_puts_looks_again,
       "who is woken looks again, and finds perhaps that somebody else was "
       "quicker, who did not wait")
{
    open_queue(1);
    fill(1);
    launch("a", puts_it, num(2));
    turn();
    next_one();
    EXPECT_INT(aw_queue_try_put(&q, num(9)), 0,
               "put before the one who was woken");
    turn();
    turn();
    EXPECT_SAID("", "somebody else has taken the place");
    EXPECT_INT(aw_queue_len(&q), 1, "counted the items");
    EXPECT_INT(next_one(), 9, "took one");
    turn();
    EXPECT_INT(next_one(), 2, "and the next");
    close_queue();
}

static int gets_two(void *arg)
{
    gets_it(arg);
    return gets_it(arg);
}

GRADED(queue, a_task_may_be_quicker,
       "So a get that does not have to wait never "
       "waits.")
{
    open_queue(0);
    launch("a", gets_it, NULL);
    turn();
    /* It runs in the same turn as the one who is woken, before it. */
    launch("b", gets_two, NULL);
    fill(2);
    run_all();
    EXPECT_SAID("b:1 b:2", "two were put, and a was woken");
    fill(1);
    run_all();
    EXPECT_SAID("b:1 b:2 a:1", "one more");
    close_queue();
}

/* ---- Being asked to end -------------------------------------------------*/

/* G3 G4 */
GRADED(queue, who_gives_up_gets_nothing,
       "-ECANCELED, when this task was asked to end: then none was taken")
{
    struct aw_task *a;

    open_queue(1);
    a = spawn("a", gets_it, NULL);
    turn();
    aw_task_cancel(a, NULL);
    fill(1);
    run_all();
    EXPECT_SAID("a=ECANCELED", "asked to end, and one was put");
    EXPECT_INT(next_one(), 1, "took it");
    aw_task_drop(a);
    close_queue();
}

/* G1 */
GRADED(queue, an_item_is_not_left_lying,
       "no item lies there while somebody waits for it")
{
    struct aw_task *a;

    open_queue(0);
    a = spawn("a", gets_it, NULL);
    launch("b", gets_it, NULL);
    turn();
    fill(1);
    aw_task_cancel(a, NULL);
    run_all();
    EXPECT_SAID("a=ECANCELED b:1", "the one who was woken was asked to end");
    aw_task_drop(a);
    close_queue();
}

/* G1 */
GRADED(queue, many_who_end_hand_on,
       "When somebody is woken and asked to end, the next one is woken")
{
    struct aw_task *a[5];

    open_queue(0);
    for (int i = 0; i < 5; i++)
        a[i] = spawn("a", gets_it, NULL);
    launch("b", gets_it, NULL);
    launch("c", gets_it, NULL);
    turn();
    fill(2);
    for (int i = 0; i < 5; i++)
        aw_task_cancel(a[i], NULL);
    run_all();
    EXPECT_SAID("a=ECANCELED a=ECANCELED a=ECANCELED a=ECANCELED a=ECANCELED "
                "b:1 c:2",
                "two were put, and the first five were asked to end");
    for (int i = 0; i < 5; i++)
        aw_task_drop(a[i]);
    close_queue();
}

/* G1 */
GRADED(queue, nothing_is_handed_on_that_is_gone,
       "A wake-up is a hint here, and no promise")
{
    struct aw_task *a;

    open_queue(0);
    a = spawn("a", gets_it, NULL);
    launch("b", gets_it, NULL);
    turn();
    fill(1);
    EXPECT_INT(next_one(), 1, "took what a was woken for");
    aw_task_cancel(a, NULL);
    run_all();
    EXPECT_SAID("a=ECANCELED", "and a was asked to end");
    fill(1);
    run_all();
    EXPECT_SAID("a=ECANCELED b:1", "one more was put");
    aw_task_drop(a);
    close_queue();
}

/* G2 */
GRADED(queue, a_place_is_not_left_empty,
       "When somebody is woken and asked to end, the next one is woken")
{
    struct aw_task *a;

    open_queue(1);
    fill(1);
    a = spawn("a", puts_it, num(2));
    launch("b", puts_it, num(3));
    turn();
    next_one();
    aw_task_cancel(a, NULL);
    run_all();
    EXPECT_SAID("a=ECANCELED b+", "the one who was woken was asked to end");
    EXPECT_INT(next_one(), 3, "took one");
    aw_task_drop(a);
    close_queue();
}

/* G2 G3 */
GRADED(queue, one_of_three_who_put_gives_up,
       "-ECANCELED, when this task was asked to end")
{
    struct aw_task *b;

    open_queue(1);
    fill(1);
    launch("a", puts_it, num(2));
    b = spawn("b", puts_it, num(3));
    launch("c", puts_it, num(4));
    turn();
    aw_task_cancel(b, NULL);
    for (int i = 0; i < 3; i++) {
        say("%d", next_one());
        run_all();
    }
    EXPECT_SAID("1 b=ECANCELED a+ 2 c+ 4",
                "took three, and the second of three was asked to end");
    aw_task_drop(b);
    close_queue();
}

static int gets_asked(void *arg)
{
    aw_task_cancel(aw_task_self(), NULL);
    return gets_two(arg);
}

GRADED(queue, what_does_not_wait_is_not_asked,
       "So a get that does not have to wait never waits.")
{
    open_queue(0);
    fill(1);
    launch("a", gets_asked, NULL);
    run_all();
    EXPECT_SAID("a:1 a=ECANCELED", "asked before, with one item there");
    close_queue();
}

static int gets_in_vain(void *arg)
{
    struct aw_timeout limit;
    void *item;
    int late = 0;

    (void)arg;
    for (int i = 0; i < 100000; i++) {
        aw_timeout_begin(&limit, aw_from_now(AW_MS));
        late += aw_timeout_end(&limit, aw_queue_get(&q, &item)) == -ETIMEDOUT;
    }
    EXPECT_INT(late, 100000, "waited 100,000 times for a millisecond: late");
    EXPECT_INT(q.getters.n, 0, "and counted who stands in line");
    EXPECT(aw_list_empty(&q.getters.list), "looked at the line");
    return 0;
}

/* G3 */
GRADED(queue, a_hundred_thousand_limits_leave_nothing,
       "-ECANCELED, when this task was asked to end: then none was taken")
{
    open_queue(0);
    launch("a", gets_in_vain, NULL);
    while (aw_loop_run_once(&loop) > 0)
        continue;
    close_queue();
}

/* G10 */
GRADED(queue, who_loses_has_taken_nothing,
       "-ECANCELED, when this task was asked to end: then none was taken")
{
    struct aw_task *a, *b;

    open_queue(0);
    a = spawn("a", gets_it, NULL);
    b = spawn("b", awaits, &f);
    turn();
    aw_future_resolve(&f, NULL);
    turn();
    EXPECT_SAID("b+0", "waited for the first of two");
    aw_task_cancel(a, "somebody else was first");
    fill(1);
    run_all();
    EXPECT_SAID("b+0 a=ECANCELED", "the other one was asked to end");
    EXPECT_INT(aw_queue_len(&q), 1, "and then one was put: items in it");
    aw_task_drop(a);
    aw_task_drop(b);
    close_queue();
}

/* ---- Being done ---------------------------------------------------------*/

/* G5 */
GRADED(queue, what_is_done_is_not_waited_for,
       "Wait until each item that was put is done; not at all if that is so.")
{
    struct aw_task *task;

    open_queue(0);
    task = spawn("a", joins, NULL);
    turn();
    EXPECT_SAID("a+0", "nothing was put");
    EXPECT_INT(task->steps, 1, "counted its steps");
    aw_task_drop(task);
    close_queue();
}

GRADED(queue, each_has_to_be_done,
       "Wait until each item that was put is done; not at all if that is so.")
{
    open_queue(0);
    fill(2);
    launch("a", joins, NULL);
    turn();
    next_one();
    next_one();
    run_all();
    EXPECT_SAID("", "both were got");
    aw_queue_done(&q);
    run_all();
    EXPECT_SAID("", "one is done");
    aw_queue_done(&q);
    EXPECT_SAID("", "both are, in this turn");
    turn();
    EXPECT_SAID("a+0", "and in the next");
    close_queue();
}

GRADED(queue, workers_are_waited_for,
       "Wait until each item that was put is done; not at all if that is so.")
{
    open_queue(0);
    fill(3);
    launch("w1", serves, num(10));
    launch("w2", serves, num(15));
    launch("a", joins, NULL);
    launch("b", joins, NULL);
    run_all();
    say("@%d", now_ms());
    EXPECT_SAID("w1:1 w2:2 w1:3 a+0 b+0 @20", "two work on three");
    aw_queue_shutdown(&q);
    run_all();
    EXPECT_SAID("w1:1 w2:2 w1:3 a+0 b+0 @20 w2=ESHUTDOWN w1=ESHUTDOWN",
                "and it was shut");
    close_queue();
}

GRADED(queue, who_has_joined_is_not_held_by_the_next,
       "Wait until each item that was put is done; not at all if that is so.")
{
    open_queue(0);
    fill(1);
    launch("a", joins, NULL);
    turn();
    next_one();
    aw_queue_done(&q);
    fill(1);
    turn();
    EXPECT_SAID("a+0", "all was done, and in the same turn one more was put");
    launch("b", joins, NULL);
    run_all();
    EXPECT_SAID("a+0", "somebody else joins now");
    next_one();
    aw_queue_done(&q);
    run_all();
    EXPECT_SAID("a+0 b+0", "and that is done");
    close_queue();
}

GRADED(queue, who_joins_can_give_up,
       "Returns 0, or -ECANCELED, when this task "
       "was asked to end.")
{
    struct aw_task *a;

    open_queue(0);
    fill(1);
    a = spawn("a", joins, NULL);
    turn();
    aw_task_cancel(a, NULL);
    run_all();
    EXPECT_SAID("a=ECANCELED", "asked to end while something is unfinished");
    aw_task_drop(a);
    close_queue();
}

/* G5 */
GRADED(queue, more_done_than_got_is_misuse, "Misuse more often than that.")
{
    open_queue(0);
    EXPECT_MISUSE(aw_queue_done(&q), "", "nothing was put");
    fill(2);
    EXPECT_MISUSE(aw_queue_done(&q), "", "two were put, and none was got");
    next_one();
    aw_queue_done(&q);
    EXPECT_MISUSE(aw_queue_done(&q), "", "one was got, and done before");
    close_queue();
}

/* ---- Shutting -----------------------------------------------------------*/

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
       "The first by options.before")
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
       "Be done with it: items that are left are dropped.")
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
