/* SPDX-License-Identifier: MIT */
#include "fixture.h"

enum { FEW = 7 };

static void says_the_rest(void)
{
    say("|%zu/%zu", sem.value, sem.waiters.n);
}

static int takes_often(void *arg)
{
    (void)arg;
    for (int i = 0; i < 5; i++) {
        if (graded_random(5) == 0) {
            bool taken = aw_sem_try(&sem);

            say("%s?%d", me(), taken);
            if (!taken)
                continue;
        } else if (say_result(aw_sem_wait(&sem)) < 0) {
            continue;
        }
        for (uint64_t n = graded_random(4); n > 0; n--)
            aw_yield();
        aw_sem_release(&sem);
    }
    return 0;
}

GRADED(sem, drawn_permits_go_round_as_in_the_reference,
       "Give a permit back, and to the first who waits still")
{
    int taken = 0; /* by the loop itself */

    open_sem((size_t)graded_random(3), 3);
    for (int i = 0; i < FEW; i++)
        task[i] = spawn_letter(i, takes_often);
    for (int i = 0; i < 60; i++) {
        size_t limit = (size_t)graded_random(5);

        turn();
        switch (graded_random(7)) {
        case 0:
            aw_sem_set_limit(&sem, limit);
            say("limit%zu", limit);
            break;
        case 1:
            taken += aw_sem_try(&sem);
            break;
        case 2:
            if (taken > 0)
                aw_sem_release(&sem);
            taken -= taken > 0;
            break;
        case 3:
        case 4:
            ask(task[graded_random(FEW)]);
        }
        says_the_rest();
    }
    aw_sem_set_limit(&sem, 2);
    while (taken-- > 0)
        aw_sem_release(&sem);
    aw_sem_set_limit(&sem, 5);
    run_all();
    says_the_rest();
    let_go(FEW);
    EXPECT_AS_REFERENCE("seven take permits (a+0, a?1) and give them back, "
                        "while the limit changes (limit2) and some are asked "
                        "to end (-a1); |1/3: one is free, three wait");
}
