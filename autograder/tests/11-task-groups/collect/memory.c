/* SPDX-License-Identifier: MIT */
#include "fixture.h"

static int counts_blocks(void *arg)
{
    size_t before = memory.blocks, bytes;

    (void)arg;
    grow_tree();
    EXPECT_INT(memory.blocks - before, 1, "a group has failed: blocks");
    bytes = memory.bytes;
    grow_tree();
    EXPECT_INT(memory.blocks - before, 1, "another one has failed: blocks");
    EXPECT_INT(memory.bytes, bytes, "another one has failed: bytes");
    say("seen");
    return 0;
}

GRADED(collect, a_tree_is_one_block_and_the_next_takes_its_place,
       "it takes the place of the one that the parent had")
{
    open_all();
    run_parent(grows_well, NULL); /* its stacks rest in the pool */
    forget();
    run_parent(counts_blocks, NULL);
    EXPECT_SAID("seen", "two trees, one after the other");
    close_clean();
}

static int hands_itself_on(void *arg)
{
    int rc = grow_tree();

    (void)arg;
    aw_group_begin(&group);
    aw_group_spawn(&group, returns, num(-EBADF), AW_NAMED("late"));
    aw_sleep(AW_MS);
    rc = aw_group_close(&group, rc);
    say_tree(aw_errors());
    return rc == 0;
}

GRADED(collect, the_bodys_tree_may_be_the_one_that_goes,
       "A body that fails with AW_EGROUP hands on the tree that aw_errors() "
       "has.")
{
    open_all();
    run_parent(hands_itself_on, NULL);
    EXPECT_SAID("p{late p{load fetch{m1 m2} p}}", "the body's tree is copied");
    close_clean();
}

GRADED(collect, it_is_there_as_long_as_somebody_holds_the_task,
       "until the next group of that task fails, aw_except has taken out the "
       "last error, or the task is freed.")
{
    struct aw_task *task;

    open_all();
    task = spawn("p", grows, NULL);
    run_all();
    forget();
    say_tree(aw_errors_of(&task->future));
    EXPECT_SAID("p{load fetch{m1 m2} p}", "looked when the task had ended");
    aw_future_result(&task->future, NULL);
    aw_task_drop(task);
    close_clean();
}

/* Fail the requests for memory from here on, until the group is closed. */
static int grows_without_memory(void *arg)
{
    int rc;

    aw_group_begin(&group);
    if (arg)
        aw_group_spawn(&group, fetches, NULL, AW_NAMED("fetch"));
    add_failing(&group, "load", -EIO);
    aw_sleep(AW_MS);
    memory.fail_from = memory.calls + 1;
    rc = aw_group_close(&group, -EINVAL);
    memory.fail_from = 0;
    say_when(rc);
    say_tree(aw_errors());
    return 0;
}

GRADED(collect, without_memory_the_first_error_stands_for_all,
       "without memory the first error, and the parent has no tree then.")
{
    open_all();
    run_parent(grows_without_memory, NULL);
    EXPECT_SAID("p=EIO@0 none", "no memory for the tree");
    close_clean();
}

static int waits_for_fetch(void *arg)
{
    int rc;

    (void)arg;
    aw_group_begin(&group);
    aw_group_spawn(&group, fetches, NULL, AW_NAMED("fetch"));
    while (!aw_list_empty(&group.children))
        aw_yield();
    memory.fail_from = memory.calls + 1;
    rc = aw_group_close(&group, 0);
    memory.fail_from = 0;
    say_when(rc);
    say_tree(aw_errors());
    return 0;
}

GRADED(collect, without_memory_a_tree_stands_for_its_first_error,
       "Without memory for the tree the first error in it stands for all of "
       "them.")
{
    open_all();
    run_parent(waits_for_fetch, NULL);
    EXPECT_SAID("p=ETIMEDOUT@0 none", "no memory, and a child's tree is first");
    close_clean();
}

static int fails_without_memory(void *arg)
{
    int rc;

    (void)arg;
    grow_tree();
    aw_group_begin(&group);
    memory.fail_from = memory.calls + 1;
    rc = aw_group_close(&group, -EPIPE);
    memory.fail_from = 0;
    say_when(rc);
    say_tree(aw_errors());
    return 0;
}

GRADED(collect, without_memory_an_older_tree_goes_all_the_same,
       "without memory the first error, and the parent has no tree then.")
{
    open_all();
    run_parent(fails_without_memory, NULL);
    EXPECT_SAID("p=EPIPE@0 none", "no memory, and the body is all that fails");
    close_clean();
}

static int hands_on_without_memory(void *arg)
{
    int rc = grow_tree();

    (void)arg;
    aw_group_begin(&group);
    memory.fail_from = memory.calls + 1;
    rc = aw_group_close(&group, rc);
    memory.fail_from = 0;
    say("%s", aw_error_name(rc));
    say_tree(aw_errors());
    return 0;
}

GRADED(collect, without_memory_the_bodys_tree_is_its_first_error,
       "Without memory for the tree the first error in it stands for all of "
       "them.")
{
    open_all();
    run_parent(hands_on_without_memory, NULL);
    EXPECT_SAID("EIO none", "no memory, and the body hands its own tree on");
    close_clean();
}

GRADED(collect, the_first_error_is_no_group,
       "The code of the first error in the tree `root` that is no group.")
{
    struct aw_error e[3] = {{.code = AW_EGROUP, .first = &e[1]},
                            {.code = AW_EGROUP, .first = &e[2]},
                            {.code = -EIO}};

    EXPECT_INT(aw__errors_first(&e[0]), -EIO, "one in a group in a group");
    EXPECT_INT(aw__errors_first(&e[2]), -EIO, "one by itself");
}

static int frees(void *arg)
{
    (void)arg;
    aw__errors_free(aw_task_self());
    say_tree(aw_errors());
    grow_tree();
    aw__errors_free(aw_task_self());
    say_tree(aw_errors());
    return 0;
}

GRADED(collect, a_tree_can_be_freed,
       "Free the tree of the task, if it has one.")
{
    open_all();
    run_parent(frees, NULL);
    EXPECT_SAID("none none", "freed none, and one");
    close_clean();
}
