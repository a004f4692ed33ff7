/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* ---- Requests -----------------------------------------------------------*/

GRADED(as_completed, a_request_loses_no_member,
       "If this task is asked to end while it waits, nothing is handed over, "
       "nothing is cancelled, and nothing is lost: the next call goes on from "
       "there.")
{
    struct aw_task *task;
    struct asker asker;

    open_three_for(30, 10, 20);
    task = start_taking(3, NEVER);
    ask_at(&asker, task, 15);
    run_all();
    EXPECT_SAID("b+2@10 take-b@10 take=ECANCELED@15 c+3@20 take-c@20 a+1@30 "
                "take-a@30 none@30",
                "asked at 15, and goes on");
    aw_task_drop(task);
    end(3);
}

GRADED(as_completed, nor_does_one_in_the_turn_between,
       "nothing is lost: the next call goes on from there")
{
    struct aw_task *task;

    open_loop();
    futures_are_members();
    task = start_taking(2, NEVER);
    turn();
    aw_future_resolve(&f, NULL);
    aw_future_resolve(&g, NULL);
    turn();
    aw_task_cancel(task, "both have been heard of");
    run_all();
    EXPECT_SAID("take=ECANCELED@0 take-a@0 take-b@0 none@0",
                "asked when it was woken");
    aw_task_drop(task);
    close_clean();
}

static int asks_oneself(void *arg)
{
    (void)arg;
    memset(&each, 0x55, sizeof(each));
    aw_as_completed_begin(&each, m, 2, AW_NEVER);
    aw_yield();
    aw_task_cancel(aw_task_self(), "before the next");
    while (take_next(&each) != 0)
        continue;
    aw_as_completed_end(&each);
    return 0;
}

GRADED(as_completed, what_does_not_wait_is_not_stopped,
       "It waits only if there is none.")
{
    open_loop();
    futures_are_members();
    aw_future_resolve(&f, NULL);
    launch("T", asks_oneself, NULL);
    turn();
    turn();
    aw_future_resolve(&g, NULL);
    run_all();
    EXPECT_SAID("take-a@0 take=ECANCELED@0 take-b@0 none@0",
                "asked when one had been heard of");
    close_clean();
}

GRADED(as_completed, an_error_is_not_retrieved,
       "As long as it is open it counts as one who awaits them, and it "
       "retrieves nothing.")
{
    open_three_for(30, 10, 20);
    job[1].result = -EIO;
    loop.on_error = note_name;
    aw_task_drop(start_taking(3, NEVER));
    run_all();
    forget();
    drop_jobs(3);
    EXPECT_SAID("reported-b-EIO", "took all, asked for none, let all go");
    close_clean();
}

GRADED(as_completed, it_counts_as_one_who_awaits_them,
       "As long as it is open it counts as one who awaits them")
{
    struct aw_task *other;
    struct asker asker;

    open_loop();
    start_job(0, 10, 1);
    aw_task_drop(start_taking(1, NEVER));
    other = spawn("O", awaits, m[0].future);
    ask_at(&asker, other, 5);
    run_all();
    EXPECT_SAID("O=ECANCELED a+1@10 take-a@10 none@10",
                "another one gave up at 5");
    aw_task_drop(other);
    end(1);
}

/* ---- Ending -------------------------------------------------------------*/

static int ends_early(void *arg)
{
    aw_as_completed_begin(&each, m, 3, 3600 * AW_SEC);
    take_next(&each);
    aw_sleep((intptr_t)arg * AW_MS);
    aw_as_completed_end(&each);
    for (int i = 0; i < 3; i++)
        if (!aw_future_done(m[i].future))
            expect_alone(m[i].future);
    EXPECT_INT(loop.timers.live, 1, "ended it; one of them sleeps");
    return 0;
}

GRADED(as_completed, the_rest_go_on_when_it_ends,
       "Members that are not settled go on, and no watch is left in them.")
{
    open_three_for(30, 10, 20);
    launch("T", ends_early, num(12));
    run_all();
    EXPECT_SAID("b+2@10 take-b@10 c+3@20 a+1@30", "took one of three");
    end(3);
}

static int takes_inside(void *arg)
{
    struct aw_as_completed inner;

    (void)arg;
    aw_as_completed_begin(&each, m, 2, AW_NEVER);
    take_next(&each);
    aw_as_completed_begin(&inner, m + 2, 1, AW_NEVER);
    while (take_next(&inner) != 0)
        continue;
    aw_as_completed_end(&inner);
    while (take_next(&each) != 0)
        continue;
    aw_as_completed_end(&each);
    return 0;
}

GRADED(as_completed, one_inside_of_another,
       "Begin to wait for the members, each by itself.")
{
    open_three_for(20, 10, 30);
    launch("T", takes_inside, NULL);
    run_all();
    EXPECT_SAID("b+2@10 take-b@10 a+1@20 c+3@30 take-c@30 none@30 take-a@30 "
                "none@30",
                "took from two, one inside of the other");
    end(3);
}

/* The first that succeeds; the others are asked to end, and waited for. */
static int races(void *arg)
{
    struct aw_member *first;
    int rc;

    aw_as_completed_begin(&each, m, 3, AW_NEVER);
    do
        rc = aw_as_completed_next(&each, &first);
    while (rc > 0 && aw_future_result(first->future, NULL) < 0);
    if (rc > 0)
        say("winner-%c", "abc"[first->tag]);
    aw_as_completed_end(&each);
    for (int i = 0; i < 3; i++)
        aw_task_cancel(task_of[i], arg);
    aw_gather(m, 3, AW_IN_PLACE);
    return say_when(rc);
}

/* D51 */
GRADED(as_completed, the_first_that_succeeds_wins,
       "The next member that is settled, in the order in which they were")
{
    open_three_for(30, 10, 20);
    job[1].result = -EIO;
    job[0].cleans = 3;
    launch("T", races, NULL);
    run_all();
    EXPECT_SAID("b=EIO@10 c+3@20 winner-c a=ECANCELED@23 T+1@23",
                "the first to end fails, and the second wins");
    end(3);
}

/* D51 */
GRADED(as_completed, a_request_ends_the_race, "nothing is cancelled")
{
    struct aw_task *task;
    struct asker asker;

    open_three_for(30, 10, 20);
    job[1].result = -EIO;
    task = spawn("T", races, NULL);
    ask_at(&asker, task, 15);
    run_all();
    EXPECT_SAID("b=EIO@10 a=ECANCELED@15 c=ECANCELED@15 T=ECANCELED@15",
                "asked before anybody has won");
    aw_task_drop(task);
    end(3);
}
