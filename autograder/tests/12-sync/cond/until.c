/* SPDX-License-Identifier: MIT */
#include "fixture.h"

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
