/* SPDX-License-Identifier: MIT */
/* Rings: which wait could never end, and what is said of it. */
#include "fixture.h"

enum { MOST = 1000 };
static struct aw_lock lock[MOST];

static void open_locks(int n)
{
    open_sync();
    for (int i = 0; i < n; i++)
        aw_lock_init(&lock[i], i < 26
                                   ? (const char *[]){"a", "b", "c", "d"}[i % 4]
                                   : NULL);
}

static void close_locks(int n)
{
    run_all();
    for (int i = 0; i < n; i++)
        aw_lock_deinit(&lock[i]);
    close_sync();
}

/* Takes lock `has`, lets the others run, and wants lock `wants`. */
struct plan {
    int has, wants;
    aw_time limit; /* for the second; 0: none */
};

static int wants_second(const struct plan *plan)
{
    struct aw_timeout limit;
    int rc;

    if (plan->limit == 0)
        return aw_lock_wait(&lock[plan->wants]);
    aw_timeout_begin(&limit, aw_from_now(plan->limit));
    rc = aw_lock_wait(&lock[plan->wants]);
    return aw_timeout_end(&limit, rc);
}

static int takes_two(void *arg)
{
    const struct plan *plan = arg;
    int rc;

    aw_lock_wait(&lock[plan->has]);
    aw_yield();
    rc = say_result(wants_second(plan));
    if (rc == 0)
        aw_lock_release(&lock[plan->wants]);
    aw_lock_release(&lock[plan->has]);
    return 0;
}

static int takes_it_twice(void *arg)
{
    (void)arg;
    say_result(aw_lock_wait(&lock[0]));
    say_result(aw_lock_wait(&lock[0]));
    aw_lock_release(&lock[0]);
    return 0;
}

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

