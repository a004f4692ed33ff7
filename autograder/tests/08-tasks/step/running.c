/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* ---- Who runs -----------------------------------------------------------*/

static int looks_who_runs(void *arg)
{
    EXPECT_PTR((void *)aw_task_self(), *(void **)arg, "asked in its body");
    EXPECT_STR(aw_here()->name, "a", "looked at the name of who runs");
    EXPECT_INT(aw_task_self()->state, AW_TASK_RUNNING, "asked in its body");
    aw_yield();
    EXPECT_PTR((void *)aw_task_self(), *(void **)arg, "and behind a yield");
    return 0;
}

GRADED(step, who_runs_is_known,
       "The task that runs now, or NULL outside of any.")
{
    struct aw_task *task;

    open_loop();
    EXPECT_PTR((void *)aw_task_self(), NULL, "asked outside of any");
    task = spawn("a", looks_who_runs, &task);
    for (int i = 0; i < 2; i++) {
        turn();
        EXPECT_PTR((void *)aw_task_self(), NULL, "asked behind a turn");
        EXPECT_PTR((void *)aw_here()->name, NULL, "asked behind a turn");
    }
}

GRADED(step, returning_outside_of_a_task_is_misuse, "Misuse outside of a task.")
{
    open_loop();
    EXPECT_MISUSE(aw_task_return(NULL), "", "set a value outside of any task");
}

/* ---- Yielding -----------------------------------------------------------*/

/* C19 */
GRADED(step, a_yield_takes_one_turn,
       "Let all others that are ready have their turn, and go on in the next "
       "one.")
{
    struct aw_task *task;
    struct aw_handle h;

    open_loop();
    task = spawn("a", yields, num(2));
    turn();
    EXPECT_INT(task->state, AW_TASK_READY, "it has yielded");
    push(&h);
    turn();
    EXPECT_SAID("a1 a2 h", "it yields, and a handle is pushed");
    EXPECT_INT(task->steps, 2, "it was let run twice");
    turn();
    EXPECT(aw_future_done(&task->future), "a third turn");
}

GRADED(step, all_have_their_turn,
       "Let all others that are ready have their turn, and go on in the next "
       "one.")
{
    open_loop();
    launch("a", yields, num(3));
    launch("b", yields, num(1));
    launch("c", yields, num(2));
    run_all();
    EXPECT_SAID("a1 b1 c1 a2 c2 a3", "three tasks that yield");
}

static int deep(int depth)
{
    volatile int mine = depth;

    if (depth == 0)
        return aw_yield();
    return deep(depth - 1) + mine - depth;
}

static int yields_deep_down(void *arg)
{
    int rc = deep((int)(intptr_t)arg);

    say("%s", me());
    return rc;
}

/* C23 */
GRADED(step, it_may_wait_however_deep_it_is,
       "These may suspend the task that calls them, however deep in calls it "
       "is; other tasks run meanwhile.")
{
    open_loop();
    launch("a", yields_deep_down, num(50));
    launch("b", yields, num(1));
    run_all();
    EXPECT_SAID("b1 a", "a yields, 50 calls deep");
}

/* ---- What is settled already --------------------------------------------*/

/* B9 */
GRADED(step, what_is_settled_does_not_suspend,
       "Awaiting what is settled already costs none.")
{
    open_loop();
    aw_future_settle(&f, 3, num(7));
    aw_future_fail(&g, -EIO);
    launch("a", awaits_and_says, &f);
    launch("b", awaits_and_says, &g);
    turn();
    EXPECT_SAID("a+3 7 b=EIO 0", "two await what is settled already");
    aw_future_deinit(&g);
    EXPECT_SAID("a+3 7 b=EIO 0", "and the error was retrieved");
}

GRADED(step, what_was_cancelled_does_not_suspend_either,
       "Awaiting what is settled already costs none.")
{
    struct aw_task *task;

    open_loop();
    aw_future_cancel(&f);
    task = spawn("a", awaits_and_says, &f);
    turn();
    EXPECT_SAID("a=ECANCELED 0", "awaited what was cancelled already");
    EXPECT_INT(task->ncancel, 0, "nobody has asked the task to end");
}
