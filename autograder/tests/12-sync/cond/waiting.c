/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* The same, and has the lock for two turns behind that. */
static int waits_and_works(void *arg)
{
    (void)arg;
    aw_lock_wait(&lock);
    say_result(aw_cond_wait(&cond));
    aw_yield();
    aw_yield();
    aw_lock_release(&lock);
    return 0;
}

GRADED(cond, who_waits_has_released_the_lock,
       "Release the lock, wait until notified, and take the lock again.")
{
    open_cond();
    let_wait(1, waits);
    EXPECT_PTR(lock.owner, NULL, "one waits: who has the lock");
    EXPECT_SAID("", "one waits");
    launch("n", notifies, num(1));
    turns(2);
    EXPECT_SAID("a+0", "and was notified");
    let_go(1);
}

GRADED(cond, those_who_want_the_lock_have_it_meanwhile,
       "Release the lock, wait until notified, and take the lock again.")
{
    open_cond();
    launch("a", waits, NULL);
    launch("n", notifies, num(1)); /* in line for the lock behind that */
    run_all();
    EXPECT_SAID("a+0", "one waits, and another one has the lock then");
    close_cond();
}

GRADED(cond, the_first_are_notified,
       "Notify the first `n` who wait and have not been notified, in their "
       "order")
{
    open_cond();
    let_wait(4, waits);
    launch("n", notifies, num(2));
    run_all();
    EXPECT_SAID("a+0 b+0", "notified two of four");
    launch("n", notifies, num(1));
    run_all();
    EXPECT_SAID("a+0 b+0 c+0", "and one");
    launch("n", notifies, num(7));
    run_all();
    EXPECT_SAID("a+0 b+0 c+0 d+0", "and seven");
    let_go(4);
}

static int notifies_twice(void *arg)
{
    (void)arg;
    aw_lock_wait(&lock);
    aw_cond_notify(&cond, 1);
    aw_cond_notify(&cond, 0);
    aw_cond_notify(&cond, 1);
    aw_lock_release(&lock);
    return 0;
}

/* F16 */
GRADED(cond, those_who_were_notified_are_passed_over,
       "Notify the first `n` who wait and have not been notified")
{
    open_cond();
    let_wait(3, waits);
    launch("n", notifies_twice, NULL);
    run_all();
    EXPECT_SAID("a+0 b+0", "notified one, and one, in one turn");
    launch("n", notifies, NULL);
    let_go(3);
}

GRADED(cond, all_are_notified, "in their order, or all")
{
    open_cond();
    let_wait(4, waits_and_works);
    launch("n", notifies, NULL);
    run_all();
    EXPECT_SAID("a+0 b+0 c+0 d+0", "notified all");
    let_go(4);
}

static int notifies_and_says(void *arg)
{
    uint32_t steps;

    (void)arg;
    aw_lock_wait(&lock);
    steps = aw_task_self()->steps;
    aw_cond_notify_all(&cond);
    EXPECT_INT(aw_task_self()->steps, steps, "notified: steps of the task");
    EXPECT_PTR(lock.owner, aw_task_self(), "notified: who has the lock");
    for (int i = 0; i < 3; i++) {
        say("n");
        aw_yield();
    }
    aw_lock_release(&lock);
    return 0;
}

/* F16 */
GRADED(cond, a_notification_neither_suspends_nor_releases,
       "They go on when they get the lock, so not before it is released here.")
{
    open_cond();
    let_wait(2, waits);
    launch("n", notifies_and_says, NULL);
    run_all();
    EXPECT_SAID("n n n a+0 b+0", "notified, and released three turns later");
    let_go(2);
}

static int waits_twice(void *arg)
{
    aw_lock_wait(&lock);
    say_result(aw_cond_wait(&cond));
    aw_lock_release(&lock);
    return waits(arg);
}

/* F19 */
GRADED(cond, who_waits_again_is_not_notified_by_the_same,
       "Notify the first `n` who wait and have not been notified, in their "
       "order, or all.")
{
    open_cond();
    let_wait(2, waits_twice);
    launch("n", notifies, NULL);
    run_all();
    EXPECT_SAID("a+0 b+0", "notified all once, and all wait again");
    launch("n", notifies, NULL);
    run_all();
    EXPECT_SAID("a+0 b+0 a+0 b+0", "and notified all again");
    let_go(2);
}
