/* SPDX-License-Identifier: MIT */
#include "fixture.h"

static int waits_without_end(void *arg)
{
    (void)arg;
    aw_lock_wait(&lock[0]);
    say_result(aw_sleep(5 * AW_MS));
    aw_lock_release(&lock[0]);
    return 0;
}

GRADED(deadlock, time_is_no_ring,
       "What others could still do about it ends the search")
{
    open_locks(1);
    launch("s", waits_without_end, NULL);
    launch("w", wants_the_first, num(0));
    run_all();
    EXPECT_SAID("s+0", "one sleeps with the lock");
    close_locks(1);
}

static struct aw_event event;
static struct aw_sem sem;

static int waits_for_an_event(void *arg)
{
    (void)arg;
    aw_lock_wait(&lock[0]);
    say_result(aw_event_wait(&event));
    say_result(aw_sem_wait(&sem));
    aw_lock_release(&lock[0]);
    return 0;
}

/* Could set the event, but wants the lock first: nobody knows that. */
GRADED(deadlock, an_event_or_a_semaphore_is_no_ring,
       "What others could still do about it ends the search: an event, a "
       "semaphore")
{
    open_locks(1);
    aw_event_init(&event, "e");
    aw_sem_init(&sem, 0, 1, "s");
    launch("e", waits_for_an_event, NULL);
    launch("w", wants_the_first, num(0));
    turns(2);
    aw_event_set(&event);
    turn();
    launch("v", wants_the_first, num(0));
    turns(2);
    aw_sem_release(&sem);
    run_all();
    EXPECT_SAID("e+0 e+0", "one waits with the lock, for what others do");
    aw_event_deinit(&event);
    aw_sem_deinit(&sem);
    close_locks(1);
}

static int waits_for_f(void *arg)
{
    aw_lock_wait(&lock[(intptr_t)arg]);
    say_result(aw_await(&f, NULL));
    aw_lock_release(&lock[(intptr_t)arg]);
    return 0;
}

GRADED(deadlock, a_future_is_no_ring,
       "an event, a semaphore, a plain future, time")
{
    open_locks(2);
    launch("h", waits_for_f, num(0));
    launch("x", takes_two, &(struct plan){1, 0, 0});
    turns(2);
    launch("w", wants_the_first, num(1)); /* w - x - h - f */
    turns(2);
    EXPECT_SAID("", "a chain that ends with a future");
    aw_future_resolve(&f, NULL);
    run_all();
    EXPECT_SAID("h+0 x+0", "and the future was settled");
    close_locks(2);
}

/* x has lock 1 and is promised lock 0; who wants lock 1 has to wait for it, and
 * is nobody's hindrance. */
GRADED(deadlock, who_is_woken_waits_no_more, "If it could never come to that")
{
    open_locks(2);
    launch("h", waits_for_f, num(0));
    launch("x", takes_two, &(struct plan){1, 0, 0});
    turns(2);
    aw_future_resolve(&f, NULL);
    turn(); /* h has released it */
    EXPECT_PTR(lock[0].owner, NULL, "the lock is promised");
    launch("h", waits_for_f, num(1));
    run_all();
    EXPECT_SAID("h+0 x+0 h+0", "one is woken, and another wants its lock");
    close_locks(2);
}

GRADED(deadlock, the_same_order_is_no_ring, "If it could never come to that")
{
    open_locks(2);
    launch("x", takes_two, &(struct plan){0, 1, 0});
    launch("y", takes_two, &(struct plan){0, 1, 0});
    launch("z", takes_two, &(struct plan){0, 1, 0});
    run_all();
    EXPECT_SAID("x+0 y+0 z+0", "two locks in one order");
    close_locks(2);
}

static struct aw_cond cond;

static int waits_for_a_change(void *arg)
{
    (void)arg;
    aw_lock_wait(&lock[1]);
    aw_lock_wait(&lock[0]);
    say_result(aw_cond_wait(&cond));
    aw_lock_release(&lock[0]);
    aw_lock_release(&lock[1]);
    return 0;
}

static int changes(void *arg)
{
    (void)arg;
    aw_lock_wait(&lock[0]);
    aw_cond_notify(&cond, 1);
    aw_lock_release(&lock[0]);
    return 0;
}

GRADED(deadlock, a_condition_is_no_ring,
       "What others could still do about it ends the search")
{
    open_locks(2);
    aw_cond_init(&cond, &lock[0], NULL);
    launch("c", waits_for_a_change, NULL);
    turn();
    launch("w", wants_the_first, num(1));
    turns(2);
    launch("n", changes, NULL);
    run_all();
    EXPECT_SAID("c+0", "one waits for a change, with another lock");
    aw_cond_deinit(&cond);
    close_locks(2);
}
