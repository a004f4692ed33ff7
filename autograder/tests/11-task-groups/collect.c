/* SPDX-License-Identifier: MIT */
/* Trees out of tasks: who is in them, where they lie, and who frees them. */
#include "fixture.h"

/* ---- What is in a tree --------------------------------------------------*/

/* Say the tree as its pointers have it: "p{load fetch{m1 m2} p}"; a "!" stands
 * behind whoever does not know his group. */
static void say_links(const struct aw_error *e, const struct aw_error *in,
                      char *text)
{
    strcat(strcat(text, e->name), e->group == in ? "" : "!");
    if (!e->first)
        return;
    strcat(text, "{");
    for (const struct aw_error *m = e->first; m; m = m->next) {
        say_links(m, e, text);
        strcat(text, m->next ? " " : "");
    }
    strcat(text, "}");
}

static void say_tree(const struct aw_error *tree)
{
    char text[500] = "";

    if (tree)
        say_links(tree, NULL, text);
    say("%s", tree ? text : "none");
}

static int grows(void *arg)
{
    int rc = grow_tree();

    (void)arg;
    say_tree(aw_errors());
    return rc;
}

static int grows_well(void *arg)
{
    return grows(arg) == 0;
}

GRADED(collect, all_who_failed_are_in_the_tree,
       "Make a tree of the tasks in `group->failed`, and of `rc` if that is an "
       "error")
{
    open_all();
    run_parent(grows_well, NULL);
    EXPECT_SAID("p{load fetch{m1 m2} p}", "two children, a tree, and a body");
    close_all();
}

static int wraps(void *arg)
{
    const aw_body *inner = arg;
    struct aw_group mine;
    int rc;

    aw_group_begin(&mine);
    aw_group_spawn(&mine, *inner, NULL, AW_NAMED("in"));
    rc = aw_group_close(&mine, 0);
    say_tree(aw_errors());
    return rc;
}

static int wraps_again(void *arg)
{
    static aw_body inner = grows;

    (void)arg;
    return wraps(&inner);
}

static int wraps_thrice(void *arg)
{
    static aw_body inner = wraps_again;

    (void)arg;
    return wraps(&inner) == 0;
}

GRADED(collect, a_tree_moves_up_through_three_levels,
       "A tree, as it lies in memory: one block.")
{
    open_all();
    run_parent(wraps_thrice, NULL);
    EXPECT_SAID("in{load fetch{m1 m2} in} in{in{load fetch{m1 m2} in}} "
                "p{in{in{load fetch{m1 m2} in}}}",
                "a group in a group in a group");
    close_all();
}

static int lies_in_a_row(void *arg)
{
    const struct aw__tree *tree;

    (void)arg;
    grow_tree();
    tree = aw_container_of(aw_errors(), struct aw__tree, error[0]);
    for (size_t i = 0; i < tree->n; i++)
        say("%s:%s", tree->error[i].name, aw_error_name(tree->error[i].code));
    return 0;
}

GRADED(collect, groups_stand_before_their_members,
       "A group stands before its members, and members stand in their order.")
{
    open_all();
    run_parent(lies_in_a_row, NULL);
    EXPECT_SAID("p:AW_EGROUP load:EIO fetch:AW_EGROUP m1:ETIMEDOUT "
                "m2:ECONNREFUSED p:EINVAL",
                "looked at the block");
    close_all();
}

static const char *begun_at, *spawned_at;

static int knows_its_places(void *arg)
{
    const struct aw_error *root;

    (void)arg;
    aw_group_begin(&group);
    begun_at = group.scope.where;
    spawned_at = aw_group_spawn(&group, returns, num(-EIO), NULL)->future.where;
    aw_sleep(AW_MS);
    aw_group_close(&group, -EINVAL);
    root = aw_errors();
    say("%d", strcmp(root->where, begun_at) == 0);
    say("%d", strcmp(root->first->where, spawned_at) == 0);
    say("%d", strcmp(root->first->next->where, begun_at) == 0);
    return 0;
}

GRADED(collect, each_knows_its_place,
       "\"file:line\": it was spawned there; or, of a group or a body's error, "
       "the group was begun")
{
    open_all();
    run_parent(knows_its_places, NULL);
    EXPECT_SAID("1 1 1", "the root, a child, and the body");
    EXPECT(strstr(begun_at, "collect.c:") && strstr(spawned_at, "collect.c:"),
           "looked where they were begun and spawned");
    close_all();
}

static int fails_alone(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    aw_group_spawn(&group, returns, num(-EIO), AW_NAMED("a"));
    say_when(aw_group_close(&group, 0));
    say_tree(aw_errors());
    aw_group_begin(&group);
    say_when(aw_group_close(&group, -EPIPE));
    say_tree(aw_errors());
    return 0;
}

GRADED(collect, one_error_is_a_tree_as_well,
       "Returns AW_EGROUP; without memory the first error")
{
    open_all();
    run_parent(fails_alone, NULL);
    EXPECT_SAID("p=AW_EGROUP@0 p{a} p=AW_EGROUP@0 p{p}", "one error each time");
    close_all();
}

static int gives_up(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    aw_group_spawn(&group, returns, num(-EIO), AW_NAMED("a"));
    say_when(aw_group_close(&group, aw_sleep(AW_SEC)));
    say_tree(aw_errors());
    return 0;
}

GRADED(collect, a_body_that_was_asked_to_end_is_no_error,
       "and of `rc` if that is an error")
{
    open_all();
    run_parent(gives_up, NULL);
    EXPECT_SAID("p=AW_EGROUP@0 p{a}", "the body returns -ECANCELED");
    close_all();
}

/* ---- Memory -------------------------------------------------------------*/

static int counts_blocks(void *arg)
{
    size_t before = memory.blocks, bytes;

    (void)arg;
    grow_tree();
    say("%d", (int)(memory.blocks - before));
    bytes = memory.bytes;
    grow_tree();
    say("%d %d", (int)(memory.blocks - before), memory.bytes == bytes);
    return 0;
}

GRADED(collect, a_tree_is_one_block_and_the_next_takes_its_place,
       "it takes the place of the one that the parent had")
{
    open_all();
    run_parent(grows_well, NULL); /* its stacks rest in the pool */
    forget();
    run_parent(counts_blocks, NULL);
    EXPECT_SAID("1 1 1", "two trees, one after the other");
    close_all();
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
    close_all();
}

GRADED(collect, it_is_there_as_long_as_somebody_holds_the_task,
       "until the next group of that task fails, or the task is freed.")
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
    close_all();
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
    close_all();
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
    close_all();
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
    close_all();
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
    close_all();
}

/* ---- Handing on ---------------------------------------------------------*/

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
    close_all();
}

static int only_adopts(void *arg)
{
    (void)arg;
    aw_errors_adopt(&other->future);
    say_tree(aw_errors());
    return 0;
}

GRADED(collect, an_adopted_tree_goes_with_its_task,
       "until the next group of that task fails, or the task is freed.")
{
    open_all();
    other = spawn("o", grows, NULL);
    run_all();
    forget();
    run_parent(only_adopts, NULL);
    EXPECT_SAID("o{load fetch{m1 m2} o}", "adopted by one without a group");
    aw_future_result(&other->future, NULL);
    aw_task_drop(other);
    close_all();
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
    close_all();
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
    close_all();
}

GRADED(collect, adopting_outside_of_a_task_is_misuse,
       "Misuse outside of a task.")
{
    open_all();
    EXPECT_MISUSE(aw_errors_adopt(&f), "", "adopted outside of a task");
}
