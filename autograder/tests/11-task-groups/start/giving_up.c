/* SPDX-License-Identifier: MIT */
#include "fixture.h"

static int starts_and_waits(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    start();
    say(aw_group_is_open(&group) ? "open" : "over");
    say_when(aw_sleep(20 * AW_MS));
    say_group(aw_group_close(&group, 0));
    return 0;
}

static struct asker asker;

static struct aw_task *ask_starter(int ms)
{
    struct aw_task *task;

    open_all();
    task = spawn("p", starts_and_waits, NULL);
    ask_at(&asker, task, ms);
    run_all();
    return task;
}

static void end_starter(struct aw_task *task)
{
    aw_future_result(&task->future, NULL);
    aw_task_drop(task);
    close_clean();
}

/* E19 */
GRADED(start, a_caller_who_gives_up_ends_the_child,
       "If the caller is asked to end, so is the child")
{
    struct aw_task *task;

    server = (struct server){.ms = 10, .starts = true};
    task = ask_starter(4);
    EXPECT_SAID("p=ECANCELED@4 open s=ECANCELED@4 p+0@24 p+0@24",
                "asked while it waits for the start");
    end_starter(task);
}

GRADED(start, what_was_given_up_fails_for_the_group,
       "it stays in the group, and is the group's from then on")
{
    struct aw_task *task;

    server = (struct server){.ms = 10, .starts = true, .late = -EPIPE};
    task = ask_starter(4);
    EXPECT_SAID("p=ECANCELED@4 open s=EPIPE@4 p=ECANCELED@4 p=AW_EGROUP@4 "
                "s:EPIPE",
                "it fails when it is asked to end");
    end_starter(task);
}

static int fails_at_once(void *arg)
{
    aw_sleep(4 * AW_MS);
    if (arg)
        aw_task_cancel(arg, "by the child");
    say("failed");
    return -EBADF;
}

static int starts_the_failing(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    say_when(aw_group_start(&group, NULL, fails_at_once, aw_task_self(), NULL));
    say_group(aw_group_close(&group, 0));
    return 0;
}

GRADED(start, an_error_behind_the_request_is_the_groups,
       "it stays in the group, and is the group's from then on")
{
    open_all();
    run_parent(starts_the_failing, NULL);
    EXPECT_SAID("failed p=ECANCELED@4 p=AW_EGROUP@4 task-2:EBADF",
                "the child asks its starter to end, and fails in that turn");
    close_clean();
}

GRADED(start, an_error_in_the_turn_of_the_request_counts_more,
       "When it has failed first (its body has returned before the request), "
       "its error counts more than a request that comes in the same turn; the "
       "caller's next call that suspends returns -ECANCELED.")
{
    struct aw_task *task;

    server = (struct server){.ms = 4, .rc = -EBADF};
    open_all();
    task = spawn("p", starts_and_waits, NULL);
    launch("o", asks_late, &(struct late_asker){task, 4});
    run_all();
    EXPECT_SAID("s=EBADF@4 p=EBADF@4 open p=ECANCELED@4 p+0@4",
                "the child fails, and then the caller is asked");
    end_starter(task);
}

GRADED(start, an_error_before_the_request_counts_more,
       "When it has failed first (its body has returned before the request), "
       "its error counts more than a request that comes in the same turn; the "
       "caller's next call that suspends returns -ECANCELED.")
{
    struct aw_task *task;

    server = (struct server){.ms = 4, .rc = -EBADF};
    open_all();
    task = spawn("p", starts_and_waits, NULL);
    turn();
    turn();
    while (task->wake.future)
        turn(); /* until the outcome has woken it */
    aw_task_cancel(task, "too late");
    run_all();
    EXPECT_SAID("s=EBADF@4 p=EBADF@4 open p=ECANCELED@4 p+0@4",
                "the child fails, and then the caller is asked");
    end_starter(task);
}

GRADED(start, a_request_counts_more_than_an_end,
       "To have returned without having started counts less: then the request "
       "is what is told.")
{
    struct aw_task *task;

    server = (struct server){.ms = 4, .rc = 7};
    open_all();
    task = spawn("p", starts_and_waits, NULL);
    launch("o", asks_late, &(struct late_asker){task, 4});
    run_all();
    EXPECT_SAID("s+7@4 p=ECANCELED@4 open p+0@24 p+0@24",
                "the child returns 7, and then the caller is asked");
    end_starter(task);
}

GRADED(start, what_started_in_that_turn_is_given_up_as_well,
       "If the caller is asked to end, so is the child when the caller goes "
       "on, even if it has started in that turn")
{
    struct aw_task *task;

    server = (struct server){.ms = 4, .starts = true, .serves = 9};
    open_all();
    task = spawn("p", starts_and_waits, NULL);
    launch("o", asks_late, &(struct late_asker){task, 4});
    run_all();
    EXPECT_SAID("started0 p=ECANCELED@4 open s=ECANCELED@4 p+0@24 p+0@24",
                "the child starts, and then the caller is asked");
    end_starter(task);
}

static int starts_beside_one_that_fails(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    ADD("b", 2, -EIO);
    say_when(aw_group_start(&group, NULL, cleans, num(10), AW_NAMED("s")));
    return say_group(aw_group_close(&group, 0)) == 0;
}

GRADED(start, who_cleans_up_is_left_alone,
       "If the caller is asked to end, so is the child when the caller goes "
       "on, even if it has started in that turn, unless the group has asked it "
       "already")
{
    open_all();
    run_parent(starts_beside_one_that_fails, NULL);
    EXPECT_SAID("b=EIO@2 s-cleans@2 p=ECANCELED@2 s=ECANCELED@5 "
                "p=AW_EGROUP@5 b:EIO",
                "another child fails while one starts");
    close_clean();
}

static int cancels_the_child(void *arg)
{
    struct aw_task *child;

    (void)arg;
    aw_sleep(2 * AW_MS);
    child = aw_container_of(group.children.next, struct aw_task, owner_link);
    aw_task_cancel(child, "alone");
    return 0;
}

GRADED(start, a_child_that_is_cancelled_is_no_failure,
       "-ECANCELED, when the caller was asked to end, or the child was")
{
    open_all();
    server = (struct server){.ms = 10, .starts = true};
    launch("o", cancels_the_child, NULL);
    run_parent(starts_one, NULL);
    EXPECT_SAID("s=ECANCELED@2 p=ECANCELED@2 null p+0@2",
                "somebody cancels the child");
    close_clean();
}

GRADED(start, a_child_that_is_cancelled_is_no_request,
       "-ECANCELED, when the caller was asked to end, or the child was")
{
    struct aw_task *task;

    open_all();
    server = (struct server){.ms = 10, .starts = true};
    launch("o", cancels_the_child, NULL);
    task = spawn("p", starts_and_waits, NULL);
    run_all();
    EXPECT_SAID("s=ECANCELED@2 p=ECANCELED@2 open p+0@22 p+0@22",
                "somebody cancels the child, and the caller goes on");
    end_starter(task);
}
