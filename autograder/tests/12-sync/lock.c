/* SPDX-License-Identifier: MIT */
/* A lock: who has it, whose turn it is, and who hands it on. */
#include "fixture.h"

static struct aw_lock lock;

static void open_lock(void)
{
    open_sync();
    aw_lock_init(&lock, "db");
}

static void close_lock(void)
{
    run_all();
    EXPECT_PTR(lock.owner, NULL, "all have ended: who has the lock");
    aw_lock_deinit(&lock);
    close_sync();
}

/* Takes the lock, says so, and has it for `arg` turns. */
static int uses(void *arg)
{
    int rc = say_result(aw_lock_wait(&lock));

    if (rc < 0)
        return rc;
    EXPECT_PTR(lock.owner, aw_task_self(), "%s took the lock", me());
    for (intptr_t i = (intptr_t)arg; i > 0; i--)
        aw_yield();
    aw_lock_release(&lock);
    return 0;
}

/* Has the lock until f is settled. */
static int keeps(void *arg)
{
    (void)arg;
    aw_lock_wait(&lock);
    aw_await(&f, NULL);
    aw_lock_release(&lock);
    return 0;
}

/* "k" has the lock until f is settled, and `n` others stand in line. */
static struct aw_task *task[9];

static void stand_in_line(int n)
{
    launch("k", keeps, NULL);
    for (int i = 0; i < n; i++)
        task[i] = spawn((const char[]){(char)('a' + i), '\0'}, uses, num(1));
    turn();
}

static void let_go(int n)
{
    run_all();
    for (int i = 0; i < n; i++)
        aw_task_drop(task[i]);
    close_lock();
}

/* ---- Free ---------------------------------------------------------------*/

static int takes_it_often(void *arg)
{
    size_t calls = memory.calls;

    (void)arg;
    for (int i = 0; i < 1000; i++) {
        if (aw_lock_wait(&lock) < 0 || lock.owner != aw_task_self())
            return -EIO;
        aw_lock_release(&lock);
    }
    EXPECT_INT(memory.calls, calls, "took a free lock 1000 times");
    EXPECT_INT(aw_task_self()->steps, 1, "and counted steps of the task");
    EXPECT_INT(loop.live[AW_WAITERS], 0, "and waiters");
    return 0;
}

GRADED(lock, a_free_one_costs_nothing,
       "What is free is taken without a suspension, without memory, and "
       "without looking at the loop.")
{
    struct aw_task *t;

    open_lock();
    t = spawn("a", takes_it_often, NULL);
    turn();
    EXPECT_INT(t->future.result, 0, "took a free lock 1000 times");
    EXPECT(aw_future_done(&t->future), "took a free lock, in one turn");
    aw_task_drop(t);
    close_lock();
}

static int asks_itself_and_takes(void *arg)
{
    (void)arg;
    aw_task_cancel(aw_task_self(), NULL);
    say_result(aw_lock_wait(&lock));
    say_result(aw_yield());
    aw_lock_release(&lock);
    return 0;
}

GRADED(lock, a_free_one_is_taken_by_who_is_asked_to_end,
       "It is taken at once when nobody has it")
{
    open_lock();
    launch("a", asks_itself_and_takes, NULL);
    run_all();
    EXPECT_SAID("a+0 a=ECANCELED", "a request is pending, and the lock free");
    close_lock();
}

/* ---- In line ------------------------------------------------------------*/

/* F1 */
GRADED(lock, first_come_first_served,
       "They are fair: who has waited longest is first")
{
    open_lock();
    for (int i = 0; i < 4; i++)
        launch((const char *[]){"a", "b", "c", "d"}[i], uses, num(3 - i));
    run_all();
    EXPECT_SAID("a+0 b+0 c+0 d+0", "four want the lock");
    close_lock();
}

static int releases_and_takes(void *arg)
{
    (void)arg;
    aw_lock_wait(&lock);
    aw_yield();
    aw_lock_release(&lock);
    return uses(NULL);
}

/* F1 */
GRADED(lock, who_comes_back_stands_behind,
       "who comes while others wait stands behind them, even if it is free "
       "just then")
{
    open_lock();
    launch("k", releases_and_takes, NULL);
    launch("a", uses, num(1));
    launch("b", uses, num(1));
    run_all();
    EXPECT_SAID("a+0 b+0 k+0", "one releases the lock and wants it again");
    close_lock();
}

