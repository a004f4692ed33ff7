/* SPDX-License-Identifier: MIT */
#include "fixture.h"

static struct aw_queue_slot room[16];

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
       "What waits is misuse outside of a task, even if it need not wait.")
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

GRADED(queue, one_can_see_what_is_waited_for,
       "What a task waits for is called \"queue to fill\" in aw_queue_get")
{
    struct aw_task *a, *b;

    open_queue_with(
        &(struct aw_queue_options){.max = 1, .room = room, .name = "jobs"});
    a = spawn("a", gets_it, NULL);
    turn();
    describes(a);
    fill(1);
    run_all();
    EXPECT_SAID("a (#1) waiting for queue to fill \"jobs\" a:1",
                "described a task that waits for an item");
    forget();
    fill(1);
    b = spawn("b", puts_it, num(2));
    turn();
    describes(b);
    EXPECT_INT(next_one(), 1, "took one");
    run_all();
    EXPECT_SAID("b (#2) waiting for queue to drain \"jobs\" b+",
                "described a task that waits for room");
    aw_task_drop(a);
    aw_task_drop(b);
    close_queue();
}

/* ---- One for one --------------------------------------------------------*/

/* Steps of the task that has waited for less long; the other one goes on. */
static unsigned steps_of_the_second(aw_body body, void (*act)(void))
{
    struct aw_task *task[2];
    unsigned steps;

    for (int i = 0; i < 2; i++)
        task[i] = spawn(i == 0 ? "a" : "b", body, num(2));
    turn();
    act();
    turn();
    steps = task[1]->steps;
    aw_task_drop(task[0]);
    aw_task_drop(task[1]);
    return steps;
}

static void puts_one(void)
{
    EXPECT_INT(aw_queue_try_put(&q, num(1)), 0, "two wait for items: put one");
}

static void gets_one(void)
{
    void *item;

    EXPECT_INT(aw_queue_try_get(&q, &item), 0, "two wait for room: got one");
}

GRADED(queue, a_put_wakes_one,
       "It wakes the one who has waited longest for an item, and nobody else.")
{
    open_queue(AW_QUEUE_UNLIMITED);
    EXPECT_INT(steps_of_the_second(gets_it, puts_one), 1,
               "two wait for items, and one is put: steps of the second");
    EXPECT_SAID("a:1", "two wait for items, and one is put");
    puts_one();
    turn();
    close_queue();
}

GRADED(queue, a_get_wakes_one,
       "That wakes the one who has waited longest for room, and nobody else.")
{
    open_queue(1);
    fill(1);
    EXPECT_INT(steps_of_the_second(puts_it, gets_one), 1,
               "two wait for room, and one is got: steps of the second");
    EXPECT_SAID("a+", "two wait for room, and one is got");
    gets_one();
    turn();
    gets_one();
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