static int wants_the_first(void *arg)
{
    int rc;

    aw_yield();
    rc = aw_lock_wait(&lock[(intptr_t)arg]);
    if (rc == 0)
        aw_lock_release(&lock[(intptr_t)arg]);
    return rc;
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

GRADED(deadlock, a_ring_of_locks_and_tasks,
       "because whoever has it waits for a lock or a task that waits for this "
       "one in turn")
{
    open_locks(3);
    launch("q", waits_for_a_taker, &(struct plan){2, 0, 0});
    turns(2); /* q waits for t, which has lock c */
    launch("p", takes_two, &(struct plan){0, 1, 0});
    turns(1);
    run_all();
    EXPECT_SAID("t+0 p+0", "in this order nobody is in the way");
    close_locks(3);
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

/* ---- No ring ------------------------------------------------------------*/

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

/* ---- Rings of others ----------------------------------------------------*/

static struct aw_task *ring[3];

/* Task i of a ring of `n` waits for the next one, and the first has lock 0. */
static int ring_size;

static int waits_in_a_ring(void *arg)
{
    int i = (int)(intptr_t)arg;

    if (i == 0)
        aw_lock_wait(&lock[0]);
    say_result(aw_await(&ring[(i + 1) % ring_size]->future, NULL));
    if (i == 0)
        aw_lock_release(&lock[0]);
    return 0;
}

static void asks_behind_a_ring(int n)
{
    struct aw_task *w;

    open_locks(1);
    ring_size = n;
    for (int i = 0; i < n; i++)
        ring[i] = spawn("r", waits_in_a_ring, num(i));
    turn();
    w = spawn("w", wants_the_first, num(0));
    turns(3);
    EXPECT_STR(described(w), "waiting for lock \"a\"",
               "the lock is in a ring of %d others", n);
    EXPECT_SAID("", "the lock is in a ring of %d others", n);
    aw_task_cancel(ring[0], NULL);
    run_all();
    EXPECT_INT(w->future.result, 0, "and the ring was broken");
    for (int i = 0; i < n; i++)
        aw_task_drop(ring[i]);
    aw_task_drop(w);
    close_locks(1);
}

GRADED(deadlock, a_ring_of_two_others_ends_the_search,
       "because whoever has it waits for a lock or a task that waits for this "
       "one in turn")
{
    asks_behind_a_ring(2);
}

GRADED(deadlock, a_ring_of_three_others_ends_the_search,
       "because whoever has it waits for a lock or a task that waits for this "
       "one in turn")
{
    asks_behind_a_ring(3);
}

/* ---- What becomes of it -------------------------------------------------*/

GRADED(deadlock, who_is_told_is_not_in_line,
       "Whoever waits and is asked to end has nothing when the call returns "
       "-ECANCELED")
{
    open_locks(2);
    launch("book", takes_two, &(struct plan){1, 0, 0});
    launch("pay", takes_two, &(struct plan){0, 1, 0});
    turns(2);
    EXPECT_INT(lock[1].waiters.n, 0, "one was told of a ring: those in line");
    EXPECT_INT(loop.live[AW_WAITERS], 1, "and waiters");
    close_locks(2);
}

static int does(void *arg)
{
    (void)arg;
    say("done");
    return 0;
}

static int does_within(void *arg)
{
    say_result(aw_lock_with(&lock[0], does, arg));
    return 0;
}

static int does_twice(void *arg)
{
    return say_result(aw_lock_with(&lock[0], does_within, arg));
}

GRADED(deadlock, a_function_under_the_same_lock_is_not_called,
       "Returns what fn returns, or what aw_lock_wait does when that is "
       "negative: then fn was not called.")
{
    open_locks(1);
    launch("a", does_twice, NULL);
    run_all();
    EXPECT_SAID("reported-EDEADLK a=EDEADLK a+0", "one lock, taken twice");
    close_locks(1);
}

GRADED(deadlock, a_limit_does_not_hide_it,
       "That one in the ring might be asked to end, or waits within a limit, "
       "does not: the locks are taken in a wrong order.")
{
    open_locks(2);
    launch("book", takes_two, &(struct plan){1, 0, AW_SEC});
    launch("pay", takes_two, &(struct plan){0, 1, AW_SEC});
    run_all();
    EXPECT_SAID("reported-EDEADLK pay=EDEADLK book+0",
                "two locks, two orders, and a limit for each wait");
    close_locks(2);
}

static int tries_the_other(void *arg)
{
    (void)arg;
    aw_lock_wait(&lock[0]);
    aw_yield();
    say(aw_lock_try(&lock[1]) ? "yes" : "no");
    aw_lock_release(&lock[0]);
    return 0;
}

GRADED(deadlock, who_only_tries_is_in_no_ring,
       "Take `lock` if that is possible at once; never suspends.")
{
    open_locks(2);
    launch("book", takes_two, &(struct plan){1, 0, 0});
    launch("t", tries_the_other, NULL);
    run_all();
    EXPECT_SAID("no book+0", "tried what would close a ring");
    close_locks(2);
}

GRADED(deadlock, locks_without_names, "A lock without a name is called \"?\".")
{
    open_locks(0);
    aw_lock_init(&lock[0], NULL);
    launch("a", takes_it_twice, NULL);
    run_all();
    EXPECT_STR(reported,
               "a deadlock: \"a\" waits for lock \"?\", which \"a\" has",
               "a lock without a name");
    close_locks(1);
}

static struct plan plans[MOST];

GRADED(deadlock, a_long_ring_is_found,
       "because whoever has it waits for a lock or a task that waits for this "
       "one in turn")
{
    open_locks(MOST);
    for (int i = 0; i < MOST; i++) {
        plans[i] = (struct plan){i, (i + 1) % MOST, 0};
        launch("link", takes_two, &plans[i]);
    }
    turns(2);
    EXPECT_SAID("reported-EDEADLK link=EDEADLK", "a thousand in a ring");
    EXPECT(strlen(reported) > 200, "and read the report");
    run_all();
    close_locks(MOST);
}

static int has_it_and_ends(void *arg)
{
    (void)arg;
    return aw_lock_wait(&lock[0]);
}

static int waits_for_who_has_ended(void *arg)
{
    (void)arg;
    EXPECT_MISUSE(aw_lock_wait(&lock[0]), "",
                  "waited for a lock whose owner has ended");
    say("found");
    return 0;
}

GRADED(deadlock, who_ends_with_a_lock_is_found,
       "Whoever has a lock and ends without having released it is found when "
       "the next one waits for it, which is misuse.")
{
    open_locks(1);
    launch("gone", has_it_and_ends, NULL);
    run_all();
    launch("w", waits_for_who_has_ended, NULL);
    turn();
    EXPECT_SAID("found", "one has ended with the lock");
}