GRADED(lock, who_is_woken_has_it_when_he_goes_on,
       "the first in line is woken, and has it when he goes on")
{
    open_lock();
    stand_in_line(2);
    aw_future_resolve(&f, NULL);
    turn();
    EXPECT_PTR(lock.owner, NULL, "released, and looked who has the lock");
    EXPECT_SAID("", "released, and looked at once");
    turn();
    EXPECT_PTR(lock.owner, task[0], "and a turn later");
    EXPECT_SAID("a+0", "and a turn later");
    let_go(2);
}

static int tries(void *arg)
{
    (void)arg;
    say(aw_lock_try(&lock) ? "%s-yes" : "%s-no", me());
    return 0;
}

static int releases_and_tries(void *arg)
{
    keeps(arg);
    return tries(arg);
}

/* F2 */
GRADED(lock, until_he_goes_on_nobody_else_can_take_it,
       "Until then nobody has it, and nobody else can take it.")
{
    open_lock();
    launch("k", releases_and_tries, NULL);
    launch("a", uses, num(2));
    turn();
    launch("t", tries, NULL); /* in front of a, who is woken then */
    aw_future_resolve(&f, NULL);
    launch("b", uses, NULL); /* comes behind the release */
    run_all();
    EXPECT_SAID("t-no k-no a+0 b+0", "one is woken, others try and come");
    close_lock();
}

static int tries_and_releases(void *arg)
{
    EXPECT(aw_lock_try(&lock), "tried a lock that is free");
    EXPECT_PTR(lock.owner, aw_task_self(), "and looked who has it");
    EXPECT_INT(aw_task_self()->refs, 2, "and how often it is held");
    aw_lock_release(&lock);
    return (int)(intptr_t)arg;
}

GRADED(lock, a_try_takes_what_is_free, "Returns whether it was taken.")
{
    open_lock();
    stand_in_line(0);
    launch("a", tries, NULL);
    turn();
    EXPECT_SAID("a-no", "tried a lock that somebody has");
    aw_future_resolve(&f, NULL);
    turn();
    launch("b", tries_and_releases, NULL);
    turn();
    EXPECT_SAID("a-no", "and one that is free");
    close_lock();
}

static int tries_twice(void *arg)
{
    tries(arg);
    tries(arg);
    aw_yield();
    aw_lock_release(&lock);
    return 0;
}

GRADED(lock, a_try_takes_it_once,
       "Take `lock` if that is possible at once; never suspends.")
{
    open_lock();
    launch("a", tries_twice, NULL);
    launch("b", tries, NULL);
    run_all();
    EXPECT_SAID("a-yes a-no b-no", "tried a lock that somebody has");
    close_lock();
}

static int hands_over(void *arg)
{
    uint32_t *steps = arg;

    for (int i = 0; i < 100; i++) {
        aw_lock_wait(&lock);
        aw_yield();
        aw_lock_release(&lock);
    }
    *steps = aw_task_self()->steps;
    return 0;
}

GRADED(lock, a_hand_over_costs_one_step,
       "They hand over in a turn, as asyncio does.")
{
    uint32_t steps[2];
    uint64_t before;

    open_lock();
    launch("a", hands_over, &steps[0]);
    launch("b", hands_over, &steps[1]);
    before = loop.iterations;
    run_all();
    /* Each of the 100: a step behind the wait, and one behind the yield; the
     * very first one did not have to wait. */
    EXPECT_INT(steps[0], 200, "two tasks had the lock 100 times each, in turn");
    EXPECT_INT(steps[1], 201, "two tasks had the lock 100 times each, in turn");
    EXPECT_AT_MOST(loop.iterations - before, 402, "and counted turns");
    close_lock();
}

/* ---- Giving up ----------------------------------------------------------*/

GRADED(lock, who_gives_up_has_nothing,
       "Whoever waits and is asked to end has nothing when the call returns "
       "-ECANCELED")
{
    open_lock();
    stand_in_line(2);
    aw_task_cancel(task[0], NULL);
    turn();
    EXPECT_SAID("a=ECANCELED", "asked the first in line");
    EXPECT(lock.owner && lock.owner != task[0], "and looked who has the lock");
    aw_future_resolve(&f, NULL);
    run_all();
    EXPECT_SAID("a=ECANCELED b+0", "and then it was released");
    let_go(2);
}

/* F3: bpo-27585 */
GRADED(lock, who_was_woken_and_gives_up_hands_on,
       "a task that was woken and then asked to end hands on what it was "
       "woken for")
{
    open_lock();
    stand_in_line(3);
    aw_future_resolve(&f, NULL);
    turn();
    aw_task_cancel(task[0], NULL);
    run_all();
    EXPECT_SAID("a=ECANCELED b+0 c+0", "woke the first, and asked him to end");
    let_go(3);
}

