/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* ---- Chance -------------------------------------------------------------*/

static int taken; /* by tasks that have gone on with one */

static int takes_and_gives(void *arg)
{
    int rc = aw_sem_wait(&sem);

    if (rc < 0)
        return 0;
    taken++;
    for (intptr_t i = (intptr_t)arg; i > 0; i--)
        aw_yield();
    taken--;
    aw_sem_release(&sem);
    return 0;
}

/* Tasks come, are asked to end, and the limit changes. */
static void random_steps(int round)
{
    struct aw_task *all[250];

    for (int step = 0; step < 1000; step++) {
        if (step % 4 == 0)
            all[step / 4] = aw_spawn(&loop, takes_and_gives,
                                     num((intptr_t)graded_random(4)), NULL);
        if (graded_random(3) == 0)
            turn();
        if (graded_random(2) == 0)
            aw_task_cancel(all[graded_random((uint64_t)step / 4 + 1)], NULL);
        if (graded_random(20) == 0)
            aw_sem_set_limit(&sem, (size_t)graded_random(6));
    }
    aw_sem_set_limit(&sem, 3);
    run_all();
    for (int i = 0; i < 250; i++) {
        EXPECT(aw_future_done(&all[i]->future), "round %d: has task %d ended?",
               round, i);
        aw_task_drop(all[i]);
    }
}

/* F10 */
GRADED(sem, a_thousand_random_steps_lose_nothing,
       "Nothing is lost when somebody gives up")
{
    open_sem(3, 3);
    for (int round = 1; round <= 8; round++) {
        UNCOUNTED
        random_steps(round);
        EXPECT_INT(sem.value, 3, "round %d: counted free permits", round);
        EXPECT_INT(sem.debt, 0, "round %d: and those that are owed", round);
        EXPECT_INT(taken, 0, "round %d: and those that are taken", round);
    }
    close_sem();
}

/* ---- In any order -------------------------------------------------------*/

static int busy, most_busy, gone;

/* Has a permit for `arg` milliseconds. */
static int is_busy(void *arg)
{
    int rc = aw_sem_wait(&sem);

    gone++;
    if (rc < 0)
        return rc;
    busy++;
    most_busy = busy > most_busy ? busy : most_busy;
    aw_sleep((intptr_t)arg * AW_MS);
    busy--;
    aw_sem_release(&sem);
    return 0;
}

static struct aw_task *one[12];

/* A task, which comes before the release of its millisecond or behind it. */
static int asks_one(void *arg)
{
    intptr_t i = (intptr_t)arg;

    aw_sleep((1 + i / 3) * AW_MS);
    aw_task_cancel(one[i], "asked");
    return 0;
}

GRADED_ORDER_FREE(sem, no_order_loses_a_permit,
                  "Nothing is lost when somebody gives up")
{
    busy = most_busy = gone = 0;
    open_sem(2, 2);
    for (int i = 0; i < 12; i++) {
        one[i] = spawn("a", is_busy, num(1 + i % 3));
        if (i % 3 == 2)
            launch("asker", asks_one, num(i));
    }
    run_all();
    for (int i = 0; i < 12; i++)
        aw_task_drop(one[i]);
    EXPECT_INT(gone, 12, "twelve came, and four were asked to end");
    EXPECT_INT(most_busy, 2, "so many had a permit at a time");
    EXPECT_INT(sem.value, 2, "and so many are free in the end");
    close_sem();
}
