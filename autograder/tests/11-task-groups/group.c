/* SPDX-License-Identifier: MIT */
/* Groups: none is left, one fails and all end, and who has asked whom. */
#include "fixture.h"

static struct aw_task *parent; /* "p" of the tests that ask it to end */

/* "p", which somebody is going to ask at these moments; -1: nobody. */
static void run_and_ask(aw_body fn, int at, int again)
{
    struct asker asker[2];

    open_all();
    parent = spawn("p", fn, NULL);
    if (at >= 0)
        ask_at(&asker[0], parent, at);
    if (again >= 0)
        ask_at(&asker[1], parent, again);
    run_all();
}

static void end_of_parent(unsigned requests)
{
    EXPECT_INT(aw_cancelling(parent), requests, "counted requests");
    aw_task_drop(parent);
    close_all();
}

/* ---- None is left -------------------------------------------------------*/

static int waits_for_two(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    ADD("a", 5, 1);
    ADD("b", 3, 2);
    say("body");
    return say_group(aw_group_close(&group, 7));
}

/* E1 */
GRADED(group, the_end_waits_for_all_children,
       "When aw_group_close returns, no child runs.")
{
    open_all();
    run_parent(waits_for_two, NULL);
    EXPECT_SAID("body b+2@3 a+1@5 p+7@5", "spawned two, and closed with 7");
    close_all();
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
    close_all();
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
    close_all();
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

/* ---- One fails, all end -------------------------------------------------*/

static int sleeps_beside(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    ADD("a", 50, 0, .clean = 2);
    ADD("b", 5, -EIO);
    return say_group(aw_group_close(&group, say_when(aw_sleep(20 * AW_MS)))) ==
           0;
}

/* E2 */
GRADED(group, a_child_that_fails_ends_all,
       "A child that fails has the others and the body asked to end")
{
    run_and_ask(sleeps_beside, -1, -1);
    EXPECT_SAID("b=EIO@5 p=ECANCELED@5 a=ECANCELED@7 p=AW_EGROUP@7 b:EIO",
                "a child fails while the body sleeps");
    end_of_parent(0);
}

static int closes_at_once(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    ADD("a", 50, 0, .clean = 2);
    ADD("b", 5, -EIO);
    say_group(aw_group_close(&group, 0));
    return say_when(aw_sleep(AW_MS));
}

GRADED(group, a_child_that_fails_ends_the_others,
       "A child that fails while the body runs or close waits has the parent "
       "asked to end, once; that request is taken back here.")
{
    run_and_ask(closes_at_once, -1, -1);
    EXPECT_SAID("b=EIO@5 a=ECANCELED@7 p=AW_EGROUP@7 b:EIO p+0@8",
                "a child fails while close waits");
    end_of_parent(0);
}

static int yields_past_it(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    ADD("b", 0, -EIO); /* it sleeps for a turn */
    aw_yield();
    aw_yield();
    say("%u", aw_cancelling(parent));
    say_group(aw_group_close(&group, 0));
    return say_when(aw_sleep(AW_MS));
}

GRADED(group, a_request_that_nobody_hears_is_taken_back,
       "that request is taken back here.")
{
    run_and_ask(yields_past_it, -1, -1);
    EXPECT_SAID("b=EIO@0 0 p=AW_EGROUP@0 b:EIO p+0@1",
                "a child fails in the turn in which the body closes");
    end_of_parent(0);
}

static int body_fails(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    ADD("a", 50, 0, .clean = 2);
    ADD("b", 60, 0);
    aw_yield();
    return say_group(aw_group_close(&group, -EINVAL)) == 0;
}

/* E3 */
GRADED(group, a_body_that_fails_ends_all, "so does a body that fails.")
{
    run_and_ask(body_fails, -1, -1);
    EXPECT_SAID("b=ECANCELED@0 a=ECANCELED@2 p=AW_EGROUP@2 p:EINVAL",
                "the body fails");
    end_of_parent(0);
}

static int all_fail(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    ADD("a", 50, 0, .clean = 2, .late = -EPIPE);
    ADD("b", 5, -EIO);
    ADD("c", 5, -ENOENT);
    ADD("d", 50, 0, .clean = 1, .late = -EBADF);
    aw_sleep(20 * AW_MS);
    return say_group(aw_group_close(&group, -EINVAL)) == 0;
}

GRADED(group, no_error_is_lost,
       "the children's errors in the order in which they were heard, the "
       "body's at the end")
{
    run_and_ask(all_fail, -1, -1);
    EXPECT_SAID("b=EIO@5 c=ENOENT@5 d=EBADF@6 a=EPIPE@7 p=AW_EGROUP@7 b:EIO "
                "c:ENOENT d:EBADF a:EPIPE p:EINVAL",
                "two in one turn, two while they clean up, and the body");
    end_of_parent(0);
}

static int waits_long(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    ADD("a", 50, 0, .clean = 9);
    ADD("b", 5, -EIO);
    ADD("c", 50, 0, .clean = 3, .late = -EPIPE);
    return say_group(aw_group_close(&group, 0)) == 0;
}

GRADED(group, who_cleans_up_is_left_alone,
       "all children are asked to end, once, in the order of their spawning")
{
    run_and_ask(waits_long, -1, -1);
    EXPECT_SAID("b=EIO@5 c=EPIPE@8 a=ECANCELED@14 p=AW_EGROUP@14 b:EIO c:EPIPE",
                "one fails, and then another one while it cleans up");
    end_of_parent(0);
}

static int ends_three(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    ADD("a", 50);
    ADD("b", 40);
    ADD("c", 60);
    aw_sleep(AW_MS);
    return say_group(aw_group_close(&group, -EIO)) == 0;
}

GRADED(group, they_are_asked_in_the_order_of_their_spawning,
       "all children are asked to end, once, in the order of their spawning")
{
    run_and_ask(ends_three, -1, -1);
    EXPECT_SAID("a=ECANCELED@1 b=ECANCELED@1 c=ECANCELED@1 p=AW_EGROUP@1 p:EIO",
                "the body fails");
    end_of_parent(0);
}

static int cancels_one(void *arg)
{
    struct aw_task *a;

    (void)arg;
    aw_group_begin(&group);
    a = ADD("a", 50);
    ADD("b", 5);
    aw_yield();
    aw_task_cancel(a, "alone");
    return say_group(aw_group_close(&group, 3));
}

/* E15 */
GRADED(group, who_was_cancelled_has_not_failed,
       "A child that was cancelled has not failed.")
{
    run_and_ask(cancels_one, -1, -1);
    EXPECT_SAID("a=ECANCELED@0 b+0@5 p+3@5", "one child was cancelled alone");
    end_of_parent(0);
}

static int awaits_a_child(void *arg)
{
    struct aw_task *b;

    (void)arg;
    aw_group_begin(&group);
    ADD("a", 50);
    b = ADD("b", 5, -EIO);
    return say_group(aw_group_close(&group,
                                    say_when(aw_await(&b->future, NULL)))) == 0;
}

GRADED(group, who_awaits_a_child_that_fails_is_asked,
       "A child that fails has the others and the body asked to end")
{
    run_and_ask(awaits_a_child, -1, -1);
    EXPECT_SAID("b=EIO@5 p=ECANCELED@5 a=ECANCELED@5 p=AW_EGROUP@5 b:EIO",
                "the body awaits the child that fails");
    end_of_parent(0);
}

static int limits_a_child(void *arg)
{
    struct aw_task *a;

    (void)arg;
    aw_group_begin(&group);
    a = ADD("a", 50);
    say_when(aw_wait_for(&a->future, 2 * AW_MS, NULL));
    return say_group(aw_group_close(&group, 1));
}

GRADED(group, whoever_awaits_a_child_can_give_it_up,
       "A child that was cancelled has not failed.")
{
    run_and_ask(limits_a_child, -1, -1);
    EXPECT_SAID("a=ECANCELED@2 p=ETIMEDOUT@2 p+1@2",
                "the body waits for a child, for 2 of its 50 ms");
    end_of_parent(0);
}

/* ---- Somebody else asks the parent --------------------------------------*/

static int has_two(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    ADD("a", 50, 0, .clean = 5);
    ADD("b", 50);
    say_group(aw_group_close(&group, 0));
    return say_when(aw_sleep(AW_MS));
}

/* E4 */
GRADED(group, a_request_reaches_the_children,
       "nobody failed, and somebody else has -ECANCELED asked the parent to "
       "end")
{
    run_and_ask(has_two, 3, -1);
    EXPECT_SAID("b=ECANCELED@3 a=ECANCELED@8 p=ECANCELED@8 p+0@9",
                "asked while close waits");
    end_of_parent(1);
}

static int has_two_and_a_body(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    ADD("a", 50, 0, .clean = 5);
    ADD("b", 50);
    return say_group(aw_group_close(&group, say_when(aw_sleep(20 * AW_MS))));
}

GRADED(group, a_request_that_the_body_hears_is_handed_on,
       "nobody failed, and somebody else has -ECANCELED asked the parent to "
       "end")
{
    run_and_ask(has_two_and_a_body, 3, -1);
    EXPECT_SAID("p=ECANCELED@3 b=ECANCELED@3 a=ECANCELED@8 p=ECANCELED@8",
                "asked while the body sleeps");
    end_of_parent(1);
}

/* E6, E17 */
GRADED(group, it_waits_however_often_the_parent_is_asked,
       "and they are waited for, however often the parent is asked meanwhile.")
{
    run_and_ask(has_two_and_a_body, 3, 5);
    EXPECT_SAID("p=ECANCELED@3 b=ECANCELED@3 a=ECANCELED@8 p=ECANCELED@8",
                "asked at 3, and again at 5 while it waits");
    EXPECT_AT_MOST(parent->steps, 5, "how often did the parent run?");
    end_of_parent(2);
}

static int fails_late(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    ADD("a", 50, 0, .clean = 5, .late = -EIO);
    say_group(aw_group_close(&group, 0));
    say_when(aw_sleep(AW_MS));
    return say_when(aw_sleep(AW_MS));
}

/* E5 */
GRADED(group, errors_count_more_and_the_request_is_not_lost,
       "Errors count more than a request of somebody else; it is not lost by "
       "that, and the parent's next call that suspends returns -ECANCELED.")
{
    run_and_ask(fails_late, 3, -1);
    EXPECT_SAID("a=EIO@8 p=AW_EGROUP@8 a:EIO p=ECANCELED@8 p+0@9",
                "asked, and a child fails while it cleans up");
    end_of_parent(1);
}

GRADED(group, a_request_behind_a_failure_is_not_lost,
       "Errors count more than a request of somebody else; it is not lost by "
       "that, and the parent's next call that suspends returns -ECANCELED.")
{
    run_and_ask(closes_at_once, 6, -1);
    EXPECT_SAID("b=EIO@5 a=ECANCELED@7 p=AW_EGROUP@7 b:EIO p=ECANCELED@7",
                "a child fails at 5, and at 6 the parent is asked");
    end_of_parent(1);
}

/* Its timer is the last one of that moment. */
static int asks_at_5(void *arg)
{
    (void)arg;
    aw_yield();
    aw_yield();
    aw_sleep(5 * AW_MS);
    aw_task_cancel(parent, "asked");
    return 0;
}

GRADED(group, a_request_in_the_turn_of_a_failure_is_not_lost,
       "Errors count more than a request of somebody else; it is not lost by "
       "that, and the parent's next call that suspends returns -ECANCELED.")
{
    open_all();
    parent = spawn("p", closes_at_once, NULL);
    launch("o", asks_at_5, NULL);
    run_all();
    EXPECT_SAID("b=EIO@5 a=ECANCELED@7 p=AW_EGROUP@7 b:EIO p=ECANCELED@7",
                "a child fails, and in the same turn the parent is asked");
    end_of_parent(1);
}

static int swallows(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    ADD("a", 5, -EIO);
    aw_sleep(20 * AW_MS);
    say_group(aw_group_close(&group, -EINVAL));
    return say_when(aw_sleep(AW_MS));
}

/* E7 */
GRADED(group, the_count_is_as_before, "that request is taken back here.")
{
    run_and_ask(swallows, -1, -1);
    EXPECT_SAID("a=EIO@5 p=AW_EGROUP@5 a:EIO p:EINVAL p+0@6",
                "the body returns -EINVAL when it is asked");
    end_of_parent(0);
}

static int pending_at_begin(void *arg)
{
    (void)arg;
    aw_task_cancel(aw_task_self(), "by itself");
    aw_group_begin(&group);
    ADD("a", 5, 0, .clean = 3, .late = -EIO);
    say_group(aw_group_close(&group, 0));
    return say_when(aw_sleep(AW_MS));
}

GRADED(group, one_that_is_pending_at_the_begin_counts,
       "One that had reached the parent before the group began does not "
       "count.")
{
    run_and_ask(pending_at_begin, -1, -1);
    EXPECT_SAID("a=EIO@3 p=AW_EGROUP@3 a:EIO p=ECANCELED@3",
                "asked before it begins");
    end_of_parent(1);
}

static int cleans_up_with_a_group(void *arg)
{
    (void)arg;
    say_when(aw_sleep(AW_SEC));
    aw_group_begin(&group);
    ADD("a", 50);
    ADD("b", 5, -EIO);
    say_group(aw_group_close(&group, 0));
    return say_when(aw_sleep(AW_MS));
}

GRADED(group, a_group_that_cleans_up_does_not_ask_anew,
       "One that had reached the parent before the group began does not "
       "count.")
{
    run_and_ask(cleans_up_with_a_group, 2, -1);
    EXPECT_SAID("p=ECANCELED@2 b=EIO@7 a=ECANCELED@7 p=AW_EGROUP@7 b:EIO p+0@8",
                "asked, and cleans up with a group in which a child fails");
    end_of_parent(1);
}

static int tidies(void *arg)
{
    return aw_sleep((intptr_t)arg * AW_MS);
}

static int is_deaf_in_its_group(void *arg)
{
    say_when(aw_sleep(2 * AW_MS));
    aw_group_begin(&group);
    ADD("a", 1, -EIO);
    say_when(aw_clean_up(tidies, num(5), AW_SEC));
    say_group(aw_group_close(&group, 0));
    say_when(aw_sleep(AW_MS));
    return arg != NULL;
}

GRADED(group, a_request_that_is_kept_is_taken_back,
       "that request is taken back here.")
{
    run_and_ask(is_deaf_in_its_group, -1, -1);
    EXPECT_SAID("p+0@2 a=EIO@3 p+0@7 p=AW_EGROUP@7 a:EIO p+0@8",
                "a child fails while the body is in aw_clean_up");
    end_of_parent(0);
}

GRADED(group, a_request_that_came_too_late_is_forgotten,
       "that request is taken back here.")
{
    run_and_ask(is_deaf_in_its_group, 1, -1);
    EXPECT_SAID("p=ECANCELED@1 a=EIO@2 p+0@6 p=AW_EGROUP@6 a:EIO p+0@7",
                "the same, by one who was asked to end before");
    end_of_parent(1);
}

static int in_time(void *arg)
{
    struct aw_timeout limit;
    int rc;

    (void)arg;
    aw_timeout_begin(&limit, aw_from_now(3 * AW_MS));
    aw_group_begin(&group);
    ADD("a", 50, 0, .clean = 2);
    rc = aw_group_close(&group, aw_sleep(20 * AW_MS));
    rc = say_when(aw_timeout_end(&limit, say_group(rc)));
    say_when(aw_sleep(AW_MS));
    return 0;
}

GRADED(group, a_limit_round_a_group_ends_it,
       "If rc is negative, or a child fails, or the parent is asked to end, "
       "all children are asked to end")
{
    run_and_ask(in_time, -1, -1);
    EXPECT_SAID("a=ECANCELED@5 p=ECANCELED@5 p=ETIMEDOUT@5 p+0@6",
                "3 ms for a group that takes 20");
    end_of_parent(0);
}

static int limit_inside(void *arg)
{
    struct aw_timeout limit;
    int rc;

    (void)arg;
    aw_group_begin(&group);
    ADD("a", 6);
    aw_timeout_begin(&limit, aw_from_now(3 * AW_MS));
    rc = say_when(aw_timeout_end(&limit, aw_sleep(20 * AW_MS)));
    return say_group(aw_group_close(&group, rc == -ETIMEDOUT ? 0 : rc));
}

GRADED(group, a_limit_inside_of_a_group_is_its_own,
       "Groups may stand inside of each other, in one body or in the bodies "
       "of children.")
{
    run_and_ask(limit_inside, -1, -1);
    EXPECT_SAID("p=ETIMEDOUT@3 a+0@6 p+0@6", "a limit inside of a group");
    end_of_parent(0);
}

static int is_shielded(void *arg)
{
    struct aw_task *host = arg;

    return say_when(aw_await_shielded(&host->future, NULL));
}

/* E18 */
GRADED(group, behind_a_shield_children_are_not_reached,
       "or the parent is asked to end, all children are asked to end")
{
    struct aw_task *host, *outer;
    struct asker asker;

    open_all();
    host = spawn("p", waits_for_two, NULL);
    outer = spawn("o", is_shielded, host);
    ask_at(&asker, outer, 1);
    run_all();
    EXPECT_SAID("body o=ECANCELED@1 b+2@3 a+1@5 p+7@5",
                "asked one who awaits the parent behind a shield");
    aw_task_drop(host);
    aw_task_drop(outer);
    close_all();
}

/* ---- Groups inside of groups --------------------------------------------*/

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

/* ---- Who may join -------------------------------------------------------*/

static int tries_to_join(void *arg)
{
    struct aw_task *task = aw_group_spawn(
        &group, passes, arg, AW_NAMED("late", .drop = say_dropped));

    say(task ? "joined" : "refused");
    return 0;
}

static int joins_afterwards(void *arg)
{
    aw_group_begin(&group);
    say(aw_group_is_open(&group) ? "open" : "over");
    aw_group_close(&group, 0);
    say(aw_group_is_open(&group) ? "open" : "over");
    return tries_to_join(arg);
}

/* E10 */
GRADED(group, a_group_that_is_closed_takes_no_more,
       "and when it is closing and has no child left: then `drop` is given "
       "`arg`.")
{
    open_all();
    run_parent(joins_afterwards, num(3));
    EXPECT_SAID("open over dropped-3 refused", "spawned into a closed group");
    close_all();
}

static int joins_late(void *arg)
{
    aw_sleep(AW_SEC);
    tries_to_join(arg);
    return -ECANCELED;
}

static int has_one_that_joins_late(void *arg)
{
    aw_group_begin(&group);
    aw_group_spawn(&group, joins_late, arg, NULL);
    ADD("b", 5, -EIO);
    return say_group(aw_group_close(&group, 0)) == 0;
}

/* E10 */
GRADED(group, a_group_that_is_ending_takes_no_more,
       "A group takes no more when it is ending")
{
    open_all();
    run_parent(has_one_that_joins_late, num(4));
    EXPECT_SAID("b=EIO@5 dropped-4 refused p=AW_EGROUP@5 b:EIO",
                "spawned into it while it ends");
    close_all();
}

static int joins(void *arg)
{
    static struct job job = {.ms = 3, .rc = 1};

    aw_sleep(2 * AW_MS);
    add(&group, "c", &job);
    return tries_to_join(arg);
}

static int has_one_that_joins(void *arg)
{
    aw_group_begin(&group);
    aw_group_spawn(&group, joins, arg, NULL);
    return say_group(aw_group_close(&group, 0));
}

/* E11 */
GRADED(group, children_may_spawn_while_close_waits,
       "Any task of the loop may do so, children among them, also while "
       "aw_group_close waits.")
{
    open_all();
    run_parent(has_one_that_joins, num(4));
    EXPECT_SAID("joined late c+1@5 p+0@5", "a child spawns two others");
    close_all();
}

static int heads;

/* Each has two more, until one of them fails. */
static int hydra(void *arg)
{
    if (++heads == 20)
        return -EIO;
    for (int i = 0; i < 2; i++)
        aw_group_spawn(&group, hydra, arg, NULL);
    return aw_sleep(AW_SEC);
}

static int has_a_hydra(void *arg)
{
    aw_group_begin(&group);
    aw_group_spawn(&group, hydra, arg, NULL);
    say_when(aw_group_close(&group, 0));
    say("%d", (int)aw_errors_count(aw_errors()));
    return 0;
}

/* E11 */
GRADED(group, who_spawns_without_end_ends_with_the_first_error,
       "A group takes no more when it is ending")
{
    open_all();
    heads = 0;
    run_parent(has_a_hydra, NULL);
    EXPECT_SAID("p=AW_EGROUP@0 1",
                "each has two more, and the twentieth fails");
    EXPECT_AT_MOST(heads, 41, "and counted heads");
    close_all();
}

static int spawns_and_looks(void *arg)
{
    aw_group_begin(&group);
    say("%d", aw_group_spawn(&group, passes, arg, AW_NAMED("a", .lazy = true))
                  ->state);
    say("spawned");
    return say_group(aw_group_close(&group, 0));
}

/* E12, E13 */
GRADED(group, a_child_never_begins_inside_of_the_spawn,
       "Spawn a child: aw_spawn in the parent's loop, and `lazy` is not looked "
       "at.")
{
    open_all();
    run_parent(spawns_and_looks, NULL);
    EXPECT_SAID("1 spawned a p+0@0", "spawned one that is to be lazy");
    close_all();
}

static int does_nothing(void *arg)
{
    (void)arg;
    return 0;
}

static int many(void *arg)
{
    int most = 0;

    (void)arg;
    aw_group_begin(&group);
    for (int i = 0; i < 2000; i++) {
        aw_group_spawn(&group, does_nothing, NULL, NULL);
        aw_sleep(0);
        aw_sleep(0);
        if (loop.live[AW_FUTURES] > most)
            most = (int)loop.live[AW_FUTURES];
    }
    say("%d", most < 10);
    return say_group(aw_group_close(&group, 0));
}

/* E21 */
GRADED(group, who_has_ended_is_let_go,
       "Returns the child, which the group holds until it has ended")
{
    open_all();
    run_parent(many, NULL);
    EXPECT_SAID("1 p+0@0", "two thousand came and went while it was open");
    close_all();
}

static int holds_a_child(void *arg)
{
    struct aw_task *a;

    (void)arg;
    aw_group_begin(&group);
    a = ADD("a", 5, 9);
    aw_task_hold(a);
    aw_group_close(&group, 0);
    say("%d", aw_future_result(&a->future, NULL));
    aw_task_drop(a);
    return 0;
}

GRADED(group, who_holds_a_child_can_look_later,
       "whoever wants to look at it later has to hold it, too "
       "(aw_task_hold).")
{
    open_all();
    run_parent(holds_a_child, NULL);
    EXPECT_SAID("a+9@5 9", "held a child beyond the end of its group");
    close_all();
}

static int without_memory(void *arg)
{
    aw_group_begin(&group);
    memory.fail_from = memory.calls + 1;
    for (int i = 0; i < 2; i++) {
        /* Stacks of another size: none rests in the pool. */
        bool none = !aw_group_spawn(
            &group, passes, arg,
            AW_NAMED("late", .drop = say_dropped, .stack = 256 * 1024));

        say(none ? "none" : "one");
    }
    memory.fail_from = 0;
    return say_group(aw_group_close(&group, 0));
}

GRADED(group, without_memory_there_is_no_child,
       "NULL when the group takes no more, or there is no memory: then, too, "
       "`arg` has been dropped.")
{
    open_all();
    run_parent(without_memory, num(6));
    EXPECT_SAID("dropped-6 none dropped-6 none p+0@0",
                "spawned without memory");
    close_all();
}

static int outsider(void *arg)
{
    static struct job job = {.ms = 1, .rc = -EIO};

    (void)arg;
    aw_sleep(AW_MS);
    add(&group, "c", &job);
    return 0;
}

static int has_a_guest(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    ADD("a", 9);
    say_group(aw_group_close(&group, 0));
    return 0;
}

GRADED(group, anybody_may_spawn_into_it, "Any task of the loop may do so")
{
    open_all();
    launch("o", outsider, NULL);
    run_parent(has_a_guest, NULL);
    EXPECT_SAID("c=EIO@2 a=ECANCELED@2 p=AW_EGROUP@2 c:EIO",
                "somebody else spawns a child, and that fails");
    close_all();
}

/* ---- Those who have what they wanted ------------------------------------*/

static int cancels_it(void *arg)
{
    (void)arg;
    aw_sleep(2 * AW_MS);
    aw_group_cancel(&group, "enough");
    aw_group_cancel(&group, "again");
    return 0;
}

static int is_cancelled(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    ADD("a", 50, 0, .clean = 3);
    aw_group_spawn(&group, cancels_it, NULL, NULL);
    say_group(aw_group_close(&group, say_when(aw_sleep(20 * AW_MS))));
    return say_when(aw_sleep(AW_MS));
}

GRADED(group, who_cancels_it_has_all_asked_and_nobody_failed,
       "Ask all children to end, and the parent unless it is the one who calls "
       "or is closing already; none of this is a failure.")
{
    run_and_ask(is_cancelled, -1, -1);
    EXPECT_SAID("p=ECANCELED@2 a=ECANCELED@5 p+0@5 p+0@6",
                "a child cancels the group while the body sleeps");
    end_of_parent(0);
}

/* E14 */
GRADED(group, a_request_behind_that_is_not_swallowed,
       "nobody failed, and somebody else has -ECANCELED asked the parent to "
       "end")
{
    run_and_ask(is_cancelled, 3, -1);
    EXPECT_SAID("p=ECANCELED@2 a=ECANCELED@5 p=ECANCELED@5 p+0@6",
                "cancelled at 2, and the parent is asked at 3");
    end_of_parent(1);
}

static int cancels_its_own(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    ADD("a", 50, 0, .clean = 3);
    aw_yield();
    aw_group_cancel(&group, "enough");
    say(aw_group_is_open(&group) ? "open" : "over");
    say_when(aw_sleep(AW_MS));
    say_group(aw_group_close(&group, 5));
    return say_when(aw_sleep(AW_MS));
}

GRADED(group, the_parent_does_not_ask_itself,
       "and the parent unless it is the one who calls")
{
    run_and_ask(cancels_its_own, -1, -1);
    EXPECT_SAID("over p+0@1 a=ECANCELED@3 p+5@3 p+0@4",
                "cancels its own group");
    end_of_parent(0);
}

/* E14 */
GRADED(group, a_request_to_one_who_has_cancelled_is_not_swallowed,
       "nobody failed, and somebody else has -ECANCELED asked the parent to "
       "end")
{
    run_and_ask(cancels_its_own, 2, -1);
    EXPECT_SAID("over p+0@1 a=ECANCELED@3 p=ECANCELED@3 p+0@4",
                "cancels its own group, and is asked while it waits");
    end_of_parent(1);
}

static int is_cancelled_while_it_closes(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    ADD("a", 50, 0, .clean = 3);
    aw_group_spawn(&group, cancels_it, NULL, NULL);
    say_group(aw_group_close(&group, 8));
    return say_when(aw_sleep(AW_MS));
}

GRADED(group, one_that_is_closing_is_only_emptied,
       "or is closing already; none of this is a failure.")
{
    run_and_ask(is_cancelled_while_it_closes, -1, -1);
    EXPECT_SAID("a=ECANCELED@5 p+8@5 p+0@6", "cancelled while close waits");
    EXPECT_INT(parent->steps, 3, "how often did the parent run?");
    end_of_parent(0);
}

static int fails_when_cancelled(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    ADD("a", 50, 0, .late = -EIO);
    aw_group_spawn(&group, cancels_it, NULL, NULL);
    return say_group(aw_group_close(&group, aw_sleep(20 * AW_MS))) == 0;
}

GRADED(group, who_fails_when_it_is_cancelled_has_failed,
       "a child failed, or rc is an error AW_EGROUP")
{
    run_and_ask(fails_when_cancelled, -1, -1);
    EXPECT_SAID("a=EIO@2 p=AW_EGROUP@2 a:EIO",
                "a child fails because the group is cancelled");
    end_of_parent(0);
}

static int tells_the_reason(void *arg)
{
    (void)arg;
    aw_sleep(AW_SEC);
    say("%s", aw_task_self()->reason);
    return -ECANCELED;
}

static int has_a_reason(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    aw_group_spawn(&group, tells_the_reason, NULL, NULL);
    aw_group_spawn(&group, cancels_it, NULL, NULL);
    return aw_group_close(&group, 0);
}

GRADED(group, the_reason_is_handed_on, "reason as with aw_task_cancel")
{
    run_and_ask(has_a_reason, -1, -1);
    EXPECT_SAID("enough", "cancelled for a reason");
    end_of_parent(0);
}

GRADED(group, the_parents_reason_is_handed_on,
       "or the parent is asked to end, all children are asked to end")
{
    struct aw_task *task;

    open_all();
    group.ending = false;
    task = spawn("p", has_a_reason, NULL);
    turn();
    turn();
    aw_task_cancel(task, "because");
    run_all();
    EXPECT_SAID("because", "asked the parent for a reason");
    aw_task_drop(task);
    close_all();
}

/* ---- Misuse -------------------------------------------------------------*/

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
GRADED(group, returning_inside_of_one_is_misuse, "and is a scope (aw/scope.h)")
{
    open_all();
    launch("p", forgets_to_close, NULL);
    EXPECT_MISUSE(run_all(), "returned inside of the group", "forgot to close");
}

/* ---- No memory ----------------------------------------------------------*/

static void fail_once(size_t n)
{
    open_all();
    forget();
    memory.fail_once = memory.calls + n;
    parent = spawn("p", all_fail, NULL);
    if (parent)
        aw_task_drop(parent);
    run_all();
    close_all();
}

GRADED(group, with_any_request_for_memory_refused_nothing_is_lost,
       "It needs no memory for its children; an error tree is one block of "
       "loop->alloc.")
{
    for (size_t n = 1; n < 12; n++)
        UNCOUNTED
    {
        fail_once(n);
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
    close_all();
}