/* F4 */
GRADED(lock, a_release_to_one_who_has_given_up_is_not_lost,
       "Nothing is lost when somebody gives up")
{
    open_lock();
    stand_in_line(2);
    aw_future_resolve(&f, NULL);
    /* Still in line when k goes on, and has given up by then. */
    launch("x", passes, NULL);
    aw_task_cancel(task[0], NULL);
    run_all();
    EXPECT_SAID("x a=ECANCELED b+0", "the first has given up at the release");
    let_go(2);
}

/* F5: bpo-32734 */
GRADED(lock, asked_and_released_in_one_turn_one_has_it,
       "Nothing is lost when somebody gives up")
{
    open_lock();
    stand_in_line(3);
    aw_future_resolve(&f, NULL);
    aw_task_cancel(task[1], NULL); /* goes on before a, who is woken then */
    turns(2);
    EXPECT_PTR(lock.owner, task[0], "woke the first, and asked the second");
    EXPECT_INT(lock.waiters.n, 1, "and counted those in line");
    run_all();
    EXPECT_SAID("b=ECANCELED a+0 c+0", "and let all end");
    let_go(3);
}

GRADED(lock, when_all_who_stand_there_have_given_up_it_is_free,
       "nobody stands in line who has not given up")
{
    open_lock();
    stand_in_line(2);
    aw_future_resolve(&f, NULL);
    turn();
    aw_task_cancel(task[1], NULL);
    aw_task_cancel(task[0], NULL);
    turn();
    EXPECT_SAID("a=ECANCELED b=ECANCELED", "a woken one and another give up");
    forget();
    launch("c", takes_it_often, NULL);
    turn();
    let_go(2);
}

static int gives_it_to_nobody(void *arg)
{
    aw_lock_wait(&lock);
    aw_yield();
    aw_task_cancel(arg, NULL);
    aw_lock_release(&lock);
    say(aw_lock_try(&lock) ? "yes" : "no");
    aw_lock_release(&lock);
    return 0;
}

GRADED(lock, who_has_given_up_keeps_nobody_waiting,
       "It is taken at once when nobody has it, and nobody stands in line who "
       "has not given up.")
{
    open_lock();
    task[0] = aw_spawn(&loop, uses, NULL, AW_NAMED("a", .lazy = true));
    launch("k", gives_it_to_nobody, task[0]);
    aw_task_start(task[0]);
    run_all();
    EXPECT_SAID("yes a=ECANCELED", "took the lock again, when the only one in "
                                   "line has given up");
    let_go(1);
}

GRADED(lock, two_requests_are_one_answer,
       "-ECANCELED, when this task was asked to end")
{
    open_lock();
    stand_in_line(2);
    aw_task_cancel(task[0], NULL);
    aw_task_cancel(task[0], NULL);
    aw_future_resolve(&f, NULL);
    run_all();
    EXPECT_SAID("a=ECANCELED b+0", "asked one who waits, twice");
    EXPECT_INT(aw_cancelling(task[0]), 2, "and counted the requests");
    let_go(2);
}

static int asks_itself_and_waits(void *arg)
{
    aw_task_cancel(aw_task_self(), NULL);
    return uses(arg);
}

GRADED(lock, a_request_from_before_is_heard_in_line,
       "-ECANCELED, when this task was asked to end")
{
    open_lock();
    stand_in_line(0);
    task[0] = spawn("a", asks_itself_and_waits, NULL);
    task[1] = spawn("b", uses, NULL);
    turn();
    aw_future_resolve(&f, NULL);
    run_all();
    EXPECT_SAID("a=ECANCELED b+0", "a request is pending when the wait begins");
    let_go(2);
}

static int uses_within(void *arg)
{
    struct aw_timeout limit;
    int rc;

    aw_timeout_begin(&limit, aw_from_now((intptr_t)arg * AW_MS));
    rc = aw_lock_wait(&lock);
    if (rc == 0)
        aw_lock_release(&lock);
    say_when(aw_timeout_end(&limit, rc));
    return 0;
}

