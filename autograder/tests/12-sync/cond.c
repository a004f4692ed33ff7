/* SPDX-License-Identifier: MIT */
/* A condition: who has the lock, who is told, and whom it reaches then. */
#include "fixture.h"

static struct aw_lock lock;
static struct aw_cond cond;
static int level;

static void open_cond(void)
{
    open_sync();
    aw_lock_init(&lock, "table");
    aw_cond_init(&cond, &lock, "changed");
    level = 0;
}

static void close_cond(void)
{
    run_all();
    EXPECT_PTR(lock.owner, NULL, "all have ended: who has the lock");
    aw_cond_deinit(&cond);
    aw_lock_deinit(&lock);
    close_sync();
}

/* Waits for one notification, and says what has come of it. */
static int waits(void *arg)
{
    (void)arg;
    aw_lock_wait(&lock);
    say_result(aw_cond_wait(&cond));
    EXPECT_PTR(lock.owner, aw_task_self(), "%s: who has the lock", me());
    aw_lock_release(&lock);
    return 0;
}

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

/* Notifies `arg`, or all when it is 0. */
static int notifies(void *arg)
{
    aw_lock_wait(&lock);
    if (arg)
        aw_cond_notify(&cond, (size_t)(intptr_t)arg);
    else
        aw_cond_notify_all(&cond);
    aw_lock_release(&lock);
    return 0;
}

/* Takes the lock, and has it until f is settled. */
static int keeps(void *arg)
{
    aw_lock_wait(&lock);
    if (arg)
        aw_cond_notify(&cond, (size_t)(intptr_t)arg);
    aw_await(&f, NULL);
    aw_lock_release(&lock);
    return 0;
}

static struct aw_task *task[9];

static void let_wait(int n, aw_body fn)
{
    for (int i = 0; i < n; i++)
        task[i] = spawn((const char[]){(char)('a' + i), '\0'}, fn, NULL);
    turn();
}

