/* SPDX-License-Identifier: MIT */
#include "fixture.h"

static struct aw_group inner;

static int nests(void *arg)
{
    int rc;

    (void)arg;
    aw_group_begin(&group);
    ADD("a", 5, -EIO);
    aw_group_begin(&inner);
    add(&inner, "b", &(struct job){.ms = 5, .rc = -ENOENT});
    rc = say_group(aw_group_close(&inner, aw_sleep(20 * AW_MS)));
    say("%u", aw_cancelling(parent));
    say_when(aw_sleep(AW_MS));
    say_group(aw_group_close(&group, rc));
    say("%u", aw_cancelling(parent));
    return say_when(aw_sleep(AW_MS));
}

/* E8, E9 */
GRADED(group, two_that_fail_in_one_turn_keep_their_requests,
       "Groups may stand inside of each other, in one body or in the bodies "
       "of children.")
{
    run_and_ask(nests, -1, -1);
    EXPECT_SAID("a=EIO@5 b=ENOENT@5 p=AW_EGROUP@5 b:ENOENT 1 p=ECANCELED@5 "
                "p=AW_EGROUP@5 a:EIO b:ENOENT 0 p+0@6",
                "a child of the outer and one of the inner group fail");
    end_of_parent(0);
}

static int inner_alone(void *arg)
{
    int rc;

    (void)arg;
    aw_group_begin(&group);
    ADD("a", 50);
    aw_group_begin(&inner);
    add(&inner, "b", &(struct job){.ms = 5, .rc = -ENOENT});
    rc = say_group(aw_group_close(&inner, 0));
    return say_group(aw_group_close(&group, rc)) == 0;
}

/* E9 */
GRADED(group, a_body_hands_its_tree_on,
       "A body that fails with AW_EGROUP hands on the tree that aw_errors() "
       "has.")
{
    run_and_ask(inner_alone, -1, -1);
    EXPECT_SAID("b=ENOENT@5 p=AW_EGROUP@5 b:ENOENT a=ECANCELED@5 "
                "p=AW_EGROUP@5 b:ENOENT",
                "the inner group fails, and the body hands that on");
    end_of_parent(0);
}

static int outer_ends_inner(void *arg)
{
    int rc;

    (void)arg;
    aw_group_begin(&group);
    ADD("a", 5, -EIO);
    aw_group_begin(&inner);
    add(&inner, "b", &(struct job){.ms = 50, .rc = 0, .clean = 2});
    rc = say_when(aw_group_close(&inner, aw_sleep(20 * AW_MS)));
    return say_group(aw_group_close(&group, rc)) == 0;
}

/* E9 */
GRADED(group, the_outer_one_ends_the_inner_one,
       "Groups may stand inside of each other, in one body or in the bodies "
       "of children.")
{
    run_and_ask(outer_ends_inner, -1, -1);
    EXPECT_SAID("a=EIO@5 b=ECANCELED@7 p=ECANCELED@7 p=AW_EGROUP@7 a:EIO",
                "a child of the outer group fails");
    end_of_parent(0);
}

enum { LEVELS = 1000 };
static int level;

/* A task whose only child is the same again. */
static int nests_deeply(void *arg)
{
    struct aw_group mine;
    int rc;

    aw_group_begin(&mine);
    if (++level < LEVELS)
        aw_group_spawn(&mine, nests_deeply, arg, NULL);
    rc = aw_group_close(&mine, aw_sleep(level < LEVELS ? AW_SEC : 5 * AW_MS));
    return aw_task_self()->parent_id ? rc : say_when(rc);
}

/* C23 */
GRADED(group, a_thousand_levels_are_asked_without_recursion,
       "Groups may stand inside of each other, in one body or in the bodies "
       "of children.")
{
    struct asker asker;

    open_all();
    level = 0;
    parent = spawn("p", nests_deeply, NULL);
    ask_at(&asker, parent, 2);
    run_all();
    EXPECT_INT(level, LEVELS, "counted levels");
    EXPECT_SAID("p=ECANCELED@2", "asked the outermost of 1000 to end");
    end_of_parent(1);
}
