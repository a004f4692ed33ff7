/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* ---- With it ------------------------------------------------------------*/

static int does(void *arg)
{
    EXPECT_PTR(lock.owner, aw_task_self(), "called with the lock");
    say("%s-in", me());
    aw_yield();
    say("%s-out", me());
    return (int)(intptr_t)arg;
}

static int does_with_it(void *arg)
{
    say_result(aw_lock_with(&lock, does, arg));
    return 0;
}

GRADED(lock, a_function_runs_with_it, "Returns what fn returns")
{
    open_lock();
    launch("a", does_with_it, num(3));
    launch("b", does_with_it, num(-EIO));
    launch("c", does_with_it, num(0));
    run_all();
    EXPECT_SAID("a-in a-out a+3 b-in b-out b=EIO c-in c-out c+0",
                "three functions under one lock");
    close_lock();
}

GRADED(lock, a_function_without_it_is_not_called, "then fn was not called")
{
    open_lock();
    stand_in_line(0);
    task[0] = spawn("a", does_with_it, num(3));
    turn();
    aw_task_cancel(task[0], NULL);
    turn();
    EXPECT_SAID("a=ECANCELED", "asked one who waits for the lock");
    aw_future_resolve(&f, NULL);
    let_go(1);
}

static int sleeps_inside(void *arg)
{
    return aw_sleep((intptr_t)arg * AW_MS);
}

static int sleeps_under_it(void *arg)
{
    return say_when(aw_lock_with(&lock, sleeps_inside, arg));
}

GRADED(lock, it_is_released_when_the_function_is_broken_off,
       "Run fn(arg) with `lock` taken, and release it, whatever happens.")
{
    struct asker asker;

    open_lock();
    task[0] = spawn("a", sleeps_under_it, num(10));
    launch("b", sleeps_under_it, num(10));
    ask_at(&asker, task[0], 3);
    run_all();
    EXPECT_SAID("a=ECANCELED@3 b+0@13", "asked one who sleeps under the lock");
    let_go(1);
}

/* ---- Misuse, and people -------------------------------------------------*/

static int releases(void *arg)
{
    (void)arg;
    EXPECT_MISUSE(aw_lock_release(&lock), "", "released a lock of another one");
    return 0;
}

/* F6 */
GRADED(lock, releasing_what_one_does_not_have_is_misuse,
       "Misuse when this task does not have it.")
{
    open_lock();
    stand_in_line(0);
    launch("a", releases, NULL);
    turn();
    EXPECT_MISUSE(aw_lock_release(&lock), "", "released it outside of a task");
    aw_future_resolve(&f, NULL);
    run_all();
    launch("a", releases, NULL); /* nobody has it */
    turn();
    EXPECT_MISUSE(aw_lock_release(&lock), "", "released what nobody has");
    close_lock();
}

GRADED(lock, outside_of_a_task_it_is_misuse,
       "What waits is misuse outside of a task.")
{
    open_lock();
    EXPECT_MISUSE(aw_lock_wait(&lock), "",
                  "took a free lock outside of a task");
    EXPECT_MISUSE(aw_lock_try(&lock), "", "tried a lock outside of a task");
    stand_in_line(0);
    EXPECT_MISUSE(aw_lock_wait(&lock), "", "waited outside of a task");
    aw_future_resolve(&f, NULL);
    close_lock();
}

GRADED(lock, an_end_of_one_that_is_in_use_is_misuse,
       "Misuse while somebody has it.")
{
    open_lock();
    stand_in_line(1);
    EXPECT_MISUSE(aw_lock_deinit(&lock), "", "somebody has it");
    aw_future_resolve(&f, NULL);
    turn();
    EXPECT_MISUSE(aw_lock_deinit(&lock), "", "it is promised to somebody");
    let_go(1);
}

GRADED(lock, people_are_told_which_lock,
       "`name` is for people, borrowed, and may be NULL.")
{
    open_lock();
    stand_in_line(1);
    EXPECT_STR(described(task[0]), "waiting for lock \"db\"",
               "described one who waits");
    aw_task_cancel(task[0], NULL);
    aw_future_resolve(&f, NULL);
    run_all();
    aw_task_drop(task[0]);
    aw_lock_deinit(&lock);
    aw_lock_init(&lock, NULL);
    aw_future_deinit(&f);
    aw_future_init(&f, &loop, NULL);
    stand_in_line(1);
    EXPECT_STR(described(task[0]), "waiting for a lock",
               "described one who waits for a lock without a name");
    aw_future_resolve(&f, NULL);
    let_go(1);
}

GRADED(lock, its_owner_is_held, "held as long as it has the lock")
{
    open_lock();
    stand_in_line(1);
    EXPECT_INT(lock.owner->refs, 2, "counted who holds the one who has it");
    EXPECT_INT(task[0]->refs, 2, "and the one who waits");
    aw_future_resolve(&f, NULL);
    turns(2);
    EXPECT_INT(task[0]->refs, 3, "and when he has it");
    let_go(1);
}

GRADED(lock, an_end_while_one_has_it_is_misuse, "Misuse while somebody has it.")
{
    open_lock();
    stand_in_line(0);
    EXPECT_INT(lock.waiters.n, 0, "one has it: counted those who wait");
    EXPECT_MISUSE(aw_lock_deinit(&lock), "", "one has it, and nobody waits");
    aw_future_resolve(&f, NULL);
    let_go(0);
}

static int tries_and_looks(void *arg)
{
    (void)arg;
    EXPECT(aw_lock_try(&lock), "tried a lock that is free");
    EXPECT_INT(aw_task_self()->refs, 2, "and counted who holds this task");
    aw_lock_release(&lock);
    EXPECT_INT(aw_task_self()->refs, 1, "and when it was released");
    return 0;
}

GRADED(lock, who_has_tried_with_success_is_held,
       "held as long as it has the lock")
{
    open_lock();
    launch("a", tries_and_looks, NULL);
    turn();
    EXPECT_INT(loop.live[AW_TASKS], 0, "tried, released, and ended");
    close_lock();
}
