/* SPDX-License-Identifier: MIT */
#include "fixture.h"

static struct aw_group inner;

GRADED(group, outside_of_a_task_is_misuse, "Misuse outside of a task")
{
    open_all();
    EXPECT_MISUSE(aw_group_begin(&group), "", "began outside of a task");
}

static int begins_twice(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    EXPECT_MISUSE(aw_group_begin(&group), "", "began twice");
    return aw_group_close(&group, 0);
}

/* E16 */
GRADED(group, beginning_twice_is_misuse,
       "Misuse outside of a task, and while `group` is open already.")
{
    open_all();
    run_parent(begins_twice, NULL);
}

static int closes_wrongly(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    aw_group_begin(&inner);
    EXPECT_MISUSE(aw_group_close(&group, 0), "", "closed the outer one first");
    aw_group_close(&inner, 0);
    aw_group_close(&group, 0);
    EXPECT_MISUSE(aw_group_close(&group, 0), "", "closed twice");
    EXPECT_MISUSE(aw_group_cancel(&group, NULL), "", "cancelled a closed one");
    return 0;
}

/* E16, C24 */
GRADED(group, closing_in_the_wrong_order_is_misuse,
       "Misuse while a scope is open that was begun inside of it, and when it "
       "is not open in this task.")
{
    open_all();
    run_parent(closes_wrongly, NULL);
}

static int closes_anothers(void *arg)
{
    (void)arg;
    EXPECT_MISUSE(aw_group_close(&group, 0), "", "closed its parent's group");
    return 0;
}

static int is_closed_by_a_child(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    aw_group_spawn(&group, closes_anothers, NULL, NULL);
    return aw_group_close(&group, 0);
}

/* E16 */
GRADED(group, closing_anothers_is_misuse,
       "and when it is not open in this task.")
{
    open_all();
    run_parent(is_closed_by_a_child, NULL);
}

static int forgets_to_close(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    return 0;
}

/* E16 */
GRADED(group, returning_inside_of_one_is_misuse,
       "a body that returns inside of one is told which, and that is misuse")
{
    open_all();
    launch("p", forgets_to_close, NULL);
    EXPECT_MISUSE(run_all(), "returned inside of the group", "forgot to close");
}
