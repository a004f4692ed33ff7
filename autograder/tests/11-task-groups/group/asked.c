/* SPDX-License-Identifier: MIT */
#include "fixture.h"

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
       "nobody failed, and the parent has heard of somebody else's request, "
       "in the body (rc is -ECANCELED) or here")
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
       "nobody failed, and the parent has heard of somebody else's request, "
       "in the body (rc is -ECANCELED) or here")
{
    run_and_ask(has_two_and_a_body, 3, -1);
    EXPECT_SAID("p=ECANCELED@3 b=ECANCELED@3 a=ECANCELED@8 p=ECANCELED@8",
                "asked while the body sleeps");
    end_of_parent(1);
}

static int drops_a_request(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    ADD("a", 9);
    say_when(aw_sleep(20 * AW_MS));
    say_group(aw_group_close(&group, 0));
    return say_when(aw_sleep(AW_MS));
}

GRADED(group, a_request_that_the_body_drops_reaches_nobody,
       "or the parent hears here that it was asked to end, all children are "
       "asked to end")
{
    run_and_ask(drops_a_request, 3, -1);
    EXPECT_SAID("p=ECANCELED@3 a+0@9 p+0@9 p+0@10",
                "the body hears that it is asked, and closes with 0");
    end_of_parent(1);
}

static int is_asked_at_the_end(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    aw_task_cancel(aw_task_self(), "by itself");
    say_group(aw_group_close(&group, 5));
    return say_when(aw_sleep(AW_MS));
}

GRADED(group, one_that_nobody_has_heard_of_stays,
       "Without children it does not suspend.")
{
    run_and_ask(is_asked_at_the_end, -1, -1);
    EXPECT_SAID("p+5@0 p=ECANCELED@0", "asked right before the end");
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

GRADED(group, a_sixth_request_does_not_end_the_wait,
       "and they are waited for, however often the parent is asked meanwhile.")
{
    struct asker asker[6];

    open_all();
    parent = spawn("p", has_two, NULL);
    for (int i = 0; i < 6; i++)
        ask_at(&asker[i], parent, 2 + i % 5);
    run_all();
    EXPECT_SAID("b=ECANCELED@2 a=ECANCELED@7 p=ECANCELED@7 p+0@8",
                "asked at 2, 3, 4, 5 and 6, while it waits");
    end_of_parent(6);
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

GRADED(group, a_request_in_the_turn_of_a_failure_is_not_lost,
       "Errors count more than a request of somebody else; it is not lost by "
       "that, and the parent's next call that suspends returns -ECANCELED.")
{
    open_all();
    parent = spawn("p", closes_at_once, NULL);
    launch("o", asks_late, &(struct late_asker){parent, 5});
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
       "one that was still to be delivered then does")
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
       "One that had reached the parent before the group began does not count")
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
       "If rc is negative, or a child fails, or the parent hears here that it "
       "was asked to end, all children are asked to end")
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
       "or the parent hears here that it was asked to end, all children are "
       "asked to end")
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
    close_clean();
}
