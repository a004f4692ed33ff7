/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* Who gives up, and whose place does that change?  All of these look at who is
 * first afterwards: who was woken for nothing stands behind the others then. */

static struct aw_task *task[4];

/* Tasks a, b, c and d wait in that order: to put 1, 2, 3 and 4, or to get. */
static void four_wait(aw_body waits, size_t max, int items)
{
    static const char *const name[] = {"a", "b", "c", "d"};

    open_queue(max);
    fill(items);
    for (int i = 0; i < 4; i++)
        task[i] = spawn(name[i], waits, num(i + 1));
    turn();
}

static void close_four(void)
{
    run_all();
    for (int i = 0; i < 4; i++)
        aw_task_drop(task[i]);
    close_queue();
}

static void put_one_by_one(int n)
{
    for (int i = 0; i < n; i++) {
        fill(1);
        run_all();
    }
}

static void take_one_by_one(int n)
{
    for (int i = 0; i < n; i++) {
        next_one();
        run_all();
    }
}

GRADED(
    queue, for_what_is_gone_nobody_is_woken,
    "If he had not been woken, or what he was woken for is gone, nobody else "
    "is: all others keep their places in line.")
{
    four_wait(gets_it, 0, 0);
    fill(1);
    next_one();
    aw_task_cancel(task[0], "asked");
    run_all();
    EXPECT_SAID("a=ECANCELED", "asked the one who was woken; the item is gone");
    put_one_by_one(3);
    EXPECT_SAID("a=ECANCELED b:1 c:1 d:1", "put three, one by one");
    close_four();
}

GRADED(
    queue, who_was_not_woken_wakes_nobody,
    "If he had not been woken, or what he was woken for is gone, nobody else "
    "is: all others keep their places in line.")
{
    four_wait(gets_it, 0, 0);
    aw_task_cancel(task[1],
                   "asked"); /* it goes on first, and the item is there */
    fill(1);
    run_all();
    EXPECT_SAID("b=ECANCELED a:1", "asked the second, and put one");
    put_one_by_one(2);
    EXPECT_SAID("b=ECANCELED a:1 c:1 d:1", "put two, one by one");
    close_four();
}

GRADED(
    queue, for_a_place_that_is_gone_nobody_is_woken,
    "If he had not been woken, or what he was woken for is gone, nobody else "
    "is: all others keep their places in line.")
{
    four_wait(puts_it, 1, 1);
    next_one();
    fill(1);
    aw_task_cancel(task[0], "asked");
    run_all();
    EXPECT_SAID("a=ECANCELED", "asked the one who was woken; it is full again");
    take_one_by_one(3);
    EXPECT_SAID("a=ECANCELED b+ c+ d+", "took three, one by one");
    next_one();
    close_four();
}

GRADED(
    queue, who_was_not_woken_to_put_wakes_nobody,
    "If he had not been woken, or what he was woken for is gone, nobody else "
    "is: all others keep their places in line.")
{
    four_wait(puts_it, 1, 1);
    aw_task_cancel(task[1], "asked"); /* it goes on first, and there is room */
    next_one();
    run_all();
    EXPECT_SAID("b=ECANCELED a+", "asked the second, and took one");
    take_one_by_one(2);
    EXPECT_SAID("b=ECANCELED a+ c+ d+", "took two, one by one");
    next_one();
    close_four();
}
