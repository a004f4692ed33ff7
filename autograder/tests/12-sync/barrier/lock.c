/* SPDX-License-Identifier: MIT */
#include "fixture.h"

static int keeps_its_lock(void *arg)
{
    (void)arg;
    aw_lock_wait(&barrier.lock);
    aw_await(&f, NULL);
    aw_lock_release(&barrier.lock);
    return 0;
}

GRADED(barrier, people_are_told_which_barrier,
       "Its lock and its condition have this name, too.")
{
    open_barrier(2);
    let_come(1);
    EXPECT_STR(described(task[0]), "waiting for condition \"start\"",
               "described one who is there");
    launch("k", keeps_its_lock, NULL);
    come(1);
    turn();
    EXPECT_STR(described(task[1]), "waiting for lock \"start\"",
               "described one who comes while somebody has its lock");
    aw_future_resolve(&f, NULL);
    let_go(2);
}

GRADED(barrier, its_end_while_somebody_waits_for_its_lock_is_misuse,
       "deinit is misuse while somebody waits")
{
    open_barrier(2);
    launch("k", keeps_its_lock, NULL);
    launch("r", resets, NULL);
    turn();
    EXPECT_MISUSE(aw_barrier_deinit(&barrier), "", "one waits for its lock");
    aw_future_resolve(&f, NULL);
    run_all();
    EXPECT_SAID("r+0", "and has it in the end");
    let_go(0);
}
