/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* F6 */
GRADED(deadlock, ones_own_lock_is_a_ring,
       "-EDEADLK, also when it is this task that has it")
{
    open_locks(1);
    launch("pay", takes_it_twice, NULL);
    run_all();
    EXPECT_SAID("pay+0 reported-EDEADLK pay=EDEADLK", "took one lock twice");
    EXPECT_STR(reported,
               "a deadlock: \"pay\" waits for lock \"a\", which \"pay\" has",
               "and read the report");
    close_locks(1);
}

GRADED(deadlock, two_in_two_orders,
       "the ring is reported to the loop with -EDEADLK, this task as subject "
       "and its name")
{
    struct aw_task *pay;

    open_locks(2);
    launch("book", takes_two, &(struct plan){1, 0, 0});
    pay = spawn("pay", takes_two, &(struct plan){0, 1, 0});
    run_all();
    EXPECT_SAID("reported-EDEADLK pay=EDEADLK book+0", "two locks, two orders");
    EXPECT_PTR(told.subject, pay, "and looked who was reported");
    EXPECT_STR(told.name, "pay", "and by what name");
    EXPECT_INT(told.error, -EDEADLK, "and with what error");
    aw_task_drop(pay);
    close_locks(2);
}

GRADED(deadlock, the_ring_is_named,
       "a deadlock: \"pay\" waits for lock \"b\", which \"book\" has, who "
       "waits for lock \"a\", which \"pay\" has")
{
    open_locks(2);
    launch("book", takes_two, &(struct plan){1, 0, 0});
    launch("pay", takes_two, &(struct plan){0, 1, 0});
    run_all();
    EXPECT_STR(reported,
               "a deadlock: \"pay\" waits for lock \"b\", which \"book\" has, "
               "who waits for lock \"a\", which \"pay\" has",
               "two locks in two orders, and read the report");
    close_locks(2);
}

GRADED(deadlock, it_costs_no_wait, "this does not wait")
{
    struct aw_task *pay;

    open_locks(2);
    launch("book", takes_two, &(struct plan){1, 0, 0});
    pay = spawn("pay", takes_two, &(struct plan){0, 1, 0});
    turns(2);
    EXPECT(aw_future_done(&pay->future), "two locks, two orders, two turns");
    aw_task_drop(pay);
    close_locks(2);
}

GRADED(deadlock, a_ring_of_three,
       "because whoever has it waits for a lock or a task that waits for this "
       "one in turn")
{
    open_locks(3);
    launch("x", takes_two, &(struct plan){0, 1, 0});
    launch("y", takes_two, &(struct plan){1, 2, 0});
    launch("z", takes_two, &(struct plan){2, 0, 0});
    run_all();
    EXPECT_SAID("reported-EDEADLK z=EDEADLK y+0 x+0", "three in a ring");
    EXPECT_STR(reported,
               "a deadlock: \"z\" waits for lock \"a\", which \"x\" has, who "
               "waits for lock \"b\", which \"y\" has, who waits for lock "
               "\"c\", which \"z\" has",
               "and read the report");
    close_locks(3);
}

static struct aw_task *child;

/* Has lock 0, and waits for `child`. */
static int waits_for_child(void *arg)
{
    (void)arg;
    aw_lock_wait(&lock[0]);
    say_result(aw_await(&child->future, NULL));
    aw_lock_release(&lock[0]);
    return 0;
}

GRADED(deadlock, a_ring_through_a_task_that_is_awaited,
       "One that awaits a task stands there as: who waits for \"book\".")
{
    open_locks(1);
    child = spawn("child", wants_the_first, num(0));
    launch("p", waits_for_child, NULL);
    run_all();
    EXPECT_SAID("reported-EDEADLK p=EDEADLK", "awaits one who wants its lock");
    EXPECT_STR(reported,
               "a deadlock: \"child\" waits for lock \"a\", which \"p\" has, "
               "who waits for \"child\"",
               "and read the report");
    aw_task_drop(child);
    close_locks(1);
}

static int waits_for_a_taker(void *arg)
{
    struct aw_task *taker;

    aw_lock_wait(&lock[1]);
    taker = spawn("t", takes_two, arg);
    aw_join(taker, NULL);
    aw_lock_release(&lock[1]);
    return 0;
}

GRADED(deadlock, a_ring_that_a_task_closes_in_the_middle,
       "because whoever has it waits for a lock or a task that waits for this "
       "one in turn")
{
    open_locks(3);
    launch("p", takes_two, &(struct plan){0, 1, 0});
    launch("q", waits_for_a_taker, &(struct plan){2, 0, 0});
    run_all();
    EXPECT_SAID("reported-EDEADLK t=EDEADLK p+0", "p wants what q has");
    EXPECT_STR(reported,
               "a deadlock: \"t\" waits for lock \"a\", which \"p\" has, who "
               "waits for lock \"b\", which \"q\" has, who waits for \"t\"",
               "and read the report");
    close_locks(3);
}