static void let_go(int n)
{
    run_all();
    for (int i = 0; i < n; i++)
        aw_task_drop(task[i]);
    close_cond();
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

/* ---- Asked to end -------------------------------------------------------*/

/* F13: bpo-22970 */
GRADED(cond, who_is_asked_has_the_lock,
       "When it returns this task has the lock, whatever happened: also when "
       "it was asked to end")
{
    open_cond();
    let_wait(1, waits);
    launch("k", keeps, NULL);
    turn();
    aw_task_cancel(task[0], NULL);
    turns(3);
    EXPECT_SAID("", "asked one who waits, while another one has the lock");
    aw_future_resolve(&f, NULL);
    turns(2);
    EXPECT_SAID("a=ECANCELED", "and the other one has released it");
    let_go(1);
}

/* F13: bpo-32841 */
GRADED(cond, who_is_asked_twice_has_the_lock_all_the_same,
       "and when it was asked again while it waited for the lock")
{
    open_cond();
    let_wait(1, waits);
    launch("k", keeps, NULL);
    turn();
    for (int i = 0; i < 5; i++) {
        aw_task_cancel(task[0], NULL);
        turn();
        EXPECT_SAID("", "asked %d times, while another has the lock", i + 1);
    }
    aw_future_resolve(&f, NULL);
    turns(2);
    EXPECT_SAID("a=ECANCELED", "and the other one has released it");
    let_go(1);
}

/* F14: bpo-32841 */
GRADED(cond, a_request_while_it_waits_for_the_lock_is_heard,
       "Returns 0, or -ECANCELED, when this task was asked to end.")
{
    open_cond();
    let_wait(1, waits);
    launch("k", keeps, num(1));
    turns(2); /* a was notified, and waits for the lock */
    EXPECT_STR(described(task[0]), "waiting for lock \"table\"",
               "notified one, while the lock is taken");
    aw_task_cancel(task[0], NULL);
    turns(2);
    aw_future_resolve(&f, NULL);
    run_all();
    EXPECT_SAID("a=ECANCELED", "asked one who was notified");
    let_go(1);
}

/* F15, F20: gh-112202 */
GRADED(cond, who_is_notified_and_asked_has_another_notified,
       "Who was notified and returns -ECANCELED has somebody else notified in "
       "his place")
{
    open_cond();
    let_wait(3, waits);
    launch("k", keeps, num(1));
    turn();
    aw_task_cancel(task[0], NULL); /* notified, and not gone on */
    turn();
    aw_future_resolve(&f, NULL);
    run_all();
    EXPECT_SAID("a=ECANCELED b+0", "notified one of three, and asked him");
    launch("n", notifies, NULL);
    let_go(3);
}

/* F15: gh-112202 */
GRADED(cond, so_it_is_while_he_waits_for_the_lock,
       "Who was notified and returns -ECANCELED has somebody else notified in "
       "his place")
{
    open_cond();
    let_wait(3, waits);
    launch("k", keeps, num(1));
    turns(2);
    EXPECT_STR(described(task[0]), "waiting for lock \"table\"",
               "notified one, while the lock is taken");
    aw_task_cancel(task[0], NULL);
    turn();
    aw_future_resolve(&f, NULL);
    run_all();
    EXPECT_SAID("a=ECANCELED b+0", "asked one who was notified");
    launch("n", notifies, NULL);
    let_go(3);
}

/* F15 */
GRADED(cond, so_it_is_when_the_lock_is_promised_to_him,
       "Who was notified and returns -ECANCELED has somebody else notified in "
       "his place")
{
    open_cond();
    let_wait(2, waits);
    launch("k", keeps, num(1));
    turns(2);
    aw_future_resolve(&f, NULL);
    turn(); /* released: the lock is a's, who has not gone on */
    EXPECT_STR(described(task[0]), "ready", "released the lock");
    aw_task_cancel(task[0], NULL);
    run_all();
    EXPECT_SAID("a=ECANCELED b+0", "asked one to whom the lock is promised");
    let_go(2);
}

GRADED(cond, so_it_is_when_he_was_not_notified,
       "so has, as in asyncio, who returns that and was not notified")
{
    open_cond();
    let_wait(3, waits);
    aw_task_cancel(task[1], NULL);
    turn();
    EXPECT_SAID("b=ECANCELED", "asked one who waits");
    turn();
    EXPECT_SAID("b=ECANCELED a+0", "and a turn later");
    launch("n", notifies, NULL);
    let_go(3);
}

static int waits_within(void *arg)
{
    struct aw_timeout limit;
    int rc;

    aw_lock_wait(&lock);
    aw_timeout_begin(&limit, aw_from_now((intptr_t)arg * AW_MS));
    rc = aw_cond_wait(&cond);
    say_when(aw_timeout_end(&limit, rc));
    EXPECT_PTR(lock.owner, aw_task_self(), "%s: who has the lock", me());
    aw_lock_release(&lock);
    return 0;
}

/* D26: bpo-33638 */
GRADED(cond, a_limit_leaves_the_lock_taken,
       "When it returns this task has the lock, whatever happened: also when "
       "it was asked to end")
{
    open_cond();
    launch("a", waits_within, num(5));
    run_all();
    launch("b", waits_within, num(9));
    run_all();
    EXPECT_SAID("a=ETIMEDOUT@5 b=ETIMEDOUT@14", "5 and 9 ms for a change");
    close_cond();
}

static int sleeps_with_it(void *arg)
{
    aw_lock_wait(&lock);
    aw_cond_notify(&cond, 1);
    aw_sleep((intptr_t)arg * AW_MS);
    aw_lock_release(&lock);
    return 0;
}

/* D26 */
GRADED(cond, a_limit_waits_for_the_lock_as_well,
       "When it returns this task has the lock, whatever happened")
{
    open_cond();
    launch("a", waits_within, num(5));
    launch("b", waits_within, num(90));
    turn();
    launch("k", sleeps_with_it, num(20));
    run_all();
    EXPECT_SAID("a=ETIMEDOUT@20 b+0@20", "a limit while the lock is taken");
    close_cond();
}

static int waits_for_a_waiter(void *arg)
{
    (void)arg;
    task[0] = spawn("a", waits, NULL);
    say_when(aw_wait_for(&task[0]->future, 5 * AW_MS, NULL));
    return 0;
}

/* D26 */
GRADED(cond, waiting_for_so_long_for_one_who_waits,
       "When it returns this task has the lock, whatever happened: also when "
       "it was asked to end")
{
    open_cond();
    launch("w", waits_for_a_waiter, NULL);
    run_all();
    EXPECT_SAID("a=ECANCELED w+0@5", "5 ms for one who waits for a change");
    let_go(1);
}

static int asks_itself_and_waits(void *arg)
{
    aw_task_cancel(aw_task_self(), NULL);
    return waits(arg);
}

GRADED(cond, a_request_from_before_is_heard,
       "When it returns this task has the lock, whatever happened")
{
    open_cond();
    launch("a", asks_itself_and_waits, NULL);
    run_all();
    EXPECT_SAID("a=ECANCELED", "a request is pending when the wait begins");
    close_cond();
}

static int does(void *arg)
{
    return say_result(aw_cond_wait(arg));
}

static int does_with_it(void *arg)
{
    return aw_lock_with(&lock, does, arg);
}

static int joins_one_who_does(void *arg)
{
    task[1] = spawn("inner", does_with_it, arg);
    return aw_await(&task[1]->future, NULL);
}

/* C17 */
GRADED(cond, a_reason_survives_all_layers,
       "Returns 0, or -ECANCELED, when this task was asked to end.")
{
    open_cond();
    task[0] = spawn("outer", joins_one_who_does, &cond);
    turns(2);
    launch("k", keeps, NULL);
    turn();
    aw_task_cancel(task[0], "shutdown");
    turns(3);
    aw_future_resolve(&f, NULL);
    run_all();
    EXPECT_SAID("inner=ECANCELED", "asked one who awaits one who waits");
    EXPECT_STR(task[1]->reason, "shutdown", "and looked at the inner reason");
    EXPECT_STR(task[0]->reason, "shutdown", "and at the outer one");
    EXPECT_INT(task[0]->future.state, AW_CANCELLED, "and at its end");
    let_go(2);
}

/* ---- Until something is so ----------------------------------------------*/

static bool is_high(void *ctx)
{
    EXPECT_PTR(lock.owner, aw_task_self(), "asked with the lock taken");
    say("%s?", me());
    return level >= *(int *)ctx;
}

static int waits_for_level(void *arg)
{
    aw_lock_wait(&lock);
    say_result(aw_cond_wait_for(&cond, is_high, arg));
    EXPECT_PTR(lock.owner, aw_task_self(), "%s: who has the lock", me());
    aw_lock_release(&lock);
    return 0;
}

static int raises(void *arg)
{
    aw_lock_wait(&lock);
    level += (int)(intptr_t)arg;
    aw_cond_notify_all(&cond);
    aw_lock_release(&lock);
    return 0;
}

GRADED(cond, what_is_so_already_is_not_waited_for,
       "not at all, if it does so at once")
{
    int two = 2;

    open_cond();
    level = 2;
    launch("a", waits_for_level, &two);
    turn();
    EXPECT_SAID("a? a+0", "waited for what is so already");
    EXPECT_INT(loop.live[AW_TASKS], 0, "in one turn");
    close_cond();
}

/* F17 */
GRADED(cond, a_wake_up_for_nothing_is_no_answer,
       "Wait until is(ctx) says yes, which is asked with the lock taken")
{
    int two = 2;

    open_cond();
    launch("a", waits_for_level, &two);
    for (int i = 0; i < 3; i++) {
        launch("r", raises, num(1));
        run_all();
        say("|");
    }
    EXPECT_SAID("a? a? | a? a+0 | |", "raised it by one, three times");
    close_cond();
}

GRADED(cond, who_waits_for_something_may_be_asked,
       "Returns 0, or -ECANCELED, with the lock taken in any case.")
{
    int two = 2;

    open_cond();
    task[0] = spawn("a", waits_for_level, &two);
    turn();
    aw_task_cancel(task[0], NULL);
    run_all();
    EXPECT_SAID("a? a=ECANCELED", "asked one who waits for something");
    let_go(1);
}

/* ---- Several, people, misuse --------------------------------------------*/

static struct aw_cond other;

static int waits_for_other(void *arg)
{
    (void)arg;
    aw_lock_wait(&lock);
    say_result(aw_cond_wait(&other));
    aw_lock_release(&lock);
    return 0;
}

GRADED(cond, several_share_a_lock, "several conditions may share it")
{
    open_cond();
    aw_cond_init(&other, &lock, NULL);
    let_wait(1, waits_for_other);
    launch("b", waits, NULL);
    turn();
    launch("n", notifies, NULL);
    run_all();
    EXPECT_SAID("b+0", "notified those who wait for one of two");
    aw_task_cancel(task[0], NULL);
    run_all();
    aw_cond_deinit(&other);
    let_go(1);
}

GRADED(cond, people_are_told_which_condition,
       "`name` is for people, borrowed, and may be NULL.")
{
    open_cond();
    let_wait(1, waits);
    EXPECT_STR(described(task[0]), "waiting for condition \"changed\"",
               "described one who waits");
    launch("n", notifies, NULL);
    let_go(1);
}

static int has_not_the_lock(void *arg)
{
    (void)arg;
    EXPECT_MISUSE(aw_cond_wait(&cond), "", "waited without the lock");
    EXPECT_MISUSE(aw_cond_wait_for(&cond, is_high, &level), "",
                  "waited for something without the lock");
    EXPECT_MISUSE(aw_cond_notify(&cond, 1), "", "notified without the lock");
    EXPECT_MISUSE(aw_cond_notify_all(&cond), "", "notified all without it");
    return 0;
}

/* F16 */
GRADED(cond, without_the_lock_it_is_misuse,
       "Neither suspends nor releases.  Misuse without the lock.")
{
    open_cond();
    launch("a", has_not_the_lock, NULL);
    turn();
    EXPECT_MISUSE(aw_cond_notify(&cond, 1), "", "notified outside of a task");
    launch("k", keeps, NULL);
    launch("b", has_not_the_lock, NULL);
    turn();
    EXPECT_SAID("", "and while another one has it");
    aw_future_resolve(&f, NULL);
    close_cond();
}

GRADED(cond, its_end_while_somebody_waits_is_misuse,
       "deinit is misuse while somebody waits")
{
    open_cond();
    let_wait(1, waits);
    EXPECT_MISUSE(aw_cond_deinit(&cond), "", "one waits");
    launch("n", notifies, NULL);
    let_go(1);
}

/* ---- Chance -------------------------------------------------------------*/

static int eaten;

static bool is_there(void *ctx)
{
    (void)ctx;
    return level > 0;
}

static int eats(void *arg)
{
    int rc;

    (void)arg;
    aw_lock_wait(&lock);
    rc = aw_cond_wait_for(&cond, is_there, NULL);
    if (rc == 0) {
        level--;
        eaten++;
    }
    aw_lock_release(&lock);
    return rc;
}

static int brings(void *arg)
{
    aw_lock_wait(&lock);
    level++;
    aw_cond_notify(&cond, 1);
    for (intptr_t i = (intptr_t)arg; i > 0; i--)
        aw_yield();
    aw_lock_release(&lock);
    return 0;
}

/* Forty eat, of whom some are asked to end; those who are left get all. */
static int random_meal(int seed)
{
    struct aw_task *all[40];
    int left;

    chance_seed = (uint64_t)seed;
    for (int i = 0; i < 40; i++)
        all[i] = aw_spawn(&loop, eats, NULL, NULL);
    for (int i = 0; i < 60; i++) {
        if (i % 3 == 0)
            launch("b", brings, num(chance(4)));
        if (chance(3) > 0)
            turn();
        if (i < 20)
            aw_task_cancel(all[chance(40)], NULL);
    }
    run_all();
    left = eaten + level;
    for (int i = 0; i < 40; i++) {
        EXPECT(level == 0 || aw_future_done(&all[i]->future),
               "seed %d: task %d waits although something is there", seed, i);
        aw_task_cancel(all[i], NULL);
        aw_task_drop(all[i]);
    }
    return left;
}

GRADED(cond, a_thousand_random_steps_lose_nothing,
       "Nothing is lost when somebody gives up")
{
    open_cond();
    for (int seed = 1; seed <= 16; seed++) {
        int all = 0;

        level = eaten = 0;
        UNCOUNTED
        {
            all = random_meal(seed);
            run_all();
        }
        EXPECT_INT(all, 20, "seed %d: what was brought", seed);
    }
    close_cond();
}
