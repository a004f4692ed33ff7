/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* ---- Chance -------------------------------------------------------------*/

static int inside, came, served;

static int comes(void *arg)
{
    int rc, ticket = came++;

    rc = aw_lock_wait(&lock);
    if (rc < 0)
        return rc;
    EXPECT_INT(++inside, 1, "counted those who have the lock");
    EXPECT_AT_LEAST(ticket, served, "ticket %d after %d", ticket, served);
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
    inside = came = served = 0;
    UNCOUNTED
    {
        for (int step = 0; step < 1000; step++) {
            if (step % 5 == 0)
                all[step / 5] = aw_spawn(&loop, comes,
                                         num((intptr_t)graded_random(4)), NULL);
            if (graded_random(3) == 0)
                turn();
            if (graded_random(2) == 0)
                aw_task_cancel(all[graded_random((uint64_t)step / 5 + 1)],
                               NULL);
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

static int together, ended;

static int takes_it_for_a_while(void *arg)
{
    int rc = aw_lock_wait(&lock);

    if (rc < 0)
        return rc;
    together += ++inside > 1;
    rc = aw_sleep((intptr_t)arg * AW_MS);
    inside--;
    aw_lock_release(&lock);
    return rc;
}

/* Comes back at once, while others have been woken. */
static int takes_it_twice(void *arg)
{
    int rc = takes_it_for_a_while(arg);

    if (rc == 0)
        rc = takes_it_for_a_while(arg);
    ended++;
    return rc;
}

GRADED_ORDER_FREE(lock, in_no_order_two_have_it,
                  "Nothing is lost when somebody gives up")
{
    struct asker asker[4];
    struct aw_task *one[12];

    inside = together = ended = 0;
    open_lock();
    for (int i = 0; i < 12; i++) {
        one[i] = spawn("a", takes_it_twice, num(1 + i % 2));
        if (i % 3 == 2)
            ask_at(&asker[i / 3], one[i], 2 + i / 3);
    }
    run_all();
    for (int i = 0; i < 12; i++)
        aw_task_drop(one[i]);
    EXPECT_INT(ended, 12, "twelve came twice, and four were asked to end");
    EXPECT_INT(together, 0, "and found another one who had it");
    EXPECT_INT(inside, 0, "and in the end nobody has it");
    close_lock();
}
