/* SPDX-License-Identifier: MIT */
#include "fixture.h"

static struct aw_task *other;

static int adopts(void *arg)
{
    int rc;

    (void)arg;
    rc = aw_await(&other->future, NULL);
    say_when(rc);
    say("%s", aw_error_name(aw_errors_adopt(&other->future)));
    aw_task_drop(other);
    say_tree(aw_errors());
    aw_group_begin(&group);
    rc = aw_group_close(&group, rc);
    say_tree(aw_errors());
    return 0;
}

GRADED(collect, an_adopted_tree_is_a_copy,
       "Make a copy of aw_errors_of(future) this task's own aw_errors(), in "
       "place of those that it had")
{
    open_all();
    other = spawn("o", grows, NULL);
    run_all();
    forget();
    run_parent(adopts, NULL);
    EXPECT_SAID("p=AW_EGROUP@0 OK o{load fetch{m1 m2} o} "
                "p{o{load fetch{m1 m2} o}}",
                "adopted the tree of a task, and let that go");
    close_clean();
}

static int only_adopts(void *arg)
{
    (void)arg;
    aw_errors_adopt(&other->future);
    say_tree(aw_errors());
    return 0;
}

GRADED(collect, an_adopted_tree_goes_with_its_task,
       "until the next group of that task fails, aw_except has taken out the "
       "last error, or the task is freed.")
{
    open_all();
    other = spawn("o", grows, NULL);
    run_all();
    forget();
    run_parent(only_adopts, NULL);
    EXPECT_SAID("o{load fetch{m1 m2} o}", "adopted by one without a group");
    aw_future_result(&other->future, NULL);
    aw_task_drop(other);
    close_clean();
}

static int adopts_in_place(void *arg)
{
    (void)arg;
    grow_tree();
    say_tree(aw_errors());
    aw_errors_adopt(&other->future);
    say_tree(aw_errors());
    return 0;
}

GRADED(collect, it_takes_the_place_of_those_that_it_had,
       "in place of those that it had")
{
    open_all();
    other = spawn("o", grows, NULL);
    run_all();
    forget();
    run_parent(adopts_in_place, NULL);
    EXPECT_SAID("p{load fetch{m1 m2} p} o{load fetch{m1 m2} o}",
                "adopted behind a failure of its own");
    aw_future_result(&other->future, NULL);
    aw_task_drop(other);
    close_clean();
}

static int adopts_in_vain(void *arg)
{
    (void)arg;
    grow_tree();
    say("%s", aw_error_name(aw_errors_adopt(&f)));
    memory.fail_from = memory.calls + 1;
    say("%s", aw_error_name(aw_errors_adopt(&other->future)));
    memory.fail_from = 0;
    say_tree(aw_errors());
    return 0;
}

GRADED(collect, what_cannot_be_adopted_changes_nothing,
       "Returns 0; -ENOENT, when the future has none; -ENOMEM: then, too, "
       "nothing has changed.")
{
    open_all();
    other = spawn("o", grows, NULL);
    run_all();
    forget();
    run_parent(adopts_in_vain, NULL);
    EXPECT_SAID("ENOENT ENOMEM p{load fetch{m1 m2} p}",
                "a future without a tree; and no memory");
    aw_future_result(&other->future, NULL);
    aw_task_drop(other);
    close_clean();
}

GRADED(collect, adopting_outside_of_a_task_is_misuse,
       "Misuse outside of a task.")
{
    open_all();
    EXPECT_MISUSE(aw_errors_adopt(&f), "", "adopted outside of a task");
}
