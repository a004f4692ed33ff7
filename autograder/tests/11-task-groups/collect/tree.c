/* SPDX-License-Identifier: MIT */
#include "fixture.h"

GRADED(collect, all_who_failed_are_in_the_tree,
       "Make a tree of the tasks in `group->failed`, and of `rc` if that is an "
       "error")
{
    open_all();
    run_parent(grows_well, NULL);
    EXPECT_SAID("p{load fetch{m1 m2} p}", "two children, a tree, and a body");
    close_clean();
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
       "Make a tree of the tasks in `group->failed`, and of `rc` if that is an "
       "error")
{
    open_all();
    run_parent(wraps_thrice, NULL);
    EXPECT_SAID("in{load fetch{m1 m2} in} in{in{load fetch{m1 m2} in}} "
                "p{in{in{load fetch{m1 m2} in}}}",
                "a group in a group in a group");
    close_clean();
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
    close_clean();
}

/* Its group fails, which it can do without; then it fails by itself. */
static int fails_behind_its_group(void *arg)
{
    fetches(arg);
    return -EIO;
}

static int has_one_with_an_old_tree(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    aw_group_spawn(&group, fails_behind_its_group, NULL, AW_NAMED("a"));
    say_group(aw_group_close(&group, 0));
    say_tree(aw_errors());
    return 0;
}

GRADED(collect, an_older_tree_of_a_child_is_not_its_error,
       "With any other error it stands alone, whatever tree it still has.")
{
    open_all();
    run_parent(has_one_with_an_old_tree, NULL);
    EXPECT_SAID("p=AW_EGROUP@0 a:EIO p{a}",
                "a child's group fails, and then the child with -EIO");
    close_clean();
}

static int has_a_long_name(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    add_failing(&group, "mirror-of-the-mirror-at-home-00", -EIO);
    return say_group(aw_group_close(&group, 0)) == 0;
}

GRADED(collect, names_are_kept_whole, "of the task that has failed")
{
    open_all();
    run_parent(has_a_long_name, NULL);
    EXPECT_SAID("p=AW_EGROUP@0 mirror-of-the-mirror-at-home-00:EIO",
                "a name of 31 bytes");
    close_clean();
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
    EXPECT_STR(root->where, begun_at, "looked at the root");
    EXPECT_STR(root->first->where, spawned_at, "looked at a child's error");
    EXPECT_STR(root->first->next->where, begun_at, "looked at the body's");
    say("seen");
    return 0;
}

GRADED(collect, each_knows_its_place,
       "\"file:line\": it was spawned there; or, of a group or a body's error, "
       "the group was begun")
{
    open_all();
    run_parent(knows_its_places, NULL);
    EXPECT_SAID("seen", "the root, a child, and the body");
    EXPECT_HAS(begun_at, __FILE__, "looked where it was begun");
    EXPECT_HAS(spawned_at, __FILE__, "looked where a child was spawned");
    close_clean();
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
    close_clean();
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
    close_clean();
}
