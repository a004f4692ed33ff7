/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* ---- None is left -------------------------------------------------------*/

/* E1 */
GRADED(group, the_end_waits_for_all_children,
       "When aw_group_close returns, no child runs.")
{
    open_all();
    run_parent(waits_for_two, NULL);
    EXPECT_SAID("body b+2@3 a+1@5 p+7@5", "spawned two, and closed with 7");
    close_clean();
}

static int waits_for_nobody(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    say_group(aw_group_close(&group, 4));
    aw_group_begin(&group);
    return say_group(aw_group_close(&group, -EIO));
}

/* E20 */
GRADED(group, without_children_it_does_not_suspend,
       "Without children it does not suspend.")
{
    struct aw_task *task;

    open_all();
    task = spawn("p", waits_for_nobody, NULL);
    run_all();
    EXPECT_SAID("p+4@0 p=AW_EGROUP@0 p:EIO", "two groups without children");
    EXPECT_INT(task->steps, 1, "how often did the parent run?");
    EXPECT_INT(task->future.result, AW_EGROUP, "what has come of it?");
    task->future.retrieved = true;
    aw_task_drop(task);
    close_clean();
}

static int waits_for_the_ended(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    ADD("a", 1, 0);
    aw_sleep(5 * AW_MS);
    say("%d", (int)aw_task_self()->steps);
    aw_group_close(&group, 0);
    say("%d", (int)aw_task_self()->steps);
    return 0;
}

GRADED(group, when_all_have_ended_it_does_not_suspend,
       "Without children it does not suspend.")
{
    open_all();
    run_parent(waits_for_the_ended, NULL);
    EXPECT_SAID("a+0@1 2 2", "the only child has ended long before");
    close_clean();
}

static int describes_itself(void *arg)
{
    char text[100];
    (void)arg;
    say("%s", aw_task_describe(parent, text, sizeof(text)));
    return 0;
}

static int is_described(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    aw_group_spawn(&group, describes_itself, NULL, NULL);
    return aw_group_close(&group, 0);
}

GRADED(group, it_waits_for_a_group, "main (#1) waiting for a group")
{
    run_and_ask(is_described, -1, -1);
    EXPECT_SAID("p (#1) waiting for a group", "a child describes its parent");
    end_of_parent(0);
}

/* ---- No memory ----------------------------------------------------------*/

/* Returns whether there was a request number `n`. */
static bool fail_once(size_t n)
{
    open_all();
    forget();
    memory.fail_once = memory.calls + n;
    parent = spawn("p", all_fail, NULL);
    if (parent)
        aw_task_drop(parent);
    run_all();
    EXPECT(!strstr(said(), "reported"), "request %zu refused; said %s", n,
           said());
    close_clean();
    return memory.calls >= memory.fail_once;
}

GRADED(
    group, with_any_request_for_memory_refused_nothing_is_lost,
    "Without memory for the tree the first error in it stands for all of them.")
{
    bool refused = true;

    for (size_t n = 1; refused; n++)
        UNCOUNTED
    {
        refused = fail_once(n);
    }
    EXPECT_INT(loop.live[AW_TASKS], 0, "each request refused once");
}

/* ---- In any order -------------------------------------------------------*/

static int living;

static int lives_for(void *arg)
{
    const struct job *job = arg;
    int rc;

    living++;
    rc = aw_sleep(job->ms * AW_MS);
    if (rc < 0)
        aw_sleep(job->clean * AW_MS);
    living--;
    return rc < 0 ? rc : job->rc;
}

static int outcome, left_over;

/* Eight children, three of whom fail in the same moment. */
static int closes_on_eight(void *arg)
{
    static struct job job[8];

    (void)arg;
    aw_group_begin(&group);
    for (int i = 0; i < 8; i++) {
        job[i] = (struct job){.ms = i < 3 ? 2 : 1 + i, .clean = i};
        job[i].rc = i < 3 ? -EIO : 0;
        aw_group_spawn(&group, lives_for, &job[i], NULL);
    }
    outcome = aw_group_close(&group, 0);
    left_over = living;
    return outcome;
}

GRADED_ORDER_FREE(group, none_is_left_in_any_order,
                  "When aw_group_close returns, no child runs.")
{
    living = outcome = left_over = 0;
    open_all();
    parent = spawn("p", closes_on_eight, NULL);
    run_all();
    EXPECT_INT(outcome, AW_EGROUP, "three of eight fail at once");
    EXPECT_INT(left_over, 0, "so many children ran when it had returned");
    EXPECT_INT(aw_cancelling(parent), 0, "and so many requests were left");
    aw_future_result(&parent->future, NULL);
    aw_task_drop(parent);
    close_clean();
}