GRADED(lock, a_limit_may_end_the_wait,
       "Whoever waits and is asked to end has nothing when the call returns "
       "-ECANCELED")
{
    open_lock();
    stand_in_line(0);
    launch("a", uses_within, num(5));
    launch("b", uses_within, num(20));
    turn();
    while (now_ms() < 5)
        turn();
    turn();
    EXPECT_SAID("a=ETIMEDOUT@5", "5 ms for a lock");
    aw_future_resolve(&f, NULL);
    run_all();
    EXPECT_SAID("a=ETIMEDOUT@5 b+0@5", "and 20 for the next");
    close_lock();
}

static int sleeps_with_it(void *arg)
{
    aw_lock_wait(&lock);
    aw_sleep((intptr_t)arg * AW_MS);
    aw_lock_release(&lock);
    return 0;
}

GRADED(lock, a_limit_in_the_turn_of_the_hand_over_loses_nothing,
       "a task that was woken and then asked to end hands on what it was "
       "woken for")
{
    open_lock();
    launch("k", sleeps_with_it, num(5));
    launch("a", uses_within, num(5));
    launch("b", uses_within, num(20));
    run_all();
    EXPECT_SAID("a=ETIMEDOUT@5 b+0@5", "released when the limit strikes");
    close_lock();
}

static int waits_for_a_user(void *arg)
{
    struct aw_task *user = spawn("a", uses, arg);

    say_when(aw_wait_for(&user->future, 5 * AW_MS, NULL));
    aw_task_drop(user);
    return 0;
}

GRADED(lock, waiting_for_so_long_for_one_who_waits,
       "Whoever waits and is asked to end has nothing when the call returns "
       "-ECANCELED")
{
    open_lock();
    launch("k", sleeps_with_it, num(10));
    launch("w", waits_for_a_user, num(0));
    turn();
    launch("b", uses, num(1));
    run_all();
    EXPECT_SAID("a=ECANCELED w=ETIMEDOUT@5 b+0", "5 ms for one who waits");
    close_lock();
}

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

/* ---- Chance -------------------------------------------------------------*/

static int inside, came, served, gave_up;

static int comes(void *arg)
{
    int rc, ticket = came++;

    rc = aw_lock_wait(&lock);
    if (rc < 0) {
        gave_up++;
        return rc;
    }
    EXPECT_INT(++inside, 1, "counted those who have the lock");
    EXPECT(ticket >= served, "ticket %d after %d", ticket, served);
    served = ticket;
    for (intptr_t i = (intptr_t)arg; i > 0; i--)
        aw_yield();
    inside--;
    aw_lock_release(&lock);
    return 0;
}

GRADED(lock, a_thousand_random_steps_lose_nothing,
       "Nothing is lost when somebody gives up")
{
    struct aw_task *all[200] = {NULL};

    open_lock();
    inside = came = served = gave_up = 0;
    chance_seed = 7;
    UNCOUNTED
    {
        for (int step = 0; step < 1000; step++) {
            if (step % 5 == 0)
                all[step / 5] = aw_spawn(&loop, comes, num(chance(4)), NULL);
            if (chance(3) == 0)
                turn();
            if (chance(2) == 0)
                aw_task_cancel(all[chance(step / 5 + 1)], NULL);
        }
        run_all();
        for (int i = 0; i < 200; i++) {
            EXPECT(aw_future_done(&all[i]->future), "task %d has ended", i);
            aw_task_drop(all[i]);
        }
    }
    EXPECT_INT(inside, 0, "200 tasks have come and gone");
    close_lock();
}

/* ---- In any order -------------------------------------------------------*/

static int alone, with_it;

static int takes_it_for_a_while(void *arg)
{
    int rc = aw_lock_wait(&lock);

    with_it++;
    if (rc < 0)
        return rc;
    alone += ++inside == 1;
    rc = aw_sleep((intptr_t)arg * AW_MS);
    inside--;
    aw_lock_release(&lock);
    return rc;
}

GRADED_ORDER_FREE(lock, in_no_order_two_have_it,
                  "Nothing is lost when somebody gives up")
{
    struct asker asker[4];
    struct aw_task *one[12];

    inside = alone = with_it = 0;
    open_lock();
    for (int i = 0; i < 12; i++) {
        one[i] = spawn("a", takes_it_for_a_while, num(1 + i % 2));
        if (i % 3 == 2)
            ask_at(&asker[i / 3], one[i], 2 + i / 3);
    }
    run_all();
    for (int i = 0; i < 12; i++)
        aw_task_drop(one[i]);
    EXPECT_INT(with_it, 12, "twelve came, and four were asked to end");
    EXPECT(alone >= 8, "eight or more had it: %d were alone", alone);
    EXPECT_INT(inside, 0, "and in the end nobody has it");
    close_lock();
}
