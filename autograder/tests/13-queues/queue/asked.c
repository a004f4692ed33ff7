/* SPDX-License-Identifier: MIT */
#include "fixture.h"

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
       "or what he was woken for is gone, nobody else is: all others keep "
       "their places in line")
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
