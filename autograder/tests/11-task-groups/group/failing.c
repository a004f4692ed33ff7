/* SPDX-License-Identifier: MIT */
#include "fixture.h"

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

GRADED(group, a_child_that_fails_ends_the_others,
       "A child that fails while the body runs or close waits has the parent "
       "asked to end, once, and behind the children")
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

GRADED(group, no_error_is_lost,
       "aw_errors() has the tree, the children's errors in the order in which "
       "they were heard, the body's at the end")
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

static int cleans_up_in_the_body(void *arg)
{
    int rc;

    (void)arg;
    aw_group_begin(&group);
    ADD("a", 5, -EIO);
    ADD("b", 50, 0, .clean = 2, .late = -EPIPE);
    rc = say_when(aw_sleep(20 * AW_MS));
    say_when(aw_sleep(5 * AW_MS));
    return say_group(aw_group_close(&group, rc)) == 0;
}

GRADED(group, a_body_that_cleans_up_is_left_alone,
       "A child that fails while the body runs or close waits has the parent "
       "asked to end, once, and behind the children")
{
    run_and_ask(cleans_up_in_the_body, -1, -1);
    EXPECT_SAID("a=EIO@5 p=ECANCELED@5 b=EPIPE@7 p+0@10 p=AW_EGROUP@10 a:EIO "
                "b:EPIPE",
                "one fails, and then another one while the body cleans up");
    end_of_parent(0);
}

static int sleeps_beside_two(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    ADD("a", 50);
    ADD("b", 5, -EIO);
    ADD("c", 50);
    return say_group(aw_group_close(&group, say_when(aw_sleep(20 * AW_MS)))) ==
           0;
}

GRADED(group, the_body_is_asked_behind_the_children,
       "asked to end, once, and behind the children")
{
    run_and_ask(sleeps_beside_two, -1, -1);
    EXPECT_SAID("b=EIO@5 a=ECANCELED@5 c=ECANCELED@5 p=ECANCELED@5 "
                "p=AW_EGROUP@5 b:EIO",
                "a child fails while the body sleeps");
    end_of_parent(0);
}

static int knows_a_reason(void *arg)
{
    (void)arg;
    aw_sleep(AW_SEC);
    say(aw_task_self()->reason ? "reason" : "none");
    return -ECANCELED;
}

static int fails_for_a_reason(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    aw_group_spawn(&group, knows_a_reason, NULL, NULL);
    ADD("b", 5, -EIO);
    aw_group_close(&group, knows_a_reason(NULL));
    aw_group_begin(&group);
    aw_group_spawn(&group, knows_a_reason, NULL, NULL);
    aw_yield();
    return aw_group_close(&group, -EINVAL) == 0;
}

static int body_fails_for_a_reason(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    aw_group_spawn(&group, knows_a_reason, NULL, NULL);
    aw_yield();
    return aw_group_close(&group, -EINVAL) == 0;
}

GRADED(group, a_failure_is_a_reason,
       "and if it is a failure that ends them, a reason that says so.")
{
    run_and_ask(fails_for_a_reason, -1, -1);
    EXPECT_SAID("b=EIO@5 reason reason reason",
                "a child fails; and then a body");
    end_of_parent(0);
    run_and_ask(body_fails_for_a_reason, -1, -1);
    EXPECT_SAID("b=EIO@5 reason reason reason reason",
                "the body of one whom nobody has asked fails");
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
