/* SPDX-License-Identifier: MIT */
#include "fixture.h"

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
       "Who waits for it waits for a future of kind \"condition\".")
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
    int rc = aw_lock_wait(&lock);

    (void)arg;
    if (rc < 0)
        return rc;
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
static int random_meal(int round)
{
    struct aw_task *all[40];
    int left;

    for (int i = 0; i < 40; i++)
        all[i] = aw_spawn(&loop, eats, NULL, NULL);
    for (int i = 0; i < 60; i++) {
        if (i % 3 == 0)
            launch("b", brings, num((intptr_t)graded_random(4)));
        if (graded_random(3) > 0)
            turn();
        if (i < 20)
            aw_task_cancel(all[graded_random(40)], NULL);
    }
    run_all();
    left = eaten + level;
    for (int i = 0; i < 40; i++) {
        EXPECT(level == 0 || aw_future_done(&all[i]->future),
               "round %d: task %d waits, and so many are there: %d", round, i,
               level);
        aw_task_cancel(all[i], NULL);
        aw_task_drop(all[i]);
    }
    return left;
}

GRADED_ORDER_FREE(cond, a_thousand_random_steps_lose_nothing,
                  "Nothing is lost when somebody gives up")
{
    /* Many in the order that is promised, and one in the others. */
    int rounds = graded_order_seed() ? 1 : 16;

    open_cond();
    for (int round = 1; round <= rounds; round++) {
        int all = 0;

        level = eaten = 0;
        UNCOUNTED
        {
            all = random_meal(round);
            run_all();
        }
        EXPECT_INT(all, 20, "round %d: what was brought", round);
    }
    close_cond();
}
