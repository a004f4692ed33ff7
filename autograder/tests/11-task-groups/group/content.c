/* SPDX-License-Identifier: MIT */
#include "fixture.h"

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
       "Ask all children to end, and then the parent unless it is the one who "
       "calls or is closing already; none of this is a failure.")
{
    run_and_ask(is_cancelled, -1, -1);
    EXPECT_SAID("p=ECANCELED@2 a=ECANCELED@5 p+0@5 p+0@6",
                "a child cancels the group while the body sleeps");
    end_of_parent(0);
}

static int has_a_result(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    ADD("a", 50);
    aw_group_spawn(&group, cancels_it, NULL, NULL);
    say_when(aw_sleep(20 * AW_MS));
    return say_group(aw_group_close(&group, 4)) == 0;
}

GRADED(group, the_body_is_cancelled_behind_the_children,
       "Ask all children to end, and then the parent unless it is the one who "
       "calls")
{
    run_and_ask(has_a_result, -1, -1);
    EXPECT_HAS(said(), "a=ECANCELED@2 p=ECANCELED@2 ",
               "a child cancels the group while the body sleeps");
    end_of_parent(0);
}

GRADED(group, what_the_body_returns_comes_out, "rc          otherwise")
{
    run_and_ask(has_a_result, -1, -1);
    EXPECT_HAS(said(), " p+4@2",
               "a child cancels the group, and the body returns 4");
    end_of_parent(0);
}

/* E14 */
GRADED(group, a_request_behind_that_is_not_swallowed,
       "nobody failed, and the parent has heard of somebody else's request, "
       "in the body (rc is -ECANCELED) or here")
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
       "and then the parent unless it is the one who calls")
{
    run_and_ask(cancels_its_own, -1, -1);
    EXPECT_SAID("over p+0@1 a=ECANCELED@3 p+5@3 p+0@4",
                "cancels its own group");
    end_of_parent(0);
}

/* E14 */
GRADED(group, a_request_to_one_who_has_cancelled_is_not_swallowed,
       "nobody failed, and the parent has heard of somebody else's request, "
       "in the body (rc is -ECANCELED) or here")
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

static int goes_on_beside_one_that_fails(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    ADD("a", 50, 0, .clean = 2, .late = -EIO);
    aw_yield();
    aw_group_cancel(&group, "enough");
    say_when(aw_sleep(5 * AW_MS));
    return say_group(aw_group_close(&group, 0)) == 0;
}

GRADED(group, who_has_cancelled_it_is_not_asked,
       "unless the group is ending already; that request is taken back here.")
{
    run_and_ask(goes_on_beside_one_that_fails, -1, -1);
    EXPECT_SAID("a=EIO@2 p+0@5 p=AW_EGROUP@5 a:EIO",
                "the parent cancels the group, and goes on; a child fails");
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
       "a child failed, or rc is an error: aw_errors() has the tree")
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

static int is_asked_in_the_body(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    aw_group_spawn(&group, tells_the_reason, NULL, NULL);
    return aw_group_close(&group, aw_sleep(AW_SEC));
}

GRADED(group, the_parents_reason_is_handed_on,
       "They are given the reason of the parent's request")
{
    struct aw_task *task;

    open_all();
    task = spawn("p", has_a_reason, NULL);
    turn();
    turn();
    aw_task_cancel(task, "because");
    run_all();
    EXPECT_SAID("because", "asked the parent for a reason");
    aw_task_drop(task);
    task = spawn("q", is_asked_in_the_body, NULL);
    turn();
    turn();
    aw_task_cancel(task, "for once");
    run_all();
    EXPECT_SAID("because for once", "asked one that slept in the body");
    aw_task_drop(task);
    close_clean();
}
